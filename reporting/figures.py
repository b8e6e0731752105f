"""The key figures, defined once (domain: *Key figures, defined once*), for pages, PDF and JSON alike.

Every function takes querysets that are already limited to what the reader or the edition may see, and makes
the same number of queries however many rows there are.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import ExtractQuarter, ExtractYear

from dialogue.querysets import CommitmentQuerySet, EventQuerySet, InterventionQuerySet
from priorities.querysets import GoalQuerySet
from reporting.querysets import AssessmentQuerySet


@dataclass(frozen=True)
class KeyFigures:
    goals_forward: int
    goals: int
    meetings: int
    planned_meetings: int
    open_commitments: int
    late_commitments: int


@dataclass(frozen=True)
class Cell:
    """One quarter of a goal's strip: how many interventions, as a level 0–4 for its shade."""

    year: int
    quarter: int
    count: int

    @property
    def level(self) -> int:
        return min(self.count, 4)


@dataclass(frozen=True)
class LastDialogue:
    goal: int
    on: date | None
    event: str


def period(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def key_figures(
    *,
    goals: GoalQuerySet,
    assessments: AssessmentQuerySet,
    events: EventQuerySet,
    commitments: CommitmentQuerySet,
    year: int,
    today: date,
) -> KeyFigures:
    """`assessments` are those in force; forward means judged forward for the year, of all goals."""
    first, last = period(year)
    owed = commitments.open_at_counterparts()
    return KeyFigures(
        goals_forward=assessments.filter(round__year=year, development="forward").count(),
        goals=goals.count(),
        meetings=events.meetings(first, last).count(),
        planned_meetings=events.dialogue().planned_from(today).count(),
        open_commitments=owed.count(),
        late_commitments=owed.late_on(today).count(),
    )


def strips(interventions: InterventionQuerySet, years: Sequence[int]) -> dict[int, list[Cell]]:
    """Per goal, a cell for every quarter of the years: coverage. Goals that were never raised are missing."""
    counts = {
        (row["goal"], row["year"], row["quarter"]): row["count"]
        for row in interventions.dialogue()
        .in_period(period(years[0])[0], period(years[-1])[1])
        .annotate(year=ExtractYear("event__starts_on"), quarter=ExtractQuarter("event__starts_on"))
        .order_by()
        .values("goal", "year", "quarter")
        .annotate(count=Count("pk"))
    }
    return {goal: strip_of(goal, counts, years) for goal in {goal for goal, _, _ in counts}}


def empty_strip(years: Iterable[int]) -> list[Cell]:
    return strip_of(0, {}, years)


def strip_of(goal: int, counts: dict[tuple[int, int, int], int], years: Iterable[int]) -> list[Cell]:
    return [
        Cell(year, quarter, counts.get((goal, year, quarter), 0)) for year in years for quarter in (1, 2, 3, 4)
    ]


def coverage(interventions: InterventionQuerySet, first: date, last: date) -> dict[int, dict[str, int]]:
    """Per goal, interventions by kind of event, in the period."""
    rows = (
        interventions.dialogue()
        .in_period(first, last)
        .order_by()
        .values("goal", "event__kind")
        .annotate(count=Count("pk"))
    )
    table: dict[int, dict[str, int]] = {}
    for row in rows:
        table.setdefault(row["goal"], {})[row["event__kind"]] = row["count"]
    return table


def blind_spots(
    goals: GoalQuerySet, interventions: InterventionQuerySet, *, today: date, months: int
) -> list[LastDialogue]:
    """Goals for somebody else to change that have had no intervention for so many months, longest silent first."""
    latest = (
        interventions.dialogue().filter(goal=OuterRef("pk"), event__starts_on__lte=today).order_by("-event__starts_on")
    )
    rows = goals.others_carry_out().values_list(
        "pk",
        Subquery(latest.values("event__starts_on")[:1]),
        Subquery(latest.values("event__title")[:1]),
    )
    limit = months_before(today, months)
    silent = [LastDialogue(goal, on, event or "") for goal, on, event in rows if on is None or on < limit]
    return sorted(silent, key=lambda spot: spot.on or date.min)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
