"""The one way in: versions, conflicts, steps, the bin, and the history that nothing goes past."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from strategy.records.models import Record
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.records.services import (
    advance,
    create_record,
    move_to_bin,
    reclassify_children,
    require_same_strategy,
    restore_from_bin,
    save_record,
)
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.both


def test_created_record_keeps_who_and_begins_at_version_one(cast: Cast, make: Making) -> None:
    event = make.event(by=cast.colleague)

    assert (event.version, event.created_by, event.updated_by) == (1, cast.colleague, cast.colleague)
    assert [(row.version, row.history_user, row.history_type) for row in event.history.all()] == [
        (1, cast.colleague, "+")
    ]


def test_saving_counts_the_version_and_keeps_before_and_after(cast: Cast, make: Making) -> None:
    event = make.event(title="Före")
    event.title = "Efter"
    save_record(record=event, by=cast.colleague, expected_version=1)

    assert (event.version, event.created_by, event.updated_by) == (2, cast.officer, cast.colleague)
    assert [(row.version, row.title, row.history_user) for row in event.history.order_by("version")] == [
        (1, "Före", cast.officer),
        (2, "Efter", cast.colleague),
    ]


def test_two_people_never_overwrite_each_other_unseen(cast: Cast, make: Making) -> None:
    made = make.event()
    first, second = Event.objects.get(pk=made.pk), Event.objects.get(pk=made.pk)
    first.title, second.title = "Den första skrev", "Den andra skrev"
    save_record(record=first, by=cast.officer, expected_version=1)

    with pytest.raises(Conflict) as conflict:
        save_record(record=second, by=cast.colleague, expected_version=1)

    saved = Event.objects.get(pk=made.pk)
    assert isinstance(conflict.value.record, Event)
    assert conflict.value.record.title == "Den första skrev"
    assert str(conflict.value) == "Någon annan har ändrat posten sedan du öppnade den."
    assert (saved.title, saved.version, saved.history.count()) == ("Den första skrev", 2, 2)


def test_invalid_record_leaves_nothing_behind(cast: Cast, make: Making) -> None:
    event = make.event()
    event.ends_on = date(2000, 1, 1)

    with pytest.raises(ValidationError):
        save_record(record=event, by=cast.officer, expected_version=1)

    saved = Event.objects.get(pk=event.pk)
    assert (saved.version, saved.history.count()) == (1, 1)


def test_advance_follows_the_table_of_transitions(cast: Cast, make: Making) -> None:
    event = make.event(state=Event.State.PLANNED)

    with pytest.raises(TransitionRefused):
        advance(record=event, to=Event.State.MINUTED, by=cast.officer)
    advance(record=event, to=Event.State.HELD, by=cast.colleague)

    saved = Event.objects.get(pk=event.pk)
    assert (saved.state, saved.version, saved.updated_by) == ("held", 2, cast.colleague)


def test_advance_takes_one_of_two_that_come_at_once(cast: Cast, make: Making) -> None:
    made = make.event(state=Event.State.PLANNED)
    first, second = Event.objects.get(pk=made.pk), Event.objects.get(pk=made.pk)
    advance(record=first, to=Event.State.HELD, by=cast.officer)

    with pytest.raises(Conflict):
        advance(record=second, to=Event.State.CANCELLED, by=cast.colleague)

    assert Event.objects.get(pk=made.pk).state == Event.State.HELD


@pytest.mark.parametrize("model", Record.__subclasses__(), ids=lambda model: model.__name__)
def test_transitions_lead_to_states_that_exist(model: type[Record]) -> None:
    fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    states = {value for value, _ in fields["state"].flatchoices} if model.TRANSITIONS else set()

    assert set(model.TRANSITIONS) == states
    assert {state for steps in model.TRANSITIONS.values() for state in steps} <= states


def test_lifting_the_parents_marking_restores_the_childrens_own(cast: Cast, make: Making) -> None:
    event = make.event(classification="secret")
    opened = make.intervention(event, classification="open")
    working = make.intervention(event, "i.2", classification="working")
    assert {opened.effective_classification, working.effective_classification} == {"secret"}

    event.classification, event.lowering_reason = "open", "Mötet är avslutat."
    save_record(record=event, by=cast.officer)
    reclassify_children(children=event.interventions.all(), by=cast.colleague)

    found = Intervention.objects.in_bulk([opened.pk, working.pk])
    assert found[opened.pk].effective_classification == "open"
    assert found[working.pk].effective_classification == "working"
    assert found[opened.pk].history.order_by("version").values_list("effective_classification", flat=True)[0] == (
        "secret"
    )


def test_a_marking_that_stays_the_same_writes_nothing(cast: Cast, make: Making) -> None:
    event = make.event()
    intervention = make.intervention(event)

    reclassify_children(children=event.interventions.all(), by=cast.colleague)

    assert Intervention.objects.get(pk=intervention.pk).version == 1


def test_the_bin_hides_and_gives_back(cast: Cast, make: Making) -> None:
    item = make.agenda_item(make.event())
    move_to_bin(record=item, by=cast.officer, expected_version=1)
    assert not AgendaItem.objects.visible_to(cast.officer).exists()
    assert list(AgendaItem.objects.binned()) == [item]

    restore_from_bin(record=item, by=cast.colleague)

    assert list(AgendaItem.objects.visible_to(cast.officer)) == [item]
    assert [row.removed_at is None for row in item.history.order_by("version")] == [True, False, True]


def test_unique_constraints_let_go_of_what_is_in_the_bin(cast: Cast, make: Making) -> None:
    item = make.agenda_item(make.event())
    first = make.prepared_goal(item)
    with pytest.raises(ValidationError) as invalid:
        make.prepared_goal(item)
    assert invalid.value.messages == ["Målet är redan förberett under punkten."]

    move_to_bin(record=first, by=cast.officer, expected_version=1)

    assert make.prepared_goal(item).pk != first.pk


def test_many_to_many_ties_stay_within_the_strategy(make: Making, make_foreign: Making) -> None:
    require_same_strategy(make.strategy.pk, [make.goal(), make.event()])
    with pytest.raises(ValueError, match="between two strategies"):
        require_same_strategy(make.strategy.pk, [make.goal(), make_foreign.goal()])


def test_what_came_with_the_decision_has_no_writer(make: Making) -> None:
    commitment = make.commitment()
    other = Commitment(strategy=make.strategy, counterpart=commitment.counterpart, text="Utan avsändare.", due_on=None)

    create_record(record=other, by=None)

    assert (other.created_by, other.history.get().history_user) == (None, None)
