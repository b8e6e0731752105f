"""The sheets of a report's workbook, each a table of what the snapshot holds. One that it holds nothing for is left
out, and so the kinds of report share them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from reporting.reports import key_figures
from reporting.reports.paper import book_rows as rows
from reporting.reports.paper.book_columns import (
    codes,
    day,
    line,
    named,
    names,
    number,
    registry_number,
    text,
    word,
    yes,
)
from reporting.templatetags.printing import CHOICES
from strategy.web.tables import Column, Table

Json = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """`known_by` are the columns that tell which thing a row is of, the first where none are named. What `lasts` tells
    of the same things every year, and so of one year beside another.
    """

    title: Promise
    rows: Callable[[Json], Iterable[Any]]
    columns: Callable[[], Sequence[Column]]
    known_by: tuple[str, ...] = ()
    lasts: bool = False


def tables_of(written: Json) -> list[Table]:
    """In the language that is active."""
    tables = [Table(str(sheet.title), sheet.columns(), list(sheet.rows(written))) for sheet in SHEETS]
    return [table for table in tables if table.rows]


def figures() -> list[Column]:
    return [text("label", _("Vad"), 60), number("value", _("Värde"))]


def texts() -> list[Column]:
    return [text("label", _("Vad"), 30), text("text", _("Text"), 100)]


def goals() -> list[Column]:
    return [
        text("code", _("Mål"), 8),
        named("title", _("Kort titel"), 36),
        text("wording.sv", _("Ordalydelse"), 60),
        number("judgement.year", _("År"), 8),
        word("judgement.attainment", _("Måluppfyllelse"), "attainment"),
        word("before.attainment", _("Måluppfyllelse året före"), "attainment"),
        word("judgement.development", _("Utveckling"), "development"),
        word("judgement.effort", _("Sveriges påverkansarbete"), "effort"),
        day("judgement.assessed_on", _("Bedömt")),
        text("narrative.happened", _("Vad har hänt"), 60),
        text("narrative.contribution", _("Sveriges bidrag"), 60),
        text("narrative.next_steps", _("Nästa steg"), 60),
        text("narrative.public", _("Text för alla läsare"), 60),
    ]


def from_then_to_now() -> list[Column]:
    return [
        text("goal", _("Mål"), 8),
        named("title", _("Kort titel"), 36),
        number("before.year", _("Från år"), 10),
        word("before.attainment", _("Från"), "attainment"),
        number("now.year", _("Till år"), 10),
        word("now.attainment", _("Till"), "attainment"),
        word("development", _("Utveckling"), "development"),
    ]


def judgements() -> list[Column]:
    return [
        *from_then_to_now(),
        word("effort", _("Sveriges påverkansarbete"), "effort"),
        day("now.assessed_on", _("Bedömt")),
    ]


def paths() -> list[Column]:
    return [
        text("code", _("Mål"), 8),
        named("title", _("Kort titel"), 36),
        number("year", _("År"), 8),
        word("attainment", _("Måluppfyllelse"), "attainment"),
        word("development", _("Utveckling"), "development"),
        word("effort", _("Sveriges påverkansarbete"), "effort"),
        day("assessed_on", _("Bedömt")),
    ]


def moved() -> list[Column]:
    return [*from_then_to_now(), text("why", _("Ur bedömningen"), 60)]


def ties() -> list[Column]:
    return [
        text("goal", _("Mål"), 8),
        text("framework", _("Måttstock"), 30),
        text("release", _("Version"), 18),
        text("code", _("Beteckning"), 14),
        named("name", _("Namn"), 50),
        text("why", _("Varför de hör ihop"), 60),
        text("source", _("Källa"), 40),
    ]


def interventions() -> list[Column]:
    return [
        text("goal", _("Mål"), 8),
        day("date", _("Datum")),
        text("event", _("Möte"), 36),
        word("event_kind", _("Slag"), "event_kind", 24),
        yes("counts_as_dialogue", _("Räknas som dialog")),
        named("counterpart", _("Motpart")),
        word("carried_by", _("Framfört av"), "carried_by"),
        text("message", _("Framfört"), 60),
        word("lean", _("Svarets riktning"), "lean"),
        text("response", _("Svar"), 60),
        registry_number(_("Diarienummer"), 20),
    ]


def events() -> list[Column]:
    return [
        text("title", _("Möte")),
        word("kind", _("Slag"), "event_kind", 24),
        word("level", _("Nivå"), "level"),
        day("starts_on", _("Från")),
        day("ends_on", _("Till")),
        text("place", _("Plats"), 20),
        text("country", _("Land"), 20),
        names("counterparts", _("Motparter")),
        registry_number(_("Diarienummer"), 20),
    ]


def coverage() -> list[Column]:
    kinds = [
        number(f"counts.{kind}", str(CHOICES["event_kind"](kind).label).capitalize(), 14)
        for kind in Event.DIALOGUE_KINDS
    ]
    return [text("goal", _("Mål"), 8), *kinds, number("total", _("Summa"))]


def commitments() -> list[Column]:
    return [
        text("text", _("Vad"), 60),
        word("owner", _("Slag"), "owner"),
        named("counterpart", _("Motpart")),
        codes("goals", _("Mål")),
        text("event", _("Möte"), 36),
        day("date", _("Mötets datum")),
        day("due_on", _("Senast")),
        word("state", _("Läge"), "commitment_state"),
        yes("is_late", _("Försenad")),
        day("resolved_on", _("Avslutad")),
        text("resolution", _("Hur den avslutades"), 40),
        registry_number(_("Diarienummer"), 20),
    ]


def observations() -> list[Column]:
    return [
        line("title", _("Rubrik")),
        text("text", _("Text"), 80),
        named("organisation", _("Organisation")),
        codes("goals", _("Mål")),
        text("country", _("Land"), 18),
        text("place", _("Plats"), 18),
        day("observed_on", _("Observerat")),
        word("source", _("Slags källa"), "source"),
        word("confidence", _("Säkerhet"), "confidence"),
        registry_number(_("Diarienummer"), 20),
        text("agency_registry_number", _("Avsändarens diarienummer"), 20),
    ]


def measurements() -> list[Column]:
    return [
        named("name", _("Indikator"), 40),
        named("unit", _("Enhet"), 18),
        codes("goals", _("Mål")),
        text("what", _("Vad"), 14),
        day("measured_on", _("Datum")),
        number("year", _("År"), 8),
        word("qualifier", _("Noggrannhet"), "qualifier", 14),
        number("value", _("Värde"), 16),
        text("source", _("Källa"), 50),
        text("note", _("Anmärkning"), 40),
        registry_number(_("Diarienummer"), 20),
    ]


def contributions() -> list[Column]:
    return [
        number("year", _("År"), 8),
        word("kind", _("Slag"), "contribution", 28),
        named("giver", _("Givare")),
        word("qualifier", _("Noggrannhet"), "qualifier", 14),
        number("amount", _("Belopp"), 16),
        text("currency", _("Valuta"), 8),
        word("stage", _("Skede"), "stage"),
        text("purpose", _("Ändamål"), 40),
        text("appropriation", _("Anslag"), 30),
        codes("goals", _("Mål")),
        day("decided_on", _("Beslutat")),
        day("paid_on", _("Utbetalt")),
        text("source", _("Källa"), 50),
        registry_number(_("Diarienummer"), 20),
    ]


def years() -> list[Column]:
    return [
        number("year", _("År"), 8),
        text("currency", _("Valuta"), 8),
        number("total", _("Summa"), 16),
        number("core", _("Kärnstöd"), 16),
        number("core_share", _("Kärnstödets andel, procent")),
        number("budgeted", _("Avsatt i budgeten"), 16),
        yes("is_approximate", _("Ungefär")),
    ]


def work_plan() -> list[Column]:
    return [
        line("title", _("Vad"), 60),
        named("responsible", _("Ansvarig")),
        names("participants", _("Med")),
        codes("goals", _("Mål")),
        day("due_on", _("Klart senast")),
        word("state", _("Läge"), "activity_state"),
        yes("is_late", _("Försenad")),
        day("ended_on", _("Avslutad")),
        text("outcome", _("Utfall"), 40),
        text("moves", _("Flyttad"), 40),
        registry_number(_("Diarienummer"), 20),
    ]


def requests() -> list[Column]:
    return [
        named("organisation", _("Organisation")),
        line("title", _("Förfrågan")),
        text("questions", _("Frågor"), 60),
        day("answer_by", _("Svar senast")),
        day("on", _("Svarade")),
        text("text", _("Svar"), 60),
        text("observation", _("Fältobservation"), 30),
        registry_number(_("Diarienummer"), 20),
    ]


def register() -> list[Column]:
    return [
        number("number", _("Nr"), 6),
        text("kind", _("Slag"), 18),
        line("title", _("Underlag"), 60),
        named("by", _("Från")),
        day("date", _("Datum")),
        number("figure.value", _("Värde"), 16),
        named("figure.unit", _("Enhet"), 14),
        text("quote", _("Citat"), 40),
        text("source", _("Källa"), 40),
        text("citations", _("Åberopas i"), 30),
        registry_number(_("Diarienummer"), 20),
    ]


def sources() -> list[Column]:
    return [text("source", _("Källa"), 80), text("label", _("Vad"), 60)]


SHEETS = [
    Sheet(_("Nyckeltal"), key_figures.figures, figures, lasts=True),
    Sheet(_("Texter"), rows.free_texts, texts, lasts=True),
    Sheet(_("Mål"), rows.goals, goals, ("code", "title"), lasts=True),
    Sheet(_("Bedömningar"), rows.judgements, judgements, ("goal", "title")),
    Sheet(_("Mål år för år"), rows.paths, paths, ("code", "title", "year")),
    Sheet(_("Rörelser"), rows.moved, moved, ("goal", "title")),
    Sheet(_("Måttstockar"), rows.ties, ties, ("goal", "framework", "code")),
    Sheet(_("Framfört och svar"), rows.interventions, interventions, ("goal", "date", "event", "counterpart")),
    Sheet(_("Möten"), rows.events, events, ("title", "starts_on")),
    Sheet(_("Planerade möten"), rows.planned, events, ("title",)),
    Sheet(_("Täckning"), rows.coverage, coverage),
    Sheet(_("Utfästelser"), rows.commitments, commitments),
    Sheet(_("Fältobservationer"), rows.observations, observations),
    Sheet(_("Mätvärden"), rows.measurements, measurements, ("name", "what", "year", "measured_on")),
    Sheet(_("Bidrag"), rows.contributions, contributions, ("year", "kind", "giver", "purpose")),
    Sheet(_("Bidrag per år"), rows.years, years, ("year", "currency"), lasts=True),
    Sheet(_("Arbetsplan"), rows.work_plan, work_plan),
    Sheet(_("Förfrågningar och svar"), rows.requests, requests, ("organisation", "title")),
    Sheet(_("Underlagsregister"), rows.register, register, ("kind", "title", "by", "date")),
    Sheet(_("Källor"), rows.sources, sources, ("source", "label")),
]
