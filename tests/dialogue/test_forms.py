from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from dialogue.commitments.forms import CommitmentForm
from dialogue.commitments.services import change_commitment
from dialogue.meetings.event_forms import EventForm
from dialogue.meetings.forms import InterventionForm
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.services import change_event
from dialogue.observations.forms import ObservationForm
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import Conflict
from strategy.texts.differences import Piece
from tests.making import Making

pytestmark = pytest.mark.django_db

FACTS = {
    "kind": "scpf",
    "level": "headquarters",
    "title": "SCPF 30",
    "starts_on": "2022-06-28",
    "classification": "working",
}


def typed(**fields: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_meeting_of_one_day_ends_the_day_it_begins(make: Making) -> None:
    form = EventForm(typed(**FACTS), instance=Event(strategy=make.strategy))
    assert form.is_valid(), form.errors
    assert form.instance.ends_on == date(2022, 6, 28)


def test_secret_marking_asks_for_each_part_of_its_ground(make: Making) -> None:
    form = EventForm(typed(**FACTS | {"classification": "secret"}), instance=Event(strategy=make.strategy))
    assert not form.is_valid()
    missing = {"secrecy_provision", "secrecy_marked_on", "secrecy_authority"}
    assert {name for name, errors in form.errors.items() if errors == ["Behövs för en sekretessmarkering."]} == missing
    assert form.ground_is_asked_for()


def test_ground_is_kept_by_a_secret_marking_alone(make: Making) -> None:
    ground = {
        "secrecy_provision": str(SecrecyProvision.objects.get(reference="OSL 15:1").pk),
        "secrecy_marked_on": "2021-06-28",
        "secrecy_authority": "Justitiedepartementet",
    }
    form = EventForm(typed(**FACTS, **ground), instance=Event(strategy=make.strategy))
    assert form.is_valid(), form.errors
    assert (form.instance.secrecy_provision, form.instance.secrecy_authority) == (None, "")


def test_day_of_marking_has_been(make: Making) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = EventForm(
        typed(**FACTS | {"secrecy_marked_on": tomorrow.isoformat()}), instance=Event(strategy=make.strategy)
    )
    assert form.errors["secrecy_marked_on"] == ["Dagen har inte varit än."]


def test_new_record_has_no_version_and_an_existing_one_must_state_it(make: Making) -> None:
    assert "version" not in EventForm(instance=Event(strategy=make.strategy)).fields
    form = EventForm(typed(**FACTS), instance=make.event())
    assert form.errors["version"] == ["Detta fält måste fyllas i."]


def test_conflict_shows_both_texts_and_the_next_try_is_made_over_the_newer_version(make: Making, officer: User) -> None:
    event = make.event(title="Från början", place="Genève")
    form = EventForm(
        typed(**FACTS | {"title": "Mitt", "place": "Genève", "version": "1"}),
        instance=Event.objects.get(pk=event.pk),
    )
    event.title = "Deras"
    change_event(event=event, by=officer, expected_version=1)
    assert form.is_valid(), form.errors
    with pytest.raises(Conflict) as conflict:
        change_event(event=form.instance, by=officer, expected_version=1)
    form.show_conflict(conflict.value)
    assert form.conflict is not None
    title = form.conflict.questions["title"]
    assert title.theirs == [Piece("Från början", "del"), Piece("Deras", "ins")]
    assert title.mine == [Piece("Från början", "del"), Piece("Mitt", "ins")]
    assert form.non_field_errors() == ["Någon annan har ändrat posten sedan du öppnade den."]
    assert form["version"].value() == "2"
    assert form["title"].value() == "Mitt"


def test_conflict_keeps_every_goal_that_was_chosen(make: Making, officer: User) -> None:
    commitment = make.commitment()
    goals = [str(make.goal(code).pk) for code in ("i.1", "i.2")]
    form = CommitmentForm(
        typed(
            whose="counterpart",
            counterpart=str(commitment.counterpart_id),
            text="Ny text",
            goals=goals,
            classification="working",
            version="1",
        ),
        instance=commitment,
        user=officer,
    )
    assert form.is_valid(), form.errors
    other = type(commitment).objects.get(pk=commitment.pk)
    change_commitment(commitment=other, goals=[make.goal("i.3")], by=officer, expected_version=1)
    with pytest.raises(Conflict) as conflict:
        change_commitment(commitment=commitment, goals=[], by=officer, expected_version=1)
    form.show_conflict(conflict.value)
    assert form["goals"].value() == goals
    assert form.conflict is not None
    asked = form.conflict.questions["goals"]
    assert [piece.text for piece in asked.theirs] == [str(make.goal("i.1")), str(make.goal("i.3"))]
    assert [piece.text for piece in asked.mine] == [str(make.goal("i.1")), f"{make.goal('i.1')}, {make.goal('i.2')}"]
    assert asked.proposal == [make.goal("i.2").pk, make.goal("i.3").pk]


def intervention_form(make: Making, officer: User, **more: str) -> InterventionForm:
    event = make.event()
    said = {"goal": str(make.goal().pk), "message": "Fråga", "carried_by": "sweden", "classification": "working"}
    return InterventionForm(
        typed(**said | more), instance=Intervention(strategy=event.strategy, event=event), user=officer
    )


@pytest.mark.parametrize(
    ("answered", "sentence"),
    [
        ({"response": "Svar"}, "Ange åt vilket håll svaret lutar."),
        ({"response": "Svar", "lean": ""}, "Ange åt vilket håll svaret lutar."),
        (
            {"response": "Svar", "lean": "none"},
            "Ett svar är inskrivet. Ange åt vilket håll det lutar, eller töm fältet Svar.",
        ),
    ],
)
def test_answer_without_a_lean_is_asked_about(
    make: Making, officer: User, answered: dict[str, str], sentence: str
) -> None:
    assert intervention_form(make, officer, **answered).errors["lean"] == [sentence]


@pytest.mark.parametrize(
    ("answered", "lean"),
    [
        ({}, "none"),
        ({"lean": ""}, "none"),
        ({"lean": "none"}, "none"),
        ({"response": " ", "lean": ""}, "none"),
        ({"response": "Svar", "lean": "negative"}, "negative"),
        ({"response": "Svar", "lean": "noncommittal"}, "noncommittal"),
    ],
)
def test_where_there_is_no_answer_there_is_no_lean(
    make: Making, officer: User, answered: dict[str, str], lean: str
) -> None:
    form = intervention_form(make, officer, **answered)
    assert form.is_valid(), form.errors
    assert form.instance.lean == lean


def test_no_lean_is_chosen_in_advance(make: Making, officer: User) -> None:
    event = make.event()
    unanswered = make.intervention(event)
    answered = make.intervention(event, "i.2", response="Ja.", lean="positive")
    new = Intervention(strategy=event.strategy, event=event)
    chosen = [InterventionForm(instance=said, user=officer)["lean"].value() for said in (new, unanswered, answered)]
    assert chosen == ["", "", "positive"]


def test_intervention_offers_only_its_own_agenda_and_strategy(
    make: Making, make_foreign: Making, officer: User
) -> None:
    event = make.event()
    own = make.agenda_item(event)
    make.agenda_item(make.event())
    make_foreign.counterpart("Främmande motpart")
    there = make.counterpart("Ö-organet")
    make.counterpart("A-organet")
    make.event_counterpart(event, counterpart=there)
    form = InterventionForm(instance=Intervention(strategy=event.strategy, event=event), user=officer)
    assert list(form.fields["agenda_item"].queryset) == [own]  # type: ignore[attr-defined]
    names = [str(one) for one in form.fields["counterpart"].queryset]  # type: ignore[attr-defined]
    assert names == ["Ö-organet", "A-organet"]
    assert {goal.strategy_id for goal in form.fields["goal"].queryset} == {event.strategy_id}  # type: ignore[attr-defined]


def test_goals_are_offered_under_their_focus_areas(make: Making) -> None:
    form = ObservationForm(instance=make.observation(state="draft"), user=make.contact)
    groups = [(name, len(choices)) for name, choices in form.fields["goals"].choices]  # type: ignore[attr-defined]
    assert [(name.split(")")[0], count) for name, count in groups] == [("i", 7), ("ii", 8), ("iii", 6)]


def test_observation_lies_in_the_past(make: Making) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = ObservationForm(
        typed(title="Kö", text="Lång", observed_on=tomorrow.isoformat()),
        instance=make.observation(state="draft"),
        user=make.contact,
    )
    assert form.errors["observed_on"] == ["Dagen har inte varit än."]
