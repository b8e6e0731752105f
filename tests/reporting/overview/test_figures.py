from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dialogue.meetings.models.events import Event
from reporting import figures
from reporting.assessments.material import Material
from strategy.access import Audience, Edition
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.tools.days import months_before
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider

pytestmark = pytest.mark.both

END = date(2021, 12, 31)
OPEN: dict[str, Any] = {"classification": "open"}
SECRET: dict[str, Any] = {"classification": "secret"}


@pytest.fixture
def material(strategy: Strategy, officer: User) -> Material:
    return Material.seen_by(officer, strategy)


def external(strategy: Strategy) -> Material:
    return Material.held_in(Edition(Audience.EXTERNAL), strategy)


def test_goals_forward_are_of_the_year_and_approved(make: Making, material: Material) -> None:
    make.assessment("i.1", attainment="partial", development="forward", state="approved")
    make.assessment("i.2", state="approved")
    make.assessment("i.3", attainment="partial", development="forward", state="proposed")
    make.assessment("i.4", year=2020, attainment="partial", development="forward", state="approved")
    found = figures.key_figures(material, 2021, END)
    assert (found.goals_forward, found.goals_with_development, found.goals) == (1, 2, 21)


def test_meetings_took_place_in_the_year_and_count_as_dialogue(make: Making, material: Material) -> None:
    make.event()
    make.event(state=Event.State.MINUTED, kind=Event.EventKind.COUNCIL)
    make.event(kind=Event.EventKind.EU_COORDINATION)
    make.event(state=Event.State.CANCELLED)
    make.event(starts_on=date(2020, 6, 1))
    make.event(state=Event.State.PLANNED, starts_on=date(2022, 3, 1))
    found = figures.key_figures(material, 2021, END)
    assert (found.meetings, found.planned) == (2, 1)


def test_commitments_are_open_and_late_as_they_stood_on_the_day(make: Making, material: Material) -> None:
    resolved: dict[str, Any] = {"state": "fulfilled", "resolution": "Gjort."}
    make.commitment(due_on=date(2021, 11, 30))
    make.commitment(due_on=END)
    make.commitment(whose="sweden")
    make.commitment(resolved_on=date(2021, 10, 1), **resolved)
    make.commitment(resolved_on=date(2022, 1, 15), due_on=None, **resolved)
    make.commitment(make.event(starts_on=date(2022, 1, 10)))
    found = figures.key_figures(material, 2021, END)
    assert (found.open_commitments, found.late_commitments, found.fulfilled_commitments) == (3, 1, 1)


def test_observations_are_accepted_and_of_the_year(make: Making, material: Material, cast: Cast) -> None:
    make.observation(state="accepted")
    make.observation(cast.other_contact, state="accepted")
    make.observation(state="submitted")
    make.observation(state="accepted", observed_on=date(2020, 5, 1))
    found = figures.key_figures(material, 2021, END)
    assert (found.observations, found.observing_organisations) == (2, 2)


def test_a_strip_counts_messages_per_quarter_until_the_day(make: Making, material: Material) -> None:
    first = make.event(starts_on=date(2021, 2, 1))
    make.intervention(first)
    make.intervention(first)
    make.intervention(make.event(starts_on=date(2021, 8, 1)))
    make.intervention(make.event(kind=Event.EventKind.NORDIC_COORDINATION, starts_on=date(2021, 8, 1)))
    make.intervention(first, "i.2")
    cells = figures.strips(material, date(2021, 9, 30))[make.goal("i.1").pk]
    assert [cell.count for cell in cells] == [0, 0, 0, 0, 2, 0, 1, None, None, None, None, None]
    assert [cell.level for cell in cells][4:7] == [2, 0, 1]
    assert not cells[7].has_begun


def test_coverage_counts_by_kind_of_event(make: Making, material: Material) -> None:
    make.intervention(make.event(kind=Event.EventKind.COUNCIL))
    make.intervention(make.event(kind=Event.EventKind.COUNCIL))
    make.intervention(make.event(kind=Event.EventKind.SCPF))
    make.intervention(make.event(kind=Event.EventKind.OTHER))
    row = figures.coverage(material, 2021, END)[0]
    assert (row.goal.code, dict(row.counts), row.total) == ("i.1", {"council": 2, "scpf": 1}, 3)


def test_blind_spots_are_goals_for_others_that_nobody_raised_in_time(make: Making, material: Material) -> None:
    for goal in material.goals:
        make.intervention(make.event(starts_on=date(2021, 6, 30)), goal.code)
    make.intervention(make.event(starts_on=date(2021, 7, 1)), "i.1")
    silent = [silence.goal.code for silence in figures.blind_spots(material, date(2022, 1, 1))]
    assert "i.1" not in silent
    assert "iii.2" not in silent
    assert len(silent) == 19
    assert figures.blind_spots(material, date(2021, 12, 30)) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2021, 8, 31), 6, date(2021, 2, 28)),
        (date(2020, 8, 31), 6, date(2020, 2, 29)),
        (date(2021, 1, 15), 1, date(2020, 12, 15)),
        (date(2021, 12, 31), 12, date(2020, 12, 31)),
    ],
)
def test_months_before_keep_the_day_where_the_month_has_it(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_an_edition_counts_nothing_that_it_does_not_hold(make: Making, strategy: Strategy) -> None:
    shown, hidden = make.event(**OPEN), make.event()
    make.intervention(shown, **OPEN)
    make.intervention(shown)
    make.intervention(hidden)
    make.commitment(shown, **OPEN)
    make.commitment(hidden, **SECRET)
    make.observation(state="accepted", **SECRET)
    material = external(strategy)
    found = figures.key_figures(material, 2021, END)
    assert (found.meetings, found.open_commitments, found.observations) == (1, 1, 0)
    assert figures.coverage(material, 2021, END)[0].total == 1
    assert sum(cell.count or 0 for cell in figures.strips(material, END)[make.goal("i.1").pk]) == 1


def test_a_child_shared_with_agencies_stays_out_where_its_event_does(make: Making, strategy: Strategy) -> None:
    make.intervention(make.event(), shared_with_agencies=True)
    make.intervention(make.event(shared_with_agencies=True), shared_with_agencies=True)
    material = Material.held_in(Edition(Audience.AGENCIES), strategy)
    assert material.interventions.count() == 1


def test_a_level_is_stated_only_where_all_its_evidence_is_held(make: Making, strategy: Strategy) -> None:
    shown = make.assessment("i.1", state="approved", **OPEN)
    make.evidence(shown, intervention=make.intervention(make.event(**OPEN), **OPEN))
    resting = make.assessment("i.2", state="approved", **OPEN)
    make.evidence(resting, intervention=make.intervention(make.event(**OPEN)))
    assert list(external(strategy).levels.filter(round__year=2021)) == [shown]


def test_a_development_is_stated_only_where_the_year_before_is(make: Making, strategy: Strategy) -> None:
    make.assessment("i.1", year=2020, state="approved", **OPEN)
    make.assessment("i.2", year=2020, state="approved")
    both = make.assessment("i.1", state="approved", **OPEN)
    make.assessment("i.2", state="approved", **OPEN)
    alone = make.assessment("i.3", state="approved", **OPEN)
    found = external(strategy).developments.filter(round__year=2021)
    assert set(found) == {both, alone}


def test_core_support_is_what_was_given_for_the_year_in_kronor(make: Making, material: Material) -> None:
    wider.contribution(make, amount=Decimal("60000000.40"))
    wider.contribution(make, amount=40_000_000, stage="decided", paid_on=None)
    wider.contribution(make, amount=7_000_000, kind="core")
    for other in (
        {"stage": "budgeted", "paid_on": None},
        {"kind": "project"},
        {"kind": "mandatory_fee"},
        {"currency": "USD"},
        {"year": 2020},
    ):
        wider.contribution(make, **other)
    found = figures.key_figures(material, 2021, END)
    assert (found.core_support, found.lightly_earmarked_core_support) == (107_000_000, 100_000_000)


def test_an_edition_sums_no_money_that_it_does_not_hold(make: Making, strategy: Strategy) -> None:
    wider.contribution(make, amount=60_000_000, **OPEN)
    wider.contribution(make, amount=40_000_000)
    assert figures.key_figures(external(strategy), 2021, END).core_support == 60_000_000
