from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.services import (
    add_agenda_item,
    add_counterpart,
    cancel_event,
    change_event,
    mark_held,
    mark_not_raised,
    minute_event,
    move_agenda_item,
    plan_event,
    prepare_goals,
    remove_preparation,
    reopen_event,
    save_preparation,
)
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import Conflict, TransitionRefused
from tests.making import DAY, Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def planned(strategy: Strategy) -> Event:
    return Event(strategy=strategy, kind="scpf", title="SCPF 30", starts_on=DAY, ends_on=DAY)


def make_secret(event: Event) -> None:
    event.classification = Classification.SECRET
    event.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    event.secrecy_marked_on = DAY
    event.secrecy_authority = "Justitiedepartementet"


def test_planned_event_names_who_planned_it(strategy: Strategy, officer: User) -> None:
    event = planned(strategy)
    plan_event(event=event, by=officer)
    event.refresh_from_db()
    assert (event.state, event.version, event.created_by) == ("planned", 1, officer)


def test_closed_strategy_takes_no_new_event(strategy: Strategy, officer: User) -> None:
    strategy.status = Strategy.Status.CLOSED
    with pytest.raises(ValidationError, match="Strategin är avslutad och tar inte emot ny dialog"):
        plan_event(event=planned(strategy), by=officer)
    assert Event.objects.count() == 0


def test_event_of_a_closed_strategy_can_be_corrected(make: Making, officer: User) -> None:
    event = make.event()
    event.strategy.status = Strategy.Status.CLOSED
    event.strategy.save()
    event.title = "Rättad rubrik"
    change_event(event=event, by=officer, expected_version=1)
    event.refresh_from_db()
    assert event.title == "Rättad rubrik"


def test_change_over_a_newer_version_is_a_conflict_that_shows_what_stands(make: Making, officer: User) -> None:
    event = make.event(title="Min")
    theirs = Event.objects.get(pk=event.pk)
    theirs.title = "Deras"
    change_event(event=theirs, by=officer, expected_version=1)
    event.title = "Min igen"
    with pytest.raises(Conflict) as conflict:
        change_event(event=event, by=officer, expected_version=1)
    assert str(conflict.value.record) == "Deras"


def test_new_marking_reaches_children_and_lifting_it_restores_their_own(make: Making, officer: User) -> None:
    event = make.event(classification=Classification.OPEN)
    opened = make.intervention(event, classification=Classification.OPEN)
    working = make.intervention(event, "i.2")
    commitment = make.commitment(event, classification=Classification.OPEN)
    attachment = make.attachment(event, classification=Classification.OPEN)
    children = [opened, working, commitment, attachment]

    make_secret(event)
    change_event(event=event, by=officer, expected_version=1)
    for child in children:
        child.refresh_from_db()
    assert [child.effective_classification for child in children] == ["secret"] * 4
    assert [child.classification for child in children] == ["open", "working", "open", "open"]

    event.classification = Classification.OPEN
    event.lowering_reason = "Mötet är offentliggjort."
    change_event(event=event, by=officer, expected_version=2)
    for child in children:
        child.refresh_from_db()
    assert [child.effective_classification for child in children] == ["open", "working", "open", "open"]


def test_marking_reaches_children_in_the_bin_too(make: Making, officer: User) -> None:
    event = make.event()
    binned = make.intervention(event)
    binned.removed_at = timezone.now()
    binned.save()
    make_secret(event)
    change_event(event=event, by=officer, expected_version=1)
    binned.refresh_from_db()
    assert binned.effective_classification == "secret"


def test_child_whose_marking_stays_keeps_its_version(make: Making, officer: User) -> None:
    event = make.event()
    intervention = make.intervention(event)
    event.title = "Ny rubrik"
    change_event(event=event, by=officer, expected_version=1)
    intervention.refresh_from_db()
    assert intervention.version == 1


def test_event_is_held(make: Making, officer: User) -> None:
    event = make.event(state="planned")
    mark_held(event=event, by=officer)
    event.refresh_from_db()
    assert (event.state, event.version) == ("held", 2)


@pytest.mark.parametrize("begins", [-1, 0, 1])
def test_event_that_is_not_over_cannot_be_held(begins: int, make: Making, officer: User) -> None:
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=begins), "ends_on": today + timedelta(days=1)}
    event = make.event(state="planned", **days)
    with pytest.raises(TransitionRefused, match="kan inte markeras som genomfört än"):
        mark_held(event=event, by=officer)
    event.refresh_from_db()
    assert event.state == "planned"


def test_minuting_is_refused_with_the_goals_that_wait_in_the_order_of_the_decision(make: Making, officer: User) -> None:
    event = make.event()
    first, second = make.agenda_item(event), make.agenda_item(event, title="Övrigt")
    for code in ("iii.1", "i.3"):
        make.prepared_goal(first, code)
    make.prepared_goal(second, "i.3")
    make.prepared_goal(second, "i.1", not_raised=True)
    make.prepared_goal(second, "i.2")
    make.intervention(event, "i.2")
    with pytest.raises(TransitionRefused, match=r"för de förberedda målen i\.3, iii\.1\.$"):
        minute_event(event=event, by=officer)
    event.refresh_from_db()
    assert event.state == "held"


def test_event_is_minuted_when_every_prepared_goal_is_raised_or_left_unsaid(make: Making, officer: User) -> None:
    event = make.event()
    item = make.agenda_item(event)
    make.prepared_goal(item, "i.1")
    make.prepared_goal(item, "i.2", not_raised=True)
    make.intervention(event, "i.1")
    minute_event(event=event, by=officer)
    event.refresh_from_db()
    assert event.state == "minuted"


def test_intervention_in_the_bin_does_not_answer_a_prepared_goal(make: Making, officer: User) -> None:
    event = make.event()
    make.prepared_goal(make.agenda_item(event), "i.1")
    intervention = make.intervention(event, "i.1")
    intervention.removed_at = timezone.now()
    intervention.save()
    with pytest.raises(TransitionRefused, match=r"i\.1"):
        minute_event(event=event, by=officer)


def test_goals_prepared_under_a_removed_item_do_not_stop_the_minutes(make: Making, officer: User) -> None:
    event = make.event()
    item = make.agenda_item(event)
    make.prepared_goal(item, "i.1")
    remove_preparation(record=item, by=officer)
    minute_event(event=event, by=officer)
    assert event.state == "minuted"


def test_planned_event_cannot_be_minuted(make: Making, officer: User) -> None:
    with pytest.raises(TransitionRefused, match="Läget har ändrats"):
        minute_event(event=make.event(state="planned"), by=officer)


@pytest.fixture
def in_february(strategy: Strategy) -> None:
    """The strategy stands on a day of its own."""
    Strategy.objects.filter(pk=strategy.pk).update(demonstration_on=date(2022, 2, 15))


@pytest.mark.parametrize("state", ["planned", "held", "minuted"])
def test_nothing_is_held_after_the_strategys_own_day(
    state: str, make: Making, officer: User, in_february: None
) -> None:
    """However it gets there: marked, documented, or its days changed afterwards."""
    event = Event.objects.get(pk=make.event(state=state, starts_on=date(2022, 2, 14), ends_on=date(2022, 2, 15)).pk)
    event.ends_on = date(2022, 2, 16)
    if state == "planned":
        change_event(event=event, by=officer, expected_version=1)
        with pytest.raises(TransitionRefused, match="Mötet slutar den 16 februari 2022 och kan inte"):
            mark_held(event=event, by=officer)
        return
    with pytest.raises(ValidationError) as refused:
        change_event(event=event, by=officer, expected_version=1)
    sentence = "Mötet är markerat som genomfört. Sista dagen kan inte ligga efter i dag, den 15 februari 2022."
    assert refused.value.message_dict == {"ends_on": [sentence]}


def test_what_ends_later_is_not_documented(make: Making, officer: User, in_february: None) -> None:
    event = Event.objects.get(pk=make.event(state="held", starts_on=date(2022, 2, 14)).pk)
    Event.objects.filter(pk=event.pk).update(ends_on=date(2022, 2, 16))
    event.refresh_from_db()
    with pytest.raises(TransitionRefused, match="Mötet slutar den 16 februari 2022"):
        minute_event(event=event, by=officer)


def test_a_meeting_that_ends_on_the_strategys_day_is_held(make: Making, officer: User, in_february: None) -> None:
    event = Event.objects.get(pk=make.event(state="planned", starts_on=date(2022, 2, 15)).pk)
    mark_held(event=event, by=officer)
    minute_event(event=event, by=officer)
    assert event.state == "minuted"


@pytest.mark.parametrize(("state", "after"), [("minuted", "held"), ("held", "planned"), ("cancelled", "planned")])
def test_reopening_goes_one_step_back(make: Making, officer: User, state: str, after: str) -> None:
    event = make.event(state=state)
    reopen_event(event=event, by=officer)
    event.refresh_from_db()
    assert event.state == after


def test_held_event_cannot_be_cancelled(make: Making, officer: User) -> None:
    with pytest.raises(TransitionRefused):
        cancel_event(event=make.event(), by=officer)


def test_agenda_items_are_put_last(make: Making, officer: User) -> None:
    event = make.event(state="planned")
    for title in ("Första", "Andra"):
        add_agenda_item(item=AgendaItem(strategy=event.strategy, event=event, title=title), by=officer)
    assert list(event.agenda_items.values_list("title", "order")) == [("Första", 1), ("Andra", 2)]


@pytest.mark.parametrize(("state", "sentence"), [("minuted", "är dokumenterat"), ("cancelled", "är inställt")])
def test_preparations_are_closed_after_minutes_and_cancellation(
    make: Making, officer: User, state: str, sentence: str
) -> None:
    event = make.event()
    item = make.agenda_item(event)
    prepared = make.prepared_goal(item)
    Event.objects.filter(pk=event.pk).update(state=state)
    event.refresh_from_db()
    writes: list[Callable[[], object]] = [
        lambda: add_agenda_item(item=AgendaItem(strategy=event.strategy, event=event, title="Ny"), by=officer),
        lambda: prepare_goals(item=item, messages={make.goal("i.2"): ""}, by=officer),
        lambda: move_agenda_item(item=item, step=1, by=officer),
        lambda: save_preparation(record=item, by=officer, expected_version=1),
        lambda: remove_preparation(record=prepared, by=officer),
        lambda: mark_not_raised(prepared=prepared, not_raised=True, by=officer),
    ]
    for write in writes:
        with pytest.raises(TransitionRefused, match=sentence):
            write()


def test_goal_is_prepared_once_under_an_item(make: Making, officer: User) -> None:
    item = make.agenda_item(make.event())
    make.prepared_goal(item)
    with pytest.raises(ValidationError, match="redan förberett"):
        prepare_goals(item=item, messages={make.goal("i.2"): "Ny.", make.goal(): "Igen."}, by=officer)
    assert [prepared.goal.code for prepared in AgendaItemGoal.objects.all()] == ["i.1"]


def test_agenda_items_change_places(make: Making, officer: User) -> None:
    event = make.event(state="planned")
    first, _second, third = (make.agenda_item(event, title=title) for title in ("Ett", "Två", "Tre"))

    def order() -> list[str]:
        return [item.title for item in AgendaItem.objects.filter(event=event)]

    move_agenda_item(item=third, step=-1, by=officer)
    assert order() == ["Ett", "Tre", "Två"]
    move_agenda_item(item=first, step=-1, by=officer)
    assert order() == ["Ett", "Tre", "Två"]
    move_agenda_item(item=AgendaItem.objects.get(pk=first.pk), step=1, by=officer)
    assert order() == ["Tre", "Ett", "Två"]


def test_goal_is_marked_as_left_unsaid_and_back(make: Making, officer: User) -> None:
    prepared = make.prepared_goal(make.agenda_item(make.event()))
    mark_not_raised(prepared=prepared, not_raised=True, by=officer)
    prepared.refresh_from_db()
    assert prepared.not_raised is True
    mark_not_raised(prepared=prepared, not_raised=False, by=officer)
    prepared.refresh_from_db()
    assert (prepared.not_raised, prepared.version) == (False, 3)


def test_raised_goal_cannot_be_marked_as_left_unsaid(make: Making, officer: User) -> None:
    event = make.event()
    prepared = make.prepared_goal(make.agenda_item(event))
    make.intervention(event)
    with pytest.raises(TransitionRefused, match="Målet togs upp"):
        mark_not_raised(prepared=prepared, not_raised=True, by=officer)


def test_new_counterpart_is_made_and_tied_in_one(make: Making, officer: User) -> None:
    event = make.event()
    new = Counterpart(strategy=event.strategy, name="IOM:s etikkontor")
    part = EventCounterpart(strategy=event.strategy, event=event, represented_by="enhetens chef")
    add_counterpart(part=part, new=new, by=officer)
    assert list(event.event_counterparts.values_list("counterpart__name", "represented_by")) == [
        ("IOM:s etikkontor", "enhetens chef")
    ]


def test_counterpart_of_another_strategy_is_refused(make: Making, make_foreign: Making, officer: User) -> None:
    event = make.event()
    part = EventCounterpart(strategy=event.strategy, event=event, counterpart=make_foreign.counterpart())
    with pytest.raises(ValidationError, match="Hör till en annan strategi"):
        add_counterpart(part=part, by=officer)


def test_event_ending_before_it_begins_is_refused(strategy: Strategy, officer: User) -> None:
    event = planned(strategy)
    event.ends_on = date(2021, 6, 27)
    with pytest.raises(ValidationError, match="Sista dagen ligger före den första"):
        plan_event(event=event, by=officer)
