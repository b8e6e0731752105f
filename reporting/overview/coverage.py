"""Where Sweden has spoken and where it has been silent: goals against kinds of event, and against quarters.

Counted once, in one query, with how each answer leaned. The list behind a number comes from the same rows.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import InterventionQuerySet
from priorities.goals.models import FocusArea, Goal
from reporting import figures
from reporting.assessments.material import Material
from reporting.overview.answers import Answers, Place
from strategy.web.tables import Column

QUARTERS = (1, 2, 3, 4)
COORDINATION = "coordination"  # all the kinds that are no dialogue, in one column apart


@dataclass(frozen=True)
class CoverageRow:
    """`goal` is None in the row of totals. `apart` is counted in no total."""

    goal: Goal | None
    cells: list[Answers]
    total: Answers
    apart: Answers | None = None


@dataclass(frozen=True)
class Grid:
    columns: list[str]
    areas: list[tuple[FocusArea, list[CoverageRow]]]
    totals: CoverageRow

    @property
    def rows(self) -> list[CoverageRow]:
        return [row for _area, rows in self.areas for row in rows]

    @property
    def silent(self) -> list[Goal]:
        return [row.goal for row in self.rows if row.goal and not row.total.count]


class Coverage:
    """One count of everything said by a day, put together in two grids."""

    def __init__(self, material: Material, day: date) -> None:
        self.day = day
        self.years = material.strategy.years
        self.goals = list(material.goals)
        self.counts = Counts({goal.pk: goal.code for goal in self.goals})
        self.counts.take(material.interventions.taken_place().in_period(*whole_period(material, day)))

    def by_kind(self, year: int | None) -> Grid:
        """Goals × kinds of dialogue, for a year or the whole period; coordination stands apart."""
        columns = {Place(kind=kind, year=year): str(Event.EventKind(kind).label) for kind in Event.DIALOGUE_KINDS}
        return self.grid(columns, Place(year=year), Place(kind=COORDINATION, year=year))

    def by_quarter(self) -> Grid:
        """Goals × quarters, over all the strategy's years."""
        quarters = [(year, quarter) for year in self.years for quarter in QUARTERS]
        columns = {
            Place(year=year, quarter=quarter): _("%(year)d kv %(quarter)d") % {"year": year, "quarter": quarter}
            for year, quarter in quarters
        }
        return self.grid(columns, Place())

    def grid(self, columns: Mapping[Place, str], total: Place, apart: Place | None = None) -> Grid:
        areas: dict[FocusArea, list[CoverageRow]] = {}
        for goal in self.goals:
            areas.setdefault(goal.focus_area, []).append(self.row(goal, columns, total, apart))
        return Grid(list(columns.values()), list(areas.items()), self.row(None, columns, total, apart))

    def row(self, goal: Goal | None, columns: Mapping[Place, str], total: Place, apart: Place | None) -> CoverageRow:
        code = goal.code if goal else None
        cells = [self.answers(replace(place, goal=code), label) for place, label in columns.items()]
        aside = self.answers(replace(apart, goal=code), _("Samordning")) if apart else None
        return CoverageRow(goal, cells, self.answers(replace(total, goal=code), _("Summa")), aside)

    def answers(self, place: Place, label: str) -> Answers:
        first = date(place.year or self.years[0], 3 * (place.quarter or 1) - 2, 1)
        return Answers(place, self.counts.leans[place], label, has_begun=first <= self.day)


def columns_of(by_kind: Grid, by_quarter: Grid) -> list[Column]:
    """Of both grids beside each other, a goal a row."""
    return [
        Column("goal", _("Mål"), lambda rows: rows[0].goal.code, width=8),
        Column("heading", _("Rubrik"), lambda rows: rows[0].goal.heading, width=48),
        *(Column(f"kind-{place}", label, count_in(0, place)) for place, label in enumerate(by_kind.columns)),
        Column("total", _("Summa"), lambda rows: rows[0].total.count, width=8),
        Column("apart", _("Samordning, räknas inte"), lambda rows: rows[0].apart.count, width=12),
        *(Column(f"quarter-{place}", label, count_in(1, place)) for place, label in enumerate(by_quarter.columns)),
        Column("period", _("Hela perioden"), lambda rows: rows[1].total.count, width=8),
    ]


def count_in(grid: int, place: int) -> Callable[[tuple[CoverageRow, CoverageRow]], int]:
    return lambda rows: rows[grid].cells[place].count


class Counts:
    """How many messages and with what answers, for every place that a grid may ask about."""

    def __init__(self, codes: Mapping[int, str]) -> None:
        self.codes = codes
        self.leans: defaultdict[Place, Counter[str]] = defaultdict(Counter)

    def take(self, interventions: InterventionQuerySet) -> None:
        for goal, kind, year, quarter, lean, count in interventions.count_by_place():
            for place in places_of(self.codes[goal], kind, year, quarter):
                self.leans[place][lean] += count


def places_of(code: str, kind: str, year: int, quarter: int) -> Iterator[Place]:
    """Every place that one message counts in."""
    for goal in (code, None):
        if kind not in Event.DIALOGUE_KINDS:
            yield Place(goal, COORDINATION)
            yield Place(goal, COORDINATION, year)
            continue
        yield Place(goal)
        yield Place(goal, year=year)
        yield Place(goal, year=year, quarter=quarter)
        yield Place(goal, kind)
        yield Place(goal, kind, year)


def whole_period(material: Material, day: date) -> tuple[date, date]:
    """All the strategy's years, as far as they had come on a day."""
    years = material.strategy.years
    return date(years[0], 1, 1), min(date(years[-1], 12, 31), day)


def coordination(material: Material, first: date, last: date) -> InterventionQuerySet:
    """Said to the EU, the Nordic countries and the like-minded: kept apart and never counted as dialogue."""
    return material.interventions.coordination().in_period(first, last)


def behind(material: Material, day: date, place: Place) -> InterventionQuerySet:
    """The messages that a cell's number counts, newest first."""
    is_coordination = place.kind == COORDINATION
    found = (coordination if is_coordination else figures.said)(material, *whole_period(material, day))
    if place.goal:
        found = found.filter(goal__code=place.goal)
    if place.kind and not is_coordination:
        found = found.filter(event__kind=place.kind)
    if place.year:
        found = found.filter(event__starts_on__year=place.year)
    if place.quarter:
        found = found.filter(event__starts_on__quarter=place.quarter)
    return found.select_related("event", "goal", "counterpart").order_by("-event__starts_on", "goal__order", "-pk")
