from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.models import Report
from reporting.todo.tasks import MOST, Task
from strategy.access import Action, Kind
from strategy.models import Strategy, User


def failed(user: User, strategy: Strategy) -> list[Task]:
    """For those who may try again."""
    if not user.may(Action.WRITE, Kind.REPORT, strategy.pk):
        return []
    found = Report.objects.visible_to(user).filter(strategy=strategy).failed()
    return [
        Task(
            text=_("%(report)s kunde inte framställas") % {"report": report},
            detail=edition(report),
            url=report.get_absolute_url(),
        )
        for report in found.select_related("event")[:MOST]
    ]


def drafts(user: User, strategy: Strategy) -> list[Task]:
    """Made and not yet approved: for the head to decide on, for the officer to see that they wait."""
    decides = user.may(Action.APPROVE, Kind.REPORT, strategy.pk)
    if not decides and not user.may(Action.WRITE, Kind.REPORT, strategy.pk):
        return []
    found = Report.objects.visible_to(user).filter(strategy=strategy).awaiting_approval()
    waits = pgettext("report", "du fastställer") if decides else pgettext("report", "enhetschefen fastställer")
    return [
        Task(
            text=_("%(report)s väntar på att fastställas") % {"report": report},
            detail=f"{edition(report)} · {waits}",
            url=report.get_absolute_url(),
        )
        for report in found.select_related("event")[:MOST]
    ]


def edition(report: Report) -> str:
    return _("%(audience)s utgåva, version %(version)d") % {
        "audience": report.get_audience_display().capitalize(),
        "version": report.edition_number,
    }
