from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialogue.observations.models import Observation
from dialogue.observations.services import (
    accept_observation,
    begin_observation,
    decline_observation,
    discard_draft,
    register_observation,
    return_observation,
    save_draft,
    submit_observation,
    withdraw_observation,
)
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import DAY, Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def begun(strategy: Strategy, contact: User) -> Observation:
    observation = begin_observation(strategy=strategy, by=contact)
    observation.title = "Kö vid registreringen"
    observation.text = "Väntan är nu fyra dygn."
    return observation


def sent(make: Making) -> Observation:
    observation = begun(make.strategy, make.contact)
    return submit_observation(observation=observation, goals=[], mandate_areas=[], by=make.contact)


def steps(observation: Observation) -> list[tuple[str, str, str]]:
    return list(observation.steps.values_list("from_state", "to_state", "reason"))


def test_new_observation_keeps_the_organisation_of_its_writer(make: Making) -> None:
    observation = sent(make)
    assert observation.organisation.key == "migrationsverket"
    assert observation.author == make.contact


def test_draft_is_kept_without_a_step(make: Making) -> None:
    observation = begun(make.strategy, make.contact)
    save_draft(observation=observation, goals=[make.goal()], mandate_areas=[], by=make.contact)
    observation.refresh_from_db()
    assert (observation.state, steps(observation)) == ("draft", [])


def test_submission_is_a_step_with_a_receipt(make: Making) -> None:
    observation = sent(make)
    assert steps(observation) == [("draft", "submitted", "")]
    assert observation.receipt_number == f"iom-2020-2022-{observation.pk}"


def test_closed_strategy_takes_no_new_observation(make: Making) -> None:
    make.strategy.status = Strategy.Status.CLOSED
    with pytest.raises(ValidationError, match="tar inte emot ny dialog"):
        sent(make)


def test_goal_of_another_strategy_is_refused(make: Making, make_foreign: Making) -> None:
    foreign = make_foreign.strategy.goals.first()
    assert foreign is not None
    with pytest.raises(ValueError, match="between two strategies"):
        save_draft(observation=begun(make.strategy, make.contact), goals=[foreign], mandate_areas=[], by=make.contact)


def test_accepting_ties_goals_and_leaves_the_writer(make: Making, officer: User) -> None:
    observation = sent(make)
    accept_observation(observation=observation, goals=[make.goal("ii.5")], note="Används i maj.", by=officer)
    observation.refresh_from_db()
    assert (observation.state, observation.author, observation.created_by) == ("accepted", make.contact, make.contact)
    assert [goal.code for goal in observation.goals.all()] == ["ii.5"]
    assert steps(observation)[-1] == ("submitted", "accepted", "Används i maj.")


def test_accepting_what_is_already_declined_is_refused_and_leaves_no_step(make: Making, officer: User) -> None:
    observation = make.observation(state="declined")
    with pytest.raises(TransitionRefused):
        accept_observation(observation=observation, goals=[make.goal("ii.5")], by=officer)
    assert steps(observation) == []
    assert [goal.code for goal in observation.goals.all()] == ["i.1"]


def test_two_reviewers_at_once_are_a_conflict(make: Making, officer: User) -> None:
    observation = sent(make)
    stale = Observation.objects.get(pk=observation.pk)
    accept_observation(observation=observation, goals=[], by=officer)
    with pytest.raises(Conflict):
        decline_observation(observation=stale, reason="Dubblett.", by=officer)
    assert [step[1] for step in steps(observation)] == ["submitted", "accepted"]


@pytest.mark.parametrize("service", [return_observation, decline_observation])
def test_reason_is_required(make: Making, officer: User, service: Callable[..., None]) -> None:
    observation = sent(make)
    with pytest.raises(ValidationError, match="Skriv varför"):
        service(observation=observation, reason="  ", by=officer)
    observation.refresh_from_db()
    assert observation.state == "submitted"


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_writer_withdraws_until_it_is_accepted(make: Making, state: str) -> None:
    observation = make.observation(state=state)
    withdraw_observation(observation=observation, reason="Fel land.", by=make.contact)
    assert steps(observation) == [(state, "withdrawn", "Fel land.")]


def test_accepted_observation_cannot_be_withdrawn(make: Making) -> None:
    with pytest.raises(TransitionRefused):
        withdraw_observation(observation=make.observation(state="accepted"), by=make.contact)


def test_only_the_writer_changes_withdraws_and_discards(make: Making, cast: Cast) -> None:
    draft, submitted = make.observation(state="draft"), make.observation()
    with pytest.raises(TransitionRefused):
        save_draft(observation=draft, goals=[], mandate_areas=[], by=cast.other_contact)
    with pytest.raises(TransitionRefused):
        discard_draft(observation=draft, by=cast.other_contact)
    with pytest.raises(TransitionRefused):
        withdraw_observation(observation=submitted, by=cast.other_contact)


def test_submitted_observation_is_not_changed_or_discarded(make: Making) -> None:
    observation = sent(make)
    with pytest.raises(TransitionRefused, match="inskickad"):
        save_draft(observation=observation, goals=[], mandate_areas=[], by=make.contact)
    with pytest.raises(TransitionRefused, match="inskickad"):
        discard_draft(observation=observation, by=make.contact)


@pytest.mark.parametrize("change", [{"text": "Något annat."}, {"title": "En annan"}, {"state": "draft"}])
def test_an_observation_that_was_sent_is_never_written_over(make: Making, change: dict[str, str]) -> None:
    """Whatever writes it: the database refuses."""
    observation = make.observation(state="returned")
    with pytest.raises(IntegrityError, match="observation_sent"), transaction.atomic():
        Observation.objects.filter(pk=observation.pk).update(**change)
    with pytest.raises(IntegrityError, match="observation_sent"), transaction.atomic():
        observation.delete()
    Observation.objects.filter(pk=observation.pk).update(registry_number="Ju2021/1")


def test_discarded_draft_lies_in_the_bin(make: Making) -> None:
    draft = make.observation(state="draft")
    discard_draft(observation=draft, by=make.contact)
    assert list(Observation.objects.binned()) == [draft]


def test_registration_sets_number_and_marking_and_reaches_attachments(make: Making, officer: User) -> None:
    observation = make.observation(classification=Classification.OPEN)
    attachment = make.attachment(observation, classification=Classification.OPEN)
    observation.registry_number = "Ju2022/00123"
    observation.classification = Classification.SECRET
    observation.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    observation.secrecy_marked_on = DAY
    observation.secrecy_authority = "Justitiedepartementet"
    register_observation(observation=observation, goals=[make.goal("i.2")], by=officer, expected_version=1)
    observation.refresh_from_db()
    attachment.refresh_from_db()
    assert (observation.registry_number, observation.author) == ("Ju2022/00123", make.contact)
    assert attachment.effective_classification == "secret"
