from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.overview.todo.tasks import MOST, Task
from reporting.reports.models import Report
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User


def tasks(user: User, strategy: Strategy) -> dict[str, list[Task]]:
    """By state: what failed or was sent back, for those who may try again; what is made and not yet approved, for the
    head to decide on, and for the officer to see that it waits.
    """
    decides = user.may(Action.APPROVE, Kind.REPORT, strategy.pk)
    tries_again = user.may(Action.WRITE, Kind.REPORT, strategy.pk)
    states = {"failed": tries_again, "returned": tries_again, "draft": decides or tries_again}
    found = (
        Report.objects.visible_to(user).filter(strategy=strategy).unfinished([s for s in states if states[s]]).named()
    )
    waits = pgettext("report", "du fastställer") if decides else pgettext("report", "enhetschefen fastställer")
    told = {
        "failed": (_("%(report)s kunde inte skapas"), "%(edition)s"),
        "returned": (_("%(report)s är återlämnad"), "%(edition)s"),
        "draft": (_("%(report)s väntar på att fastställas"), f"%(edition)s · {waits}"),
    }
    return {state: [task(report, *told[state]) for report in found if report.state == state][:MOST] for state in states}


def task(report: Report, text: str, detail: str) -> Task:
    return Task(text % {"report": report}, detail % {"edition": edition(report)}, report.get_absolute_url())


def edition(report: Report) -> str:
    return _("%(audience)s utgåva, version %(version)d") % {
        "audience": report.get_audience_display().capitalize(),
        "version": report.edition_number,
    }
