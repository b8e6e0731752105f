"""The yearly follow-up of a strategy."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from priorities.figures.sums import currencies_of
from reporting.reports.contents.kinds.base import ReportKind, ShortForm
from reporting.reports.contents.snapshots import yearly
from reporting.reports.contents.snapshots.indicators import sources
from reporting.reports.key_figures import figures_changed
from reporting.reports.models import Report
from strategy.access import Audience

Json = dict[str, Any]


def context(written: Json) -> Json:
    goals = goals_of(written)
    funding = written.get("funding") or {"contributions": [], "years": [], "indicators": []}
    return {
        **brief_context(written),
        "dialogue_kinds": Event.DIALOGUE_KINDS,
        "levels": Event.Level.values,
        "by_focus_area": [area_rows(area, written["dialogue"]) for area in written["focus_areas"]],
        "commitments": by_owner(written["next"]["commitments"]),
        "next_steps": [(goal, found) for goal in goals if (found := part(goal, "next_steps"))],
        "dialogue_events": [found for found in written["dialogue"]["events"] if is_dialogue(found)],
        "coordination_events": [found for found in written["dialogue"]["events"] if not is_dialogue(found)],
        "not_stated": [goal["code"] for goal in goals if not goal["judgement"]["attainment"]],
        "currencies": [money_in(currency, funding) for currency in currencies_of(funding["contributions"])],
        "has_funding": "funding" in written,
        "sources": figure_sources(goals, funding),
        "figures_changed": figures_changed(written),
    }


def brief_context(written: Json) -> Json:
    return {
        "goals": goals_of(written),
        "focus_areas": [{**area, "forward": moving_forward(area)} for area in written["focus_areas"]],
    }


def goals_of(written: Json) -> list[Json]:
    return [goal for area in written["focus_areas"] for goal in area["goals"]]


def money_in(currency: str, funding: Json) -> Json:
    """Currencies are shown apart: the chart's rows, and the table's."""
    contributions = [found for found in funding["contributions"] if found["currency"] == currency]
    given = [found for found in contributions if found["stage"] != "budgeted"]
    return {
        "code": currency,
        "contributions": contributions,
        "given": given,
        "budgeted": [found for found in contributions if found["stage"] == "budgeted"],
        "years": [year for year in funding["years"] if year["currency"] == currency],
        "kinds": list(dict.fromkeys(found["kind"] for found in given)),
    }


def figure_sources(goals: list[Json], funding: Json) -> list[str]:
    """Where each measured value and each amount comes from, once."""
    indicators = [found for goal in goals for found in goal.get("indicators", [])] + funding["indicators"]
    return list(dict.fromkeys([*sources(indicators), *(found["source"] for found in funding["contributions"])]))


def area_rows(area: Json, dialogue: Json) -> Json:
    rows = [covered(goal, dialogue) for goal in area["goals"]]
    return {**area, "rows": rows, "total": sum(row["total"] for row in rows)}


def covered(goal: Json, dialogue: Json) -> Json:
    counts = next(row["counts"] for row in dialogue["coverage"] if row["goal"] == goal["code"])
    return {
        "goal": goal,
        "counts": [counts.get(kind, 0) for kind in Event.DIALOGUE_KINDS],
        "total": sum(counts.values()),
    }


def moving_forward(area: Json) -> int:
    return sum(goal["judgement"]["development"] == "forward" for goal in area["goals"])


def by_owner(commitments: list[Json]) -> Json:
    return {owner: [found for found in commitments if found["owner"] == owner] for owner in Commitment.Whose.values}


def part(goal: Json, name: str) -> str:
    return next((found["text"] for found in goal["narrative"] if found["part"] == name), "")


def is_dialogue(event: Json) -> bool:
    return event["kind"] in Event.DIALOGUE_KINDS


def title(written: Json) -> str:
    return _("Uppföljning %(year)s") % {"year": written["report"]["year"]}


def stem(report: Report) -> str:
    return f"uppfoljning-{report.year}"


KIND = ReportKind(
    key=Report.ReportKind.YEARLY,
    schemas=(yearly.SCHEMA, "report-2", "report-1"),
    contents=yearly.contents,
    template="reporting/reports/paper/yearly.html",
    context=context,
    title=title,
    stem=stem,
    about=gettext_lazy("Det som är inskrivet och godkänt om ett år låses och blir PDF, Word, Excel och JSON."),
    texts=("summary", "asked"),
    audiences={
        Audience.INTERNAL: gettext_lazy("intern – offentligt och arbetsmaterial, för Regeringskansliet"),
        Audience.INTERNAL_SECRET: gettext_lazy("intern med sekretess – märkt på varje sida, expedieras aldrig"),
        Audience.AGENCIES: gettext_lazy("samrådskretsen – offentligt, och arbetsmaterial som delas med den"),
        Audience.EXTERNAL: gettext_lazy("extern – bara offentligt och texterna för externa läsare"),
    },
    short=ShortForm(
        schemas=(f"{yearly.SCHEMA}-short",),
        context=brief_context,
        brief="reporting/reports/paper/_brief.html",
        texts=("summary", "asked"),
    ),
)
