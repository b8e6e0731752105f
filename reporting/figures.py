"""Key figures, coverage and quarter strips, counted the same for the overview, the PDF and the JSON.

Every function counts from a `Material`, and so from what its reader or edition may hold and nothing else.
"""

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from dialogue.models import Commitment, Event
from dialogue.querysets import CommitmentQuerySet, InterventionQuerySet
from priorities.models import Goal
from reporting.material import Material
from reporting.models import Development

LAST_MONTH = 12
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

    @property
    def label(self) -> str:
        return _("%(year)d kv %(quarter)d") % {"year": self.year, "quarter": self.quarter}

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


@dataclass(frozen=True)
class Silence:
    """A blind spot: since when nobody has raised the goal; None where nobody ever has."""

    goal: Goal
    last_dialogue: date | None


def key_figures(material: Material, year: int, day: date) -> KeyFigures:
    """The figures of a year as they stood on a day."""
    first, last = period(year, day)
    developments = material.developments.filter(round__year=year)
    open_then = open_on(material.commitments, day).filter(owner=Commitment.Owner.COUNTERPART)
    observed = material.observations.in_period(first, last)
    return KeyFigures(
        goals=material.goals.count(),
        goals_forward=developments.filter(development=Development.FORWARD).count(),
        goals_with_development=developments.count(),
        meetings=material.events.meetings(first, last).count(),
        planned=material.coming(day).count(),
        open_commitments=open_then.count(),
        late_commitments=open_then.filter(due_on__lt=day).count(),
        fulfilled_commitments=fulfilled_between(material.commitments, first, last).count(),
        observations=observed.count(),
        observing_organisations=observed.order_by().values("organisation").distinct().count(),
        **core_support(material, year),
    )


def core_support(material: Material, year: int) -> dict[str, int]:
    """What was given for a year: all of it, and the part that is lightly earmarked."""
    rows = material.contributions.core_support().filter(year=year).order_by().values_list("kind")
    given = dict(rows.annotate(total=Sum("amount")))
    return {
        "core_support": round(sum(given.values())),
        "lightly_earmarked_core_support": round(given.get("lightly_earmarked_core", 0)),
    }


def period(year: int, day: date) -> tuple[date, date]:
    """A year as far as it had come on a day."""
    return date(year, 1, 1), min(date(year, 12, 31), day)


def open_on(commitments: CommitmentQuerySet, day: date) -> CommitmentQuerySet:
    """Made by then, and not yet resolved then."""
    return commitments.open_on(day)


def fulfilled_between(commitments: CommitmentQuerySet, first: date, last: date) -> CommitmentQuerySet:
    return commitments.filter(
        owner=Commitment.Owner.COUNTERPART,
        state=Commitment.State.FULFILLED,
        resolved_on__range=(first, last),
    )


def said(material: Material, first: date, last: date) -> InterventionQuerySet:
    """*Coverage* of the key figures counts these: messages delivered in dialogue, both days included."""
    return material.interventions.dialogue().in_period(first, last)


def strips(material: Material, day: date) -> dict[int, list[Cell]]:
    """By goal: messages delivered in dialogue per quarter, over all the strategy's years."""
    counts = material.interventions.dialogue().as_of(day).count_by_quarter()
    quarters = [(year, quarter) for year in material.strategy.years for quarter in (1, 2, 3, 4)]
    now = (day.year, (day.month + 2) // 3)
    return {
        goal.pk: [
            Cell(year, quarter, counts.get((goal.pk, year, quarter), 0) if (year, quarter) <= now else None)
            for year, quarter in quarters
        ]
        for goal in material.goals
    }


def coverage(material: Material, year: int, day: date) -> list[CoverageRow]:
    """Goals × kinds of event, for the year as far as it had come."""
    rows = said(material, *period(year, day)).order_by().values_list("goal", "event__kind").annotate(count=Count("pk"))
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for goal_id, kind, count in rows:
        counts[goal_id][kind] = count
    return [CoverageRow(goal, counts[goal.pk]) for goal in material.goals]


def last_dialogue(material: Material, day: date) -> dict[int, date]:
    """By goal: the day that it was last raised in dialogue; goals never raised are absent."""
    rows = (
        material.interventions.dialogue()
        .filter(event__starts_on__lte=day)
        .order_by()
        .values_list("goal")
        .annotate(last=Max("event__starts_on"))
    )
    return dict(rows)


def blind_spots(material: Material, day: date) -> list[Silence]:
    """Goals for others to carry out that nobody has raised for as many months as the strategy says."""
    limit = months_before(day, material.strategy.blind_spot_months)
    last = last_dialogue(material, day)
    return [
        Silence(goal, last.get(goal.pk))
        for goal in material.goals.others_carry_out()
        if last.get(goal.pk, material.strategy.start) < limit
    ]


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * LAST_MONTH + day.month - 1 - months, LAST_MONTH)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)


def events_by_kind(material: Material, year: int, day: date) -> dict[str, Counter[str]]:
    """Events that took place: how many at each level, by kind, kinds in the order of the domain."""
    rows = (
        material.events.taken_place()
        .in_period(*period(year, day))
        .order_by()
        .values_list("kind", "level")
        .annotate(count=Count("pk"))
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, level, count in rows:
        found[kind][level] = count
    return {kind: found[kind] for kind in Event.EventKind.values if kind in found}
