import pytest
from django.core.exceptions import ValidationError

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.services import change_intervention, log_intervention, remove_intervention
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.making import Making

pytestmark = pytest.mark.django_db


def spoken(make: Making, event: Event, goal: str = "i.1") -> Intervention:
    return Intervention(
        strategy=event.strategy, event=event, goal=make.goal(goal), message="Sverige frågade efter planen."
    )


def test_intervention_takes_the_marking_of_its_event(make: Making, officer: User) -> None:
    event = make.event(classification=Classification.SECRET)
    intervention = spoken(make, event)
    intervention.classification = Classification.OPEN
    log_intervention(intervention=intervention, by=officer)
    intervention.refresh_from_db()
    assert (intervention.classification, intervention.effective_classification) == ("open", "secret")


def test_several_interventions_stand_on_one_goal(make: Making, officer: User) -> None:
    event = make.event()
    for _ in range(2):
        log_intervention(intervention=spoken(make, event), by=officer)
    assert event.interventions.count() == 2


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("planned", "Markera mötet som genomfört"),
        ("cancelled", "Markera mötet som genomfört"),
        ("minuted", "dokumenterat"),
    ],
)
def test_nothing_is_written_down_but_while_the_event_is_held(
    make: Making, officer: User, state: str, sentence: str
) -> None:
    with pytest.raises(TransitionRefused, match=sentence):
        log_intervention(intervention=spoken(make, make.event(state=state)), by=officer)
    assert Intervention.objects.count() == 0


def test_goal_that_is_raised_after_all_is_no_longer_left_unsaid(make: Making, officer: User) -> None:
    event = make.event()
    prepared = make.prepared_goal(make.agenda_item(event), not_raised=True)
    other = make.prepared_goal(make.agenda_item(event), "i.2", not_raised=True)
    log_intervention(intervention=spoken(make, event), by=officer)
    prepared.refresh_from_db()
    other.refresh_from_db()
    assert (prepared.not_raised, other.not_raised) == (False, True)


def test_intervention_moved_to_another_goal_takes_back_its_silence(make: Making, officer: User) -> None:
    event = make.event()
    prepared = make.prepared_goal(make.agenda_item(event), "i.2", not_raised=True)
    intervention = make.intervention(event, "i.1")
    intervention.goal = make.goal("i.2")
    change_intervention(intervention=intervention, by=officer, expected_version=1)
    prepared.refresh_from_db()
    assert prepared.not_raised is False


def test_agenda_item_of_another_event_is_refused(make: Making, officer: User) -> None:
    intervention = spoken(make, make.event())
    intervention.agenda_item = make.agenda_item(make.event())
    with pytest.raises(ValueError, match="another meeting"):
        log_intervention(intervention=intervention, by=officer)


def test_lean_needs_an_answer(make: Making, officer: User) -> None:
    intervention = spoken(make, make.event())
    intervention.lean = Intervention.Lean.POSITIVE
    with pytest.raises(ValidationError, match="Skriv svaret"):
        log_intervention(intervention=intervention, by=officer)


def test_closed_strategy_takes_no_new_intervention_but_lets_one_be_corrected(make: Making, officer: User) -> None:
    event = make.event()
    intervention = make.intervention(event)
    event.strategy.status = Strategy.Status.CLOSED
    event.strategy.save()
    with pytest.raises(ValidationError, match="tar inte emot ny dialog"):
        log_intervention(intervention=spoken(make, event), by=officer)
    intervention.message = "Rättat."
    change_intervention(intervention=intervention, by=officer, expected_version=1)
    intervention.refresh_from_db()
    assert intervention.message == "Rättat."


def test_change_over_a_newer_version_is_a_conflict(make: Making, officer: User) -> None:
    intervention = make.intervention()
    change_intervention(intervention=intervention, by=officer, expected_version=1)
    with pytest.raises(Conflict):
        change_intervention(intervention=intervention, by=officer, expected_version=1)


def test_removed_intervention_lies_in_the_bin(make: Making, officer: User) -> None:
    intervention = make.intervention()
    remove_intervention(intervention=intervention, by=officer)
    assert list(Intervention.objects.binned()) == [intervention]
    assert not Intervention.objects.visible_to(officer).exists()
