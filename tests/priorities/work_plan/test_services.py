from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from priorities.work_plan.models import Activity, ActivityUpdate
from priorities.work_plan.services import (
    add_note,
    change_activity,
    drop_activity,
    finish_activity,
    move_activity,
    plan_activity,
    remove_activity,
    reopen_activity,
    start_activity,
)
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.making import Making

pytestmark = pytest.mark.django_db

DUE = date(2021, 12, 31)
LATER = date(2022, 3, 31)


def stored(activity: Activity) -> Activity:
    return Activity.objects.get(pk=activity.pk)


def told(activity: Activity) -> list[tuple[Any, ...]]:
    """The updates: kind, text, days and states."""
    names = ("kind", "text", "from_due_on", "to_due_on", "from_state", "to_state")
    return list(activity.updates.values_list(*names))


def test_activity_is_planned_with_goals_and_participants(make: Making, officer: User) -> None:
    sida = make.organisation("sida")
    activity = Activity(strategy=make.strategy, title="Läsa ramverket", responsible=make.organisation(), due_on=DUE)
    plan_activity(activity=activity, goals=[make.goal("i.7")], participants=[sida], by=officer)
    kept = stored(activity)
    assert [goal.code for goal in kept.goals.all()] == ["i.7"]
    assert list(kept.participants.all()) == [sida]
    assert (kept.state, kept.created_by) == ("planned", officer)


def test_goal_of_another_strategy_is_refused(make: Making, make_foreign: Making, officer: User) -> None:
    foreign = make_foreign.strategy.goals.first()
    assert foreign is not None
    activity = Activity(strategy=make.strategy, title="Fel", responsible=make.organisation(), due_on=DUE)
    with pytest.raises(ValueError, match="between two strategies"):
        plan_activity(activity=activity, goals=[foreign], participants=[], by=officer)
    assert Activity.objects.count() == 0


def test_day_before_the_first_is_refused(make: Making, officer: User) -> None:
    activity = make.activity(starts_on=date(2021, 12, 1))
    with pytest.raises(ValidationError, match="Slutdagen ligger före den första"):
        move_activity(activity=activity, to=date(2021, 11, 1), reason="Fel.", by=officer, expected_version=1)
    assert stored(activity).due_on == DUE
    assert told(activity) == []


def test_change_keeps_the_day(make: Making, officer: User) -> None:
    activity = make.activity()
    activity.title = "Skriva två sidor"
    change_activity(
        activity=activity, goals=[make.goal("iii.1")], participants=[], by=officer, expected_version=activity.version
    )
    kept = stored(activity)
    assert (kept.title, kept.due_on, kept.version) == ("Skriva två sidor", DUE, 2)
    assert [goal.code for goal in kept.goals.all()] == ["iii.1"]


def test_change_that_carries_another_day_is_refused(make: Making, officer: User) -> None:
    activity = make.activity()
    activity.due_on = LATER
    with pytest.raises(ValueError, match="moved by move_activity"):
        change_activity(activity=activity, goals=[], participants=[], by=officer, expected_version=1)
    assert stored(activity).due_on == DUE


def test_moved_day_leaves_its_reason(make: Making, officer: User) -> None:
    activity = make.activity()
    move_activity(activity=activity, to=LATER, reason=" Siffrorna dröjer. ", by=officer, expected_version=1)
    assert stored(activity).due_on == LATER
    assert told(activity) == [("move", "Siffrorna dröjer.", DUE, LATER, "", "")]
    assert activity.updates.get().by == officer


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_move_without_a_reason_is_refused(make: Making, officer: User, reason: str) -> None:
    activity = make.activity()
    with pytest.raises(ValidationError, match="Skriv varför dagen flyttas"):
        move_activity(activity=activity, to=LATER, reason=reason, by=officer, expected_version=1)
    assert stored(activity).due_on == DUE
    assert told(activity) == []


def test_move_to_the_same_day_is_refused(make: Making, officer: User) -> None:
    with pytest.raises(ValidationError, match="samma dag"):
        move_activity(activity=make.activity(), to=DUE, reason="Av misstag.", by=officer, expected_version=1)


def test_move_over_somebody_elses_is_a_conflict(make: Making, officer: User) -> None:
    activity = make.activity()
    move_activity(activity=stored(activity), to=LATER, reason="Deras skäl.", by=officer, expected_version=1)
    with pytest.raises(Conflict):
        move_activity(activity=activity, to=date(2022, 6, 1), reason="Mitt skäl.", by=officer, expected_version=1)
    assert stored(activity).due_on == LATER
    assert [text for _kind, text, *_rest in told(activity)] == ["Deras skäl."]


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_over_gets_no_new_day(make: Making, officer: User, state: str) -> None:
    activity = make.activity(state=state)
    with pytest.raises(TransitionRefused, match="Aktiviteten är avslutad"):
        move_activity(activity=activity, to=LATER, reason="Kom på mer.", by=officer, expected_version=1)


def test_note_is_appended_with_its_day(make: Making, officer: User) -> None:
    activity = make.activity()
    add_note(activity=activity, happened_on=date(2021, 5, 3), text="Ett utkast finns.", by=officer)
    assert told(activity) == [("note", "Ett utkast finns.", None, None, "", "")]
    assert activity.updates.get().happened_on == date(2021, 5, 3)


def test_note_says_something_that_has_been(make: Making, officer: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="har inte varit än"):
        add_note(activity=make.activity(), happened_on=tomorrow, text="Klart.", by=officer)
    with pytest.raises(ValidationError, match="Skriv vad som har hänt"):
        add_note(activity=make.activity(), happened_on=date(2021, 5, 3), text=" ", by=officer)
    assert ActivityUpdate.objects.count() == 0


def test_start(make: Making, officer: User) -> None:
    activity = make.activity()
    start_activity(activity=activity, by=officer)
    assert stored(activity).state == "under_way"
    assert told(activity) == [("state", "", None, None, "planned", "under_way")]


@pytest.mark.parametrize("state", ["planned", "under_way"])
def test_finish_says_when_and_what_came_of_it(make: Making, officer: User, state: str) -> None:
    activity = make.activity(state=state)
    finish_activity(
        activity=activity, ended_on=date(2021, 11, 2), outcome="Två sidor, delade i EU-kretsen.", by=officer
    )
    kept = stored(activity)
    assert (kept.state, kept.ended_on, kept.outcome) == ("done", date(2021, 11, 2), "Två sidor, delade i EU-kretsen.")
    assert told(activity) == [("state", "Två sidor, delade i EU-kretsen.", None, None, state, "done")]
    assert activity.updates.get().happened_on == date(2021, 11, 2)


def test_finish_in_the_future_or_without_words_is_refused(make: Making, officer: User) -> None:
    activity = make.activity()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="har inte varit än"):
        finish_activity(activity=activity, ended_on=tomorrow, outcome="Snart klart.", by=officer)
    with pytest.raises(ValidationError, match="Skriv vad det blev"):
        finish_activity(activity=activity, ended_on=date(2021, 11, 2), outcome="", by=officer)
    assert stored(activity).state == "planned"


@pytest.mark.parametrize("state", ["planned", "under_way"])
def test_drop_says_why(make: Making, officer: User, state: str) -> None:
    activity = make.activity(state=state)
    drop_activity(activity=activity, reason="Någon annan gör det.", by=officer)
    kept = stored(activity)
    assert (kept.state, kept.ended_on, kept.outcome) == ("dropped", timezone.localdate(), "Någon annan gör det.")
    assert told(activity) == [("state", "Någon annan gör det.", None, None, state, "dropped")]


def test_drop_without_a_reason_is_refused(make: Making, officer: User) -> None:
    activity = make.activity()
    with pytest.raises(ValidationError, match="Skriv varför aktiviteten stryks"):
        drop_activity(activity=activity, reason=" ", by=officer)
    assert stored(activity).state == "planned"


@pytest.mark.parametrize(("state", "back"), [("under_way", "planned"), ("done", "under_way"), ("dropped", "planned")])
def test_reopening_is_one_step_back(make: Making, officer: User, state: str, back: str) -> None:
    activity = make.activity(state=state)
    reopen_activity(activity=activity, by=officer)
    kept = stored(activity)
    assert (kept.state, kept.ended_on, kept.outcome) == (back, None, "")
    assert told(activity) == [("state", "", None, None, state, back)]


def test_steps_that_are_not_in_the_table_are_refused(make: Making, officer: User) -> None:
    dropped, done, planned = make.activity(state="dropped"), make.activity(state="done"), make.activity()
    with pytest.raises(TransitionRefused):
        finish_activity(activity=dropped, ended_on=date(2021, 11, 2), outcome="Klart.", by=officer)
    with pytest.raises(TransitionRefused):
        start_activity(activity=dropped, by=officer)
    with pytest.raises(TransitionRefused):
        drop_activity(activity=done, reason="För sent.", by=officer)
    with pytest.raises(TransitionRefused):
        reopen_activity(activity=planned, by=officer)
    assert ActivityUpdate.objects.count() == 0


def test_removed_activity_lies_in_the_bin(make: Making, officer: User) -> None:
    activity = make.activity()
    remove_activity(activity=activity, by=officer, expected_version=1)
    assert list(Activity.objects.binned()) == [activity]


def test_line_of_an_adopted_plan_never_leaves_by_the_bin(make: Making, officer: User) -> None:
    activity = make.activity()
    make.work_plan_version(activity)
    with pytest.raises(TransitionRefused, match="står i en antagen arbetsplan"):
        remove_activity(activity=activity, by=officer, expected_version=1)
    assert list(Activity.objects.binned()) == []
