"""Key figures, coverage and quarter strips, counted the same for the overview, the PDF and the JSON.

Every function counts from a `Material`, and so from what its reader or edition may hold and nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from dialogue.commitments.models import CommitmentQuerySet
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import InterventionQuerySet, Raised
from dialogue.meetings.silences import Silence, silences
from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.assessments.models.scales import Development
from strategy.tools.kept_sql import KeptQuestion, kept, rows_of

STRONGEST_LEVEL = 4


@dataclass(frozen=True)
class KeyFigures:
    """Of one year, as they stood on one day. Core support is in whole Swedish kronor."""

    goals: int
    goals_forward: int
    goals_with_development: int
    meetings: int
    planned: int
    open_commitments: int
    late_commitments: int
    fulfilled_commitments: int
    observations: int
    observing_organisations: int
    core_support: int
    lightly_earmarked_core_support: int


@dataclass(frozen=True)
class Cell:
    """One quarter of a strip: how many messages were delivered, None where the quarter has not begun."""

    year: int
    quarter: int
    count: int | None
    label: str = ""

    @property
    def level(self) -> int:
        """0–4, for shading."""
        return min(self.count or 0, STRONGEST_LEVEL)

    @property
    def has_begun(self) -> bool:
        return self.count is not None


@dataclass(frozen=True)
class CoverageRow:
    """How often one goal was raised in a period, by kind of event; kinds that never occurred are absent."""

    goal: Goal
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def key_figures(material: Material, year: int, day: date, developments: Iterable[str] | None = None) -> KeyFigures:
    """The figures of a year as they stood on a day. `developments` of the year's goals, where they have been read."""
    first, last = period(year, day)
    if developments is None:
        developments = material.developments.filter(round__year=year).order_by().values_list("development", flat=True)
    stated = [development for development in developments if development]
    return KeyFigures(
        goals=len(material.goals),
        goals_forward=stated.count(Development.FORWARD),
        goals_with_development=len(stated),
        **counted(material, first, last, day),
    )


def counted(material: Material, first: date, last: date, day: date) -> dict[str, int]:
    """What is told of a period without regard to any judgement: of a year, or of more."""
    question = KeptQuestion(
        ("key figures", material.limits, first, last, day), lambda: numbers(material, first, last, day)
    )
    return by_name(rows_of(kept(question)))


def numbers(material: Material, first: date, last: date, day: date) -> "QuerySet[Any]":
    """In one question."""
    events, commitments = material.events, material.commitments.of_counterparts()
    is_open = commitments.were_open(day)
    sorts = [
        numbers_of(events.meetings(first, last), meetings=Count("*")),
        numbers_of(material.coming(day), planned=Count("*")),
        numbers_of(
            commitments,
            open_commitments=Count("state", filter=is_open),
            late_commitments=Count("state", filter=is_open & Q(due_on__lt=day)),
            fulfilled_commitments=Count("state", filter=commitments.were_kept(first, last)),
        ),
        numbers_of(
            material.observations.in_period(first, last),
            observations=Count("*"),
            observing_organisations=Count("organisation", distinct=True),
        ),
        numbers_of(
            material.contributions.core_support().filter(year__range=(first.year, last.year)),
            core_support=Sum("amount"),
            lightly_earmarked_core_support=Sum("amount", filter=Q(kind="lightly_earmarked_core")),
        ),
    ]
    return sorts[0].union(*sorts[1:], all=True)


MOST_NUMBERS = 3  # of one sort of thing


def numbers_of(things: "QuerySet[Any]", **numbers: Aggregate) -> "QuerySet[Any]":
    """A row: what the numbers are called, and so many of them, filled up with zeros."""
    unused = [Value(0)] * (MOST_NUMBERS - len(numbers))
    columns = {f"number_{place}": number for place, number in enumerate([*numbers.values(), *unused])}
    rows: QuerySet[Any] = things.order_by().values(names=Value(",".join(numbers))).annotate(**columns)
    return rows


def by_name(rows: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """Each number, to the nearest whole one."""
    return {
        name: round(number or 0)
        for names, *numbers in rows
        for name, number in zip(names.split(","), numbers, strict=False)
    }


def period(year: int, day: date) -> tuple[date, date]:
    """A year as far as it had come on a day."""
    return date(year, 1, 1), min(date(year, 12, 31), day)


def open_on(commitments: CommitmentQuerySet, day: date) -> CommitmentQuerySet:
    """Made by then, and not yet resolved then."""
    return commitments.open_on(day)


def said(material: Material, first: date, last: date) -> InterventionQuerySet:
    """*Coverage* of the key figures counts these: messages delivered in dialogue, both days included."""
    return material.interventions.dialogue().in_period(first, last)


class Dialogue:
    """When each goal has been raised in dialogue, until a day: one question, two ways to tell the answer."""

    def __init__(self, material: Material, day: date) -> None:
        self.material = material
        self.day = day
        question = KeptQuestion(
            ("raised", material.limits, day), lambda: material.interventions.dialogue().as_of(day).by_quarter()
        )
        self.raised = Raised.of(rows_of(kept(question)))

    @property
    def has_begun(self) -> bool:
        """Whether any goal has been raised at all."""
        return bool(self.raised.last)

    def strips(self) -> dict[int, list[Cell]]:
        """By goal: messages delivered per quarter, over all the strategy's years."""
        now, counts = (self.day.year, (self.day.month + 2) // 3), self.raised.counts
        quarters = [
            (year, quarter, (year, quarter) <= now, _("%(year)d kv %(quarter)d") % {"year": year, "quarter": quarter})
            for year in self.material.strategy.years
            for quarter in (1, 2, 3, 4)
        ]
        return {
            goal.pk: [
                Cell(year, quarter, counts.get((goal.pk, year, quarter), 0) if has_begun else None, label)
                for year, quarter, has_begun, label in quarters
            ]
            for goal in self.material.goals
        }

    def blind_spots(self) -> list[Silence]:
        """Goals for others to carry out that nobody has raised for as many months as the strategy says."""
        return silences(self.material.strategy, self.material.goals, self.raised.last, self.day)


def strips(material: Material, day: date) -> dict[int, list[Cell]]:
    return Dialogue(material, day).strips()


def blind_spots(material: Material, day: date) -> list[Silence]:
    return Dialogue(material, day).blind_spots()


def coverage(material: Material, year: int, day: date) -> list[CoverageRow]:
    """Goals × kinds of event, for the year as far as it had come."""
    rows = said(material, *period(year, day)).order_by().values_list("goal", "event__kind").annotate(count=Count("pk"))
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for goal_id, kind, count in rows:
        counts[goal_id][kind] = count
    return [CoverageRow(goal, counts[goal.pk]) for goal in material.goals]


def events_by_kind(material: Material, year: int, day: date) -> dict[str, Counter[str]]:
    """Events that took place: how many at each level, by kind, kinds in the order of the domain."""
    rows = (
        material.events.taken_place()
        .in_period(*period(year, day))
        .order_by()
        .values_list("kind", "level")
        .annotate(count=Count("pk"))
    )
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, level, count in rows:
        by_kind[kind][level] = count
    return {kind: by_kind[kind] for kind in Event.EventKind.values if kind in by_kind}
