from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import MOST, Task
from reporting.reports.models import Report
from strategy.access import Action, Kind


def tasks(desk: Desk) -> dict[str, list[Task]]:
    """By what is to be done: decided, tried again, or waited for."""
    decides, makes = (desk.able(action, Kind.REPORT) for action in (Action.APPROVE, Action.WRITE))
    visible = Report.objects.visible_to(desk.user).filter(strategy__in={*decides, *makes})
    found: dict[str, list[Task]] = {"decide": [], "again": [], "decided by the head": []}
    for report in visible.unfinished(["failed", "returned", "draft"]).named():
        if report.state == "failed" and report.strategy_id in makes:
            found["again"].append(task(report, _("%(report)s kunde inte skapas"), ""))
        elif report.state == "returned" and report.strategy_id in makes:
            found["again"].append(task(report, _("%(report)s är återlämnad"), ""))
        elif report.state == "draft":
            is_ones_own = report.strategy_id in decides
            waits = pgettext("report", "du fastställer" if is_ones_own else "enhetschefen fastställer")
            found["decide" if is_ones_own else "decided by the head"].append(
                task(report, _("%(report)s väntar på att fastställas"), waits)
            )
    return {name: some[:MOST] for name, some in found.items()}


def task(report: Report, text: str, waits: str) -> Task:
    detail = " · ".join(filter(None, [edition(report), waits]))
    return Task(text % {"report": report}, detail, report.get_absolute_url(), strategy=report.strategy_id)


def edition(report: Report) -> str:
    return _("%(audience)s utgåva, version %(version)d") % {
        "audience": report.get_audience_display().capitalize(),
        "version": report.edition_number,
    }
