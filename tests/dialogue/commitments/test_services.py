from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogue.commitments.models import Commitment
from dialogue.commitments.services import change_commitment, record_commitment, remove_commitment, resolve_commitment
from dialogue.meetings.models.events import Event
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.making import Making

pytestmark = pytest.mark.django_db


def promised(make: Making, event: Event | None) -> Commitment:
    return Commitment(
        strategy=make.strategy, event=event, counterpart=make.any_counterpart(), text="IOM återkommer med en plan."
    )


def test_commitment_is_recorded_with_its_goals(make: Making, officer: User) -> None:
    commitment = promised(make, make.event())
    record_commitment(commitment=commitment, goals=[make.goal("i.1"), make.goal("ii.2")], by=officer)
    assert [goal.code for goal in commitment.goals.all()] == ["i.1", "ii.2"]
    assert commitment.state == "open"


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_nothing_is_promised_at_an_event_that_has_not_been(make: Making, officer: User, state: str) -> None:
    with pytest.raises(TransitionRefused, match="Markera mötet som genomfört"):
        record_commitment(commitment=promised(make, make.event(state=state)), goals=[make.goal()], by=officer)


def test_closed_strategy_takes_no_new_commitment(make: Making, officer: User) -> None:
    make.strategy.status = Strategy.Status.CLOSED
    with pytest.raises(ValidationError, match="tar inte emot ny dialog"):
        record_commitment(commitment=promised(make, None), goals=[make.goal()], by=officer)


def test_goal_of_another_strategy_is_refused(make: Making, make_foreign: Making, officer: User) -> None:
    foreign = make_foreign.strategy.goals.first()
    assert foreign is not None
    with pytest.raises(ValueError, match="between two strategies"):
        record_commitment(commitment=promised(make, None), goals=[foreign], by=officer)
    assert Commitment.objects.count() == 0


def test_their_commitment_needs_a_counterpart_and_ours_does_not(make: Making, officer: User) -> None:
    commitment = promised(make, None)
    commitment.counterpart = None
    with pytest.raises(ValidationError, match="Ange vems utfästelse"):
        record_commitment(commitment=commitment, goals=[make.goal()], by=officer)
    commitment.whose = Commitment.Whose.SWEDEN
    record_commitment(commitment=commitment, goals=[make.goal()], by=officer)
    assert commitment.pk is not None


def test_change_over_a_newer_version_leaves_text_and_goals(make: Making, officer: User) -> None:
    commitment = make.commitment()
    change_commitment(commitment=commitment, goals=[make.goal("i.2")], by=officer, expected_version=1)
    with pytest.raises(Conflict):
        change_commitment(commitment=commitment, goals=[make.goal("i.3")], by=officer, expected_version=1)
    assert [goal.code for goal in commitment.goals.all()] == ["i.2"]


def test_resolution_states_day_and_words(make: Making, officer: User) -> None:
    commitment = make.commitment()
    resolve_commitment(
        commitment=commitment, to="partly", resolved_on=date(2021, 12, 1), resolution="Halva planen kom.", by=officer
    )
    commitment.refresh_from_db()
    assert (commitment.state, commitment.resolved_on, commitment.resolution) == (
        "partly",
        date(2021, 12, 1),
        "Halva planen kom.",
    )


def test_resolution_without_words_is_refused(make: Making, officer: User) -> None:
    commitment = make.commitment()
    with pytest.raises(ValidationError, match="Skriv hur det gick"):
        resolve_commitment(commitment=commitment, to="fulfilled", resolved_on=date(2021, 12, 1), by=officer)
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_day_that_has_not_been_is_refused(make: Making, officer: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="har inte varit än"):
        resolve_commitment(
            commitment=make.commitment(), to="lapsed", resolved_on=tomorrow, resolution="Uteblev.", by=officer
        )


def test_opening_again_takes_day_and_words_away(make: Making, officer: User) -> None:
    commitment = make.commitment(state="lapsed", resolved_on=date(2021, 12, 1), resolution="Uteblev.")
    resolve_commitment(commitment=commitment, to="open", by=officer)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.resolved_on, commitment.resolution) == ("open", None, "")


def test_step_that_is_not_in_the_table_is_refused(make: Making, officer: User) -> None:
    commitment = make.commitment(state="lapsed", resolved_on=date(2021, 12, 1), resolution="Uteblev.")
    with pytest.raises(TransitionRefused):
        resolve_commitment(
            commitment=commitment, to="fulfilled", resolved_on=date(2021, 12, 2), resolution="Kom.", by=officer
        )


def test_removed_commitment_lies_in_the_bin(make: Making, officer: User) -> None:
    commitment = make.commitment()
    remove_commitment(commitment=commitment, by=officer)
    assert list(Commitment.objects.binned()) == [commitment]
