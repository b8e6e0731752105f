from datetime import date
from typing import Any

import pytest

from dialogue.commitments.forms import CommitmentFilter
from dialogue.commitments.models import Commitment
from dialogue.meetings.event_forms import EventFilter
from dialogue.meetings.models.events import Event
from dialogue.observations.forms import ObservationFilter
from dialogue.observations.models import Observation
from strategy.access import Classification
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def filtered(user: User, make: Making, **data: Any) -> EventFilter:
    return EventFilter(data, Event.objects.visible_to(user), strategy=make.strategy, user=user)


def titles(chosen: EventFilter) -> set[str]:
    return {event.title for event in chosen.qs}


def test_each_filter_narrows_the_list(make: Making, officer: User) -> None:
    counterpart = make.counterpart("IOM:s etikkontor")
    found = make.event(
        title="Rätt",
        kind="country_dialogue",
        level="country",
        country="Somalia",
        state="minuted",
        starts_on=date(2021, 9, 1),
    )
    make.event_counterpart(found, counterpart=counterpart)
    make.intervention(found, "ii.5")
    other = make.event(title="Fel", country="Kenya")
    make.intervention(other, "i.1")
    for data in (
        {"kind": "country_dialogue"},
        {"level": "country"},
        {"country": "Somalia"},
        {"state": "minuted"},
        {"counterpart": counterpart.pk},
        {"goal": make.goal("ii.5").pk},
        {"first": "2021-09-01"},
    ):
        chosen = filtered(officer, make, **data)
        assert titles(chosen) == {"Rätt"}, data
        assert chosen.is_active
    assert titles(filtered(officer, make, last="2021-08-31")) == {"Fel"}
    assert titles(filtered(officer, make)) == {"Rätt", "Fel"}
    assert not filtered(officer, make).is_active


def test_meeting_under_way_belongs_to_a_period_that_begins_in_it(make: Making, officer: User) -> None:
    make.event(title="Över årsskiftet", starts_on=date(2021, 12, 30), ends_on=date(2022, 1, 2))
    assert titles(filtered(officer, make, first="2022-01-01")) == {"Över årsskiftet"}
    assert titles(filtered(officer, make, last="2021-12-31")) == {"Över årsskiftet"}


def test_prepared_goal_counts_for_the_filter(make: Making, officer: User) -> None:
    event = make.event(title="Förberett", state="planned")
    make.prepared_goal(make.agenda_item(event), "iii.6")
    assert titles(filtered(officer, make, goal=make.goal("iii.6").pk)) == {"Förberett"}


def test_choices_come_from_what_the_person_may_see(make: Making, cast: Cast) -> None:
    secret = make.event(classification=Classification.SECRET, country="Hemlighetsland")
    make.event_counterpart(secret, counterpart=make.counterpart("Hemlig motpart"))
    seen = make.event(country="Kenya")
    make.event_counterpart(seen, counterpart=make.counterpart("Öppen motpart"))

    def choices(user: User) -> tuple[list[str], list[str]]:
        chosen = filtered(user, make)
        return (
            [value for value, _ in chosen.filters["country"].extra["choices"]],
            [str(one) for one in chosen.filters["counterpart"].extra["queryset"]],
        )

    assert choices(cast.officer) == (["Hemlighetsland", "Kenya"], ["Hemlig motpart", "Öppen motpart"])
    assert choices(cast.reader) == (["Kenya"], ["Öppen motpart"])


def test_secret_intervention_does_not_lead_a_reader_to_its_event(make: Making, cast: Cast) -> None:
    make.intervention(make.event(title="Öppet möte"), "ii.6", classification=Classification.SECRET)
    goal = make.goal("ii.6").pk
    assert titles(filtered(cast.officer, make, goal=goal)) == {"Öppet möte"}
    assert titles(filtered(cast.reader, make, goal=goal)) == set()


def test_choice_that_does_not_exist_changes_nothing(make: Making, officer: User) -> None:
    make.event(title="Kvar")
    assert titles(filtered(officer, make, kind="finns-inte", goal="999999")) == {"Kvar"}


def test_organisations_are_offered_where_something_of_theirs_is_seen(make: Making, cast: Cast) -> None:
    make.observation(state="accepted")
    make.observation(author=cast.other_contact, state="declined")

    def offered(user: User) -> set[str]:
        visible = Observation.objects.visible_to(user)
        chosen = ObservationFilter({}, visible, strategy=make.strategy, user=user)
        return {one.key for one in chosen.filters["organisation"].extra["queryset"]}

    assert offered(cast.officer) == {"migrationsverket", "sida"}
    assert offered(cast.reader) == {"migrationsverket"}


def commitments(user: User, make: Making, **data: Any) -> CommitmentFilter:
    return CommitmentFilter(data, Commitment.objects.visible_to(user), strategy=make.strategy, user=user)


def test_each_filter_narrows_the_commitments(make: Making, officer: User) -> None:
    council = make.counterpart("IOM:s generaldirektör")
    found = make.commitment(goals=["iii.1", "i.2"], counterpart=council)
    ours = make.commitment(goals=["ii.5"], whose="sweden", counterpart=None)
    for data in ({"whose": "counterpart"}, {"counterpart": council.pk}, {"goal": make.goal("iii.1").pk}):
        assert list(commitments(officer, make, **data).qs) == [found], data
        assert commitments(officer, make, **data).is_active
    assert set(commitments(officer, make, state="late").qs) == {found, ours}
    assert not commitments(officer, make, state="late").is_active


def test_counterparts_are_offered_where_a_commitment_of_theirs_is_seen(make: Making, cast: Cast) -> None:
    make.commitment(counterpart=make.counterpart("Hemlig motpart"), classification=Classification.SECRET)
    make.commitment(counterpart=make.counterpart("Öppen motpart"))
    make.counterpart("Utan utfästelser")

    def offered(user: User) -> list[str]:
        return [str(one) for one in commitments(user, make).filters["counterpart"].extra["queryset"]]

    assert offered(cast.head) == ["Hemlig motpart", "Öppen motpart"]
    assert offered(cast.reader) == ["Öppen motpart"]
