"""The briefing for one meeting: what whoever goes there has in hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from reporting.reports.contents.kinds.base import ReportKind
from reporting.reports.contents.kinds.yearly import KIND as YEARLY
from reporting.reports.contents.snapshots import briefing
from reporting.reports.models import Report
from strategy.access import Audience

Json = dict[str, Any]


def context(written: Json) -> Json:
    return {
        "goals": [{**goal, "why": why(goal["reasons"])} for goal in written["goals"]],
        "others": [{**goal, "why": why(goal["reasons"])} for goal in written["others"]],
        "answers": answers(written["before"]),
        "proposed": not any(goal["reasons"]["prepared"] for goal in written["goals"]),
    }


def answers(before: Json | None) -> list[tuple[str, int]]:
    """How many leaned which way, in the order of the domain."""
    counts = before["answers"] if before else {}
    return [(lean, counts[lean]) for lean in Intervention.Lean.values if lean in counts]


def why(reasons: Json) -> str:
    return ", ".join(whys(reasons))


def whys(reasons: Json) -> Iterator[str]:
    """In the language that is active, each a few words."""
    late, due = reasons["late"], reasons["due"] - reasons["late"]
    if reasons["prepared"]:
        yield _("förberett")
    if late:
        yield ngettext("%(count)s försenad utfästelse", "%(count)s försenade utfästelser", late) % {"count": late}
    if due:
        words = ngettext("%(count)s utfästelse till mötet", "%(count)s utfästelser till mötet", due)
        yield words % {"count": due}
    if reasons["backward"]:
        yield _("går bakåt")
    if reasons["silent"] and reasons["last_dialogue"]:
        day = date_format(date.fromisoformat(reasons["last_dialogue"]))
        yield _("ingen redovisad dialog sedan %(day)s") % {"day": day}
    elif reasons["silent"]:
        yield _("ingen redovisad dialog alls")


def title(written: Json) -> str:
    return _("Mötesunderlag: %(meeting)s") % {"meeting": written["meeting"]["title"]}


def stem(report: Report) -> str:
    assert report.event is not None
    return f"motesunderlag-{report.event.kind.replace('_', '-')}-{report.event.starts_on.isoformat()}"


KIND = ReportKind(
    key=Report.ReportKind.BRIEFING,
    schemas=(briefing.SCHEMA,),
    contents=briefing.contents,
    template="reporting/reports/paper/briefing.html",
    context=context,
    title=title,
    stem=stem,
    about=gettext_lazy(
        "Vad som ska tas upp på ett möte och varför, vad som är sagt och utlovat: två sidor, och en halv om varje mål."
    ),
    texts=("aim",),
    has_book=False,
    event_kinds=frozenset(Event.EventKind.values) - {Event.EventKind.ORGANISATION_CONSULTATION.value},
    audiences={name: YEARLY.audiences[name] for name in (Audience.INTERNAL, Audience.INTERNAL_SECRET)},
)
