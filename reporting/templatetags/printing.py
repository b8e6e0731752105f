"""What the report's templates need to print a snapshot: labels for codes, dates, the language of a text."""

from datetime import date
from typing import Any

from django import template
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures import numbers
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Qualifier
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.scales import Attainment, Development, Effort
from reporting.reports.models import Report
from reporting.reports.paper.printing import EDITIONS
from strategy.access import Audience
from strategy.texts.html import Notes, html

register = template.Library()

CHOICES: dict[str, type[TextChoices]] = {
    "activity_state": Activity.State,
    "actor": Goal.Actor,
    "attainment": Attainment,
    "audience": Audience,
    "carried_by": Intervention.CarriedBy,
    "commitment_state": Commitment.State,
    "contribution": Contribution.ContributionKind,
    "confidence": Observation.Confidence,
    "development": Development,
    "direction": Indicator.Direction,
    "effort": Effort,
    "event_kind": Event.EventKind,
    "lean": Intervention.Lean,
    "level": Event.Level,
    "owner": Commitment.Whose,
    "qualifier": Qualifier,
    "report_kind": Report.ReportKind,
    "source": Observation.Source,
    "stage": Contribution.Stage,
    "stance": Evidence.Stance,
}

SHORT_KINDS = {
    "council": _("Council"),
    "scpf": _("SCPF"),
    "bilateral_consultation": _("Bilat."),
    "delegation_contact": _("Deleg."),
    "regional_dialogue": _("Region"),
    "country_dialogue": pgettext_lazy("short for country-level dialogue", "Land"),
    "written_contact": pgettext_lazy("short for written contact", "Brev"),
    "un_network": _("Nätverk"),
    "mopan": _("MOPAN"),
}

CHANGES = {"higher": _("Högre"), "same": _("Oförändrad"), "lower": _("Lägre")}

PARTS = {
    "happened": _("Vad har hänt"),
    "contribution": _("Sveriges bidrag"),
    "next_steps": _("Nästa steg"),
}


@register.filter
def label(code: str | None, choices: str) -> str:
    """The word for a code, in the report's language; *not stated* for none."""
    return str(CHOICES[choices](code).label) if code else str(_("Anges inte"))


@register.filter
def figure_told(figure: dict[str, Any]) -> str:
    """*mer än 13 000 anställda*."""
    return numbers.qualified(figure["value"], figure["qualifier"], in_words(figure["unit"]))


register.filter("kronor", numbers.kronor)


@register.filter
def edition(audience: str) -> str:
    return str(EDITIONS[audience])


@register.filter
def capitalised(text: object) -> str:
    """With a capital first, and the rest as it is: `upper` and `title` would spoil IOM and SCPF."""
    words = str(text)
    return words[:1].upper() + words[1:]


@register.filter
def change_label(change: str | None) -> str:
    return str(CHANGES[change]) if change else str(_("Kan inte jämföras"))


@register.filter
def either_language(text: dict[str, str]) -> str | SafeString:
    """As `translated`, of what may exist in English alone, marked as that."""
    return translated(text) if text["sv"] else format_html('<span lang="en">{}</span>', text["en"])


@register.filter
def short_kind(code: str) -> str:
    return str(SHORT_KINDS[code])


@register.filter
def part_heading(name: str) -> str:
    return str(PARTS.get(name, ""))


@register.filter
def day(value: str | None) -> str:
    """An ISO date as the language writes it; nothing for none."""
    return date_format(date.fromisoformat(value[:10])) if value else ""


@register.filter
def days(event: dict[str, Any]) -> str:
    """*29–30 juni 2021*, as short as the two dates allow."""
    first, last = date.fromisoformat(event["starts_on"]), date.fromisoformat(event["ends_on"])
    if first == last:
        return date_format(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last)}"
    shape = "j F" if first.year == last.year else "j F Y"
    return f"{date_format(first, shape)} – {date_format(last)}"


@register.filter
def translated(text: dict[str, str] | None) -> str | SafeString:
    """In the report's language; where only the Swedish exists, that, marked as Swedish."""
    if not text:
        return ""
    if get_language() != "en":
        return text["sv"]
    return text["en"] or format_html('<span lang="sv">{}</span>', text["sv"])


@register.filter
def in_words(text: dict[str, str]) -> str:
    """As `translated`, without markup: for bookmarks and other places that hold none."""
    return text["en"] if get_language() == "en" and text["en"] else text["sv"]


@register.filter
def told(text: str, goal: dict[str, Any]) -> SafeString:
    """A goal's narrative, its references leading to the register."""
    return html(text, Notes({number: f"#underlag-{entry}" for number, entry in references(goal).items()}))


def references(goal: dict[str, Any]) -> dict[int, int]:
    """By the number that stands in the narrative, the register's; older snapshots have the register's in both."""
    if "notes" not in goal:
        return {entry: entry for entry in goal["evidence"]}
    return {int(number): entry for number, entry in goal["notes"].items()}


@register.filter
def cited(goal: dict[str, Any], entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The register's entries that the goal rests on, each with the `reference` that stands in its narrative.

    One that stands there by several numbers is led to at the first.
    """
    cited = references(goal)
    first = {entry: number for number, entry in reversed(cited.items())}
    return [
        {**entries[entry - 1], "reference": number, "is_first": first[entry] == number}
        for number, entry in cited.items()
    ]


@register.filter
def drafted(text: dict[str, Any], language: str) -> SafeString:
    """A text of the maker's or one that was drafted; a draft's emphasis is what it quotes, in Swedish."""
    printed = html(text["text"])
    return mark_safe(printed.replace("<em>", '<em lang="sv">')) if text["drafted"] and language != "sv" else printed  # noqa: S308


@register.filter
def named(titles: dict[str, Any], code: str) -> Any:
    """What a goal's code stands for, of a dictionary of them."""
    return titles[code]


@register.filter
def amount(amounts: dict[str, str], kind: str) -> str:
    """Empty where nothing was given of the kind."""
    return amounts.get(kind, "")


@register.filter
def in_fours(checksum: str) -> str:
    return " ".join(checksum[start : start + 4] for start in range(0, len(checksum), 4))


@register.filter
def counted(row: dict[str, Any], level: str) -> int:
    count: int = row["levels"][level]
    return count
