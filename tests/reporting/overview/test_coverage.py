from datetime import date
from itertools import chain

import pytest

from dialogue.meetings.models.events import Event
from reporting.assessments.material import Material
from reporting.overview.answers import WIDEST, Answers, Mark, Place
from reporting.overview.coverage import COORDINATION, Coverage, Grid, behind
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.both

DAY = date(2022, 2, 15)


@pytest.fixture
def material(strategy: Strategy, officer: User) -> Material:
    return Material.seen_by(officer, strategy)


@pytest.fixture
def said(make: Making) -> None:
    """Five messages on three goals, one of them to others."""
    scpf = make.event(starts_on=date(2020, 10, 27))
    council = make.event(kind=Event.EventKind.COUNCIL, starts_on=date(2021, 11, 29))
    make.intervention(scpf, "i.1", lean="negative", response="Nej.")
    make.intervention(council, "i.1", lean="positive", response="Ja.")
    make.intervention(council, "i.1", lean="positive", response="Ja.")
    make.intervention(council, "ii.2")
    make.intervention(make.event(kind=Event.EventKind.NORDIC_COORDINATION, starts_on=date(2021, 11, 1)), "iii.1")
    make.intervention(make.event(state=Event.State.PLANNED, starts_on=date(2022, 1, 10)), "i.1")
    make.intervention(make.event(starts_on=date(2022, 2, 16)), "i.1")


def counts(grid: Grid, code: str) -> list[int]:
    rows = chain.from_iterable(rows for _area, rows in grid.areas)
    row = next(row for row in rows if row.goal and row.goal.code == code)
    return [*(cell.count for cell in row.cells), row.total.count]


@pytest.mark.usefixtures("said")
def test_by_kind_over_the_whole_period(material: Material) -> None:
    grid = Coverage(material, DAY).by_kind(None)
    assert grid.columns == [
        "IOM Council",
        "SCPF",
        "bilateral konsultation",
        "kontakt via delegationen",
        "regional dialog",
        "landdialog",
        "skriftlig kontakt",
        "FN:s migrationsnätverk",
        "MOPAN",
    ]
    assert counts(grid, "i.1") == [2, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert counts(grid, "iii.1") == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [cell.count for cell in grid.totals.cells] == [3, 1, 0, 0, 0, 0, 0, 0, 0]
    assert grid.totals.total.count == 4
    assert grid.totals.apart is not None
    assert grid.totals.apart.count == 1
    assert len(grid.silent) == 19


@pytest.mark.usefixtures("said")
def test_by_kind_of_a_year(material: Material) -> None:
    grid = Coverage(material, DAY).by_kind(2020)
    assert counts(grid, "i.1") == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert "ii.2" in [goal.code for goal in grid.silent]
    assert grid.totals.apart is not None
    assert grid.totals.apart.count == 0


@pytest.mark.usefixtures("said")
def test_by_quarter(material: Material) -> None:
    grid = Coverage(material, DAY).by_quarter()
    assert grid.columns[:5] == ["2020 kv 1", "2020 kv 2", "2020 kv 3", "2020 kv 4", "2021 kv 1"]
    assert counts(grid, "i.1") == [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 3]
    assert [cell.has_begun for cell in grid.totals.cells] == [*[True] * 9, False, False, False]
    assert grid.totals.apart is None


@pytest.mark.usefixtures("said")
def test_a_cell_tells_how_the_answers_leaned(material: Material) -> None:
    row = Coverage(material, DAY).by_kind(None).areas[0][1][0]
    assert [row.cells[0].told, row.cells[1].told, row.cells[2].told] == ["2 positivt", "1 negativt", ""]
    assert row.total.told == "2 positivt, 1 negativt"


@pytest.mark.usefixtures("said")
def test_every_number_is_the_length_of_its_list(material: Material) -> None:
    counted = Coverage(material, DAY)
    for grid in (counted.by_kind(None), counted.by_kind(2020), counted.by_kind(2021), counted.by_quarter()):
        rows = [*chain.from_iterable(rows for _area, rows in grid.areas), grid.totals]
        for answers in chain.from_iterable([*row.cells, row.total, *filter(None, [row.apart])] for row in rows):
            if answers.count or answers.place.goal == "i.1":
                assert behind(material, DAY, answers.place).count() == answers.count, answers.place


def test_nothing_of_what_is_hidden_is_counted(make: Making, cast: Cast) -> None:
    make.intervention(make.event(), classification="secret")
    make.intervention(make.event(classification="secret"))
    make.intervention(make.event())
    numbers = {
        role: Coverage(Material.seen_by(cast[role], make.strategy), DAY).by_kind(None).totals.total.count
        for role in ("officer", "reader")
    }
    assert numbers == {"officer": 3, "reader": 1}


def test_few_answers_are_marks_and_many_are_blocks() -> None:
    few = Answers(Place(), {"negative": 1, "positive": 2})
    assert few.marks == [Mark(0, 4, "positive"), Mark(5, 4, "positive"), Mark(10, 4, "negative")]
    assert few.width == 15
    many = Answers(Place(), {"positive": 60, "none": 20})
    assert many.marks == [Mark(0, 36, "positive"), Mark(37, 12, "none")]
    assert many.width == WIDEST


def test_a_place_is_told_in_an_address() -> None:
    assert Place("i.1", COORDINATION, 2021).query == "goal=i.1&kind=coordination&year=2021"
    assert Place().query == ""
