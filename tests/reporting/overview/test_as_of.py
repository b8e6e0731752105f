"""*As of* a day: by stored dates, with today's access. One test for each kind of date."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from reporting import figures
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.overview.timeline import TimelineEntry, timeline
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider

pytestmark = pytest.mark.both

BEFORE, DAY, AFTER = date(2021, 6, 27), date(2021, 6, 28), date(2021, 6, 29)
LATE_THAT_EVENING = datetime(2021, 6, 28, 21, 59, 59, tzinfo=UTC)  # a second before midnight in Sweden
MIDNIGHT = datetime(2021, 6, 28, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def without_the_decisions_figures(strategy: Strategy) -> None:
    """So that what a test makes is all there is."""
    Measurement.objects.all().delete()
    Contribution.objects.all().delete()


def seen(make: Making, day: date | None, user: User | None = None) -> Material:
    return Material.seen_by(user or make.officer, make.strategy, day)


def entries(make: Making, day: date | None, user: User | None = None) -> list[TimelineEntry]:
    return list(timeline(user=user or make.officer, goal=make.goal(), earlier=day)[:100])


def told(make: Making, day: date | None, kind: str, user: User | None = None) -> list[tuple[str, bool]]:
    """State and lateness of the timeline's entries of a kind."""
    return [(entry.state, entry.is_late) for entry in entries(make, day, user) if entry.kind == kind]


def test_what_was_said_later_was_not_said_yet(make: Making) -> None:
    make.intervention(make.event(starts_on=DAY))
    assert [seen(make, day).interventions.count() for day in (BEFORE, DAY, AFTER, None)] == [0, 1, 1, 1]
    assert [len(told(make, day, "intervention")) for day in (BEFORE, DAY, None)] == [0, 1, 1]


def test_a_meeting_held_since_lay_ahead_then(make: Making) -> None:
    make.event(starts_on=DAY)
    make.event(starts_on=DAY, state=Event.State.CANCELLED)
    make.event(starts_on=date(2022, 3, 1), state=Event.State.PLANNED)
    found = [
        (figures.key_figures(seen(make, day), 2021, day).meetings, seen(make, day).coming(day).count())
        for day in (BEFORE, DAY, AFTER)
    ]
    assert found == [(0, 2), (1, 1), (1, 1)]


def test_today_only_what_is_planned_lies_ahead(make: Making) -> None:
    make.event(starts_on=DAY)
    assert list(seen(make, None).coming(BEFORE)) == []


def test_a_commitment_is_open_late_and_resolved_by_its_dates(make: Making) -> None:
    make.commitment(
        make.event(starts_on=date(2021, 3, 1)),
        due_on=date(2021, 5, 31),
        state="fulfilled",
        resolved_on=DAY,
        resolution="Gjort.",
    )
    days = [date(2021, 2, 28), date(2021, 3, 1), date(2021, 6, 1), BEFORE, DAY]
    found = [figures.key_figures(seen(make, day), 2021, day) for day in days]
    counted = [(one.open_commitments, one.late_commitments, one.fulfilled_commitments) for one in found]
    assert counted == [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 1, 0), (0, 0, 1)]
    states = [told(make, day, "commitment") for day in days]
    assert states == [[], [("open", False)], [("open", True)], [("open", True)], [("fulfilled", False)]]


def observed(make: Making, *steps: tuple[str, datetime]) -> Observation:
    found = make.observation(state=steps[-1][0], observed_on=date(2021, 6, 1))
    for to, at in steps:
        step = make.observation_step(found, to)
        type(step).objects.filter(pk=step.pk).update(at=at)
    return found


def test_an_observation_counts_from_the_day_it_was_accepted(make: Making) -> None:
    observed(make, ("submitted", datetime(2021, 6, 10, tzinfo=UTC)), ("accepted", LATE_THAT_EVENING))
    assert [seen(make, day).observations.count() for day in (BEFORE, DAY)] == [0, 1]
    states = [told(make, day, "observation") for day in (date(2021, 6, 9), BEFORE, DAY)]
    assert states == [[], [("submitted", False)], [("accepted", False)]]


def test_a_day_ends_at_midnight_in_sweden(make: Making) -> None:
    observed(make, ("accepted", MIDNIGHT))
    assert [seen(make, day).observations.count() for day in (DAY, AFTER)] == [0, 1]


@pytest.mark.parametrize(("role", "before"), [("officer", 1), ("head", 1), ("delegation", 0), ("reader", 0)])
def test_whoever_has_no_part_in_the_review_sees_nothing_of_its_course(
    role: str, before: int, make: Making, cast: Cast
) -> None:
    observed(make, ("submitted", datetime(2021, 6, 10, tzinfo=UTC)), ("accepted", LATE_THAT_EVENING))
    assert len(told(make, BEFORE, "observation", cast[role])) == before
    assert told(make, DAY, "observation", cast[role]) == [("accepted", False)]


def test_a_contact_sees_own_ones_as_they_stood(make: Making, cast: Cast) -> None:
    observed(make, ("submitted", datetime(2021, 6, 10, tzinfo=UTC)), ("declined", LATE_THAT_EVENING))
    assert told(make, BEFORE, "observation", cast.contact) == [("submitted", False)]
    assert told(make, DAY, "observation", cast.contact) == [("declined", False)]
    assert told(make, DAY, "observation", cast.other_contact) == []


def test_a_judgement_is_in_force_from_the_day_it_was_approved(make: Making) -> None:
    first = make.assessment(year=2020, state="approved", approved_at=datetime(2021, 2, 1, tzinfo=UTC))
    second = make.assessment(year=2020, state="approved", approved_at=LATE_THAT_EVENING)
    of_goal = {
        day: list(seen(make, day).assessments.filter(goal=make.goal(), round__year=2020))
        for day in (date(2021, 1, 31), BEFORE, DAY, None)
    }
    assert of_goal == {date(2021, 1, 31): [], BEFORE: [first], DAY: [second], None: [second]}
    shown = [entry.thing for entry in entries(make, BEFORE) if entry.kind == "assessment"]
    assert shown == [first, Assessment.objects.get(goal=make.goal(), round__year=2019)]


def test_an_overall_judgement_is_in_force_from_the_day_it_was_approved(make: Making) -> None:
    first = make.overall(state="approved", approved_at=datetime(2021, 2, 1, tzinfo=UTC))
    second = make.overall(state="approved", approved_at=MIDNIGHT)
    found = [list(seen(make, day).overall_assessments) for day in (date(2021, 1, 31), DAY, AFTER, None)]
    assert found == [[], [first], [second], [second]]


def test_money_is_given_on_the_day_it_was_paid_or_decided(make: Making) -> None:
    wider.contribution(make, amount=60_000_000, paid_on=DAY)
    wider.contribution(make, amount=30_000_000, paid_on=None, decided_on=AFTER, stage="decided", kind="core")
    wider.contribution(make, amount=9_000_000, paid_on=None)  # some day of 2021
    found = {
        day: figures.key_figures(seen(make, day), 2021, day or DAY).core_support
        for day in (BEFORE, DAY, AFTER, date(2021, 12, 31), None)
    }
    assert found == {BEFORE: 0, DAY: 60_000_000, AFTER: 90_000_000, date(2021, 12, 31): 99_000_000, None: 99_000_000}


def test_a_measurement_is_there_from_its_day(make: Making) -> None:
    wider.measurement(make, measured_on=DAY)
    assert [seen(make, day).measurements.count() for day in (BEFORE, DAY, None)] == [0, 1, 1]
    assert [len(told(make, day, "measurement")) for day in (BEFORE, DAY, None)] == [0, 1, 1]


def test_an_activity_is_late_until_the_day_it_ended(make: Making) -> None:
    wider.activity(make, starts_on=date(2021, 5, 1), due_on=date(2021, 6, 15), state="done", ended_on=DAY)
    days = [date(2021, 4, 30), date(2021, 5, 1), BEFORE, DAY, None]
    assert [told(make, day, "activity") for day in days] == [
        [],
        [("planned", False)],
        [("planned", True)],
        [("done", False)],
        [("done", False)],
    ]
    assert [seen(make, day).activities.late_as_of(day).count() for day in (date(2021, 6, 15), BEFORE, DAY)] == [0, 1, 0]


def test_an_activity_had_the_due_day_and_state_that_its_updates_say(make: Making) -> None:
    moved = wider.activity(make, starts_on=date(2021, 1, 1), due_on=date(2021, 12, 1), state="under_way")
    move: dict[str, Any] = {"kind": "move", "text": "Mer tid behövs."}
    wider.update(make, moved, DAY, from_due_on=date(2021, 6, 1), to_due_on=date(2021, 9, 1), **move)
    wider.update(make, moved, date(2021, 9, 1), from_due_on=date(2021, 9, 1), to_due_on=date(2021, 12, 1), **move)
    wider.update(make, moved, date(2021, 3, 1), kind="state", from_state="planned", to_state="under_way")
    found = [
        (entry.due_on, entry.state, entry.is_late)
        for day in (date(2021, 2, 1), BEFORE, DAY, None)
        for entry in entries(make, day)
        if entry.kind == "activity"
    ]
    assert found[:3] == [
        (date(2021, 6, 1), "planned", False),
        (date(2021, 6, 1), "under_way", True),
        (date(2021, 9, 1), "under_way", False),
    ]
    assert found[3][:2] == (date(2021, 12, 1), "under_way")


def test_strips_and_blind_spots_know_nothing_of_what_came_later(make: Making) -> None:
    make.intervention(make.event(starts_on=date(2021, 2, 1)))
    make.intervention(make.event(starts_on=AFTER))
    material = seen(make, DAY)
    cells = figures.strips(material, DAY)[make.goal().pk]
    assert [cell.count for cell in cells] == [0, 0, 0, 0, 1, 0, None, None, None, None, None, None]
    last = {spot.goal.code: spot.last_dialogue for spot in figures.blind_spots(seen(make, date(2022, 1, 1)), DAY)}
    assert "i.1" not in last


def test_what_is_secret_today_was_so_then_for_whoever_may_not_see_it(
    make: Making, strategy: Strategy, cast: Cast
) -> None:
    secret: dict[str, Any] = {"classification": "secret"}
    event = make.event(starts_on=date(2021, 3, 1), **secret)
    make.intervention(event)
    make.commitment(event)
    wider.measurement(make, **secret)
    wider.contribution(make, **secret)
    wider.activity(make, starts_on=date(2021, 1, 1), **secret)
    make.assessment(state="approved", approved_at=datetime(2021, 2, 1, tzinfo=UTC), **secret)
    observed(make, ("accepted", LATE_THAT_EVENING))
    Observation.objects.update(effective_classification="secret")
    kinds = {role: {entry.kind for entry in entries(make, DAY, cast[role])} for role in ("officer", "reader")}
    assert kinds["officer"] == {
        "intervention",
        "commitment",
        "observation",
        "activity",
        "contribution",
        "measurement",
        "assessment",
    }
    assert kinds["reader"] == {"assessment"}  # the baseline, which came with the decision
    found = figures.key_figures(seen(make, DAY, cast.reader), 2021, DAY)
    assert (found.meetings, found.open_commitments, found.observations, found.core_support) == (0, 0, 0, 0)
