"""The pack for an organisation consultation."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds.base import ReportKind
from reporting.reports.contents.kinds.yearly import KIND as YEARLY
from reporting.reports.contents.snapshots import consultation
from reporting.reports.models import Report
from strategy.access import Audience

Json = dict[str, Any]


def context(written: Json) -> Json:
    judgements = {found["goal"]: found for found in written["judgements"]}
    changed = [found for found in written["judgements"] if has_moved(found)]
    commitments = written["commitments"]
    return {
        "titles": {goal["code"]: goal["title"] for goal in written["goals"]},
        "changed": changed,
        "unchanged": [code for code, found in judgements.items() if not has_moved(found)],
        "forward": [found for found in written["judgements"] if found["development"] == "forward"],
        "backward": [found for found in written["judgements"] if found["development"] == "backward"],
        "observed": sum(len(found["observations"]) for found in written["observations"]),
        "due": len(commitments["before"]) + len(commitments["after"]),
        "late": sum(found["is_late"] for found in commitments["before"]),
        "parties": [{**party, "lines": lines_of(party)} for party in written["work_plan"]],
        "late_lines": sum(len(party["late"]) for party in written["work_plan"]),
        "soon_lines": sum(len(party["soon"]) for party in written["work_plan"]),
    }


def lines_of(party: Json) -> list[Json]:
    """Late first, then what comes, then what is over."""
    return [line for name in ("late", "soon", "done", "dropped") for line in party[name]]


def has_moved(judgement: Json) -> bool:
    before = judgement["before"]
    return judgement["development"] != "unchanged" or before is None or differs(before, judgement["now"])


def differs(before: Json, now: Json) -> bool:
    return bool(before["attainment"] != now["attainment"])


def title(written: Json) -> str:
    return _("Underlag till organisationssamråd")


def stem(report: Report) -> str:
    assert report.event is not None
    return f"samradsunderlag-{report.event.starts_on.isoformat()}"


KIND = ReportKind(
    key=Report.ReportKind.CONSULTATION,
    schemas=(consultation.SCHEMA, "consultation-1"),
    contents=consultation.contents,
    template="reporting/reports/paper/consultation.html",
    context=context,
    title=title,
    stem=stem,
    about=gettext_lazy("Det som är nytt sedan förra samrådet, med frågor till varje myndighet."),
    texts=("agenda", "questions"),
    event_kinds=frozenset({Event.EventKind.ORGANISATION_CONSULTATION}),
    audiences={name: words for name, words in YEARLY.audiences.items() if name != Audience.EXTERNAL},
)
