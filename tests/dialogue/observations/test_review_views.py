from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.observations.models import Observation
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("dialogue:observations", args=[strategy.slug])


def sent(make: Making, days_ago: int, **fields: object) -> Observation:
    observation = make.observation(**fields)  # type: ignore[arg-type] # any field by name
    step = make.observation_step(observation, "submitted", by=observation.author, from_state="draft")
    step.at = noon(timezone.localdate() - timedelta(days=days_ago))
    step.save()
    return observation


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def address(name: str, observation: Observation) -> str:
    return reverse(f"dialogue:observation-{name}", args=[observation.pk])


@pytest.mark.parametrize("role", ["officer", "head"])
def test_what_has_waited_longest_stands_first_with_its_days(
    make: Making, cast: Cast, browse: Browse, url: str, role: str
) -> None:
    sent(make, 3, title="Ny")
    sent(make, 40, title="Gammal")
    sent(make, 90, title="Avgjord", state="accepted")
    page = browse(cast[role]).get(url)
    assert [(row.observation.title, row.days) for row in page.context["rows"]] == [("Gammal", 40), ("Ny", 3)]
    assert "40 dagar" in page.text


def test_waiting_counts_from_the_latest_submission(make: Making, officer: User, browse: Browse, url: str) -> None:
    observation = sent(make, 40)
    again = make.observation_step(observation, "submitted", by=observation.author, from_state="returned")
    again.at = noon(timezone.localdate() - timedelta(days=2))
    again.save()
    assert [row.days for row in browse(officer).get(url).context["rows"]] == [2]


def test_days_never_count_backwards_in_a_demonstration(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.strategy.demonstration_on = datetime(2022, 2, 15, tzinfo=UTC).date()
    make.strategy.save()
    sent(make, 0)
    assert [row.days for row in browse(officer).get(url).context["rows"]] == [0]


def test_tabs_count_every_state_but_drafts(make: Making, officer: User, browse: Browse, url: str) -> None:
    for state in ("draft", "submitted", "submitted", "returned", "accepted", "declined", "withdrawn"):
        sent(make, 1, state=state)
    page = browse(officer).get(url, {"state": "declined"})
    assert [(tab.state.value, tab.count, tab.current) for tab in page.context["tabs"]] == [
        ("submitted", 2, False),
        ("returned", 1, False),
        ("accepted", 1, False),
        ("declined", 1, True),
        ("withdrawn", 1, False),
    ]
    assert [row.observation.state for row in page.context["rows"]] == ["declined"]


def test_unknown_tab_is_the_waiting_one(make: Making, officer: User, browse: Browse, url: str) -> None:
    for state in ("draft", "finns-inte"):
        assert browse(officer).get(url, {"state": state}).context["state"] == "submitted"


def test_inbox_is_filtered_by_organisation_and_goal(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    sent(make, 1, title="Migrationsverkets", goals=["i.1"])
    sent(make, 1, title="Sidas", author=cast.other_contact, goals=["ii.5"])
    client = browse(cast.officer)
    organisation = cast.other_contact.memberships.get().organisation_id
    for query in (f"organisation={organisation}", f"goal={make.goal('ii.5').pk}"):
        page = client.get(f"{url}?{query}")
        assert [row.observation.title for row in page.context["rows"]] == ["Sidas"]
        assert page.context["tabs"][0].count == 1


def test_nothing_waiting_is_said(officer: User, browse: Browse, url: str) -> None:
    assert "Inget väntar" in browse(officer).get(url).text


def test_delegation_and_reader_see_what_is_accepted(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    sent(make, 9, title="Väntande")
    sent(make, 9, title="Godtagen", state="accepted")
    sent(make, 9, title="Kvarnsten", state="accepted", classification=Classification.SECRET)
    for role, secret in (("delegation", True), ("reader", False)):
        page = browse(cast[role]).get(url)
        assert ("Väntande" in page.text, "Godtagen" in page.text, "Kvarnsten" in page.text) == (False, True, secret)
        assert page.context["page"].paginator.count == 1 + secret


@pytest.mark.parametrize("role", ["admin", "outsider"])
def test_list_does_not_exist_for_the_rest(cast: Cast, browse: Browse, url: str, role: str) -> None:
    assert browse(cast[role]).get(url).status_code == 404


VISIBLE: dict[str, set[str]] = {
    "officer": {"submitted", "returned", "accepted", "declined", "withdrawn"},
    "head": {"submitted", "returned", "accepted", "declined", "withdrawn"},
    "delegation": {"accepted"},
    "reader": {"accepted"},
    "contact": {"draft", "submitted", "returned", "accepted", "declined", "withdrawn"},
    "other_contact": set(),
    "admin": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("role", VISIBLE)
def test_one_observation_is_seen_in_the_states_of_the_table(
    make: Making, cast: Cast, browse: Browse, role: str
) -> None:
    client = browse(cast[role])
    statuses = {
        state: client.get(make.observation(state=state).get_absolute_url()).status_code
        for state in Observation.State.values
    }
    assert {state for state, status in statuses.items() if status == 200} == VISIBLE[role]


def test_secret_observation_does_not_exist_for_a_reader(make: Making, cast: Cast, browse: Browse) -> None:
    observation = make.observation(state="accepted", classification=Classification.SECRET)
    assert browse(cast.reader).get(observation.get_absolute_url()).status_code == 404
    assert browse(cast.contact).get(observation.get_absolute_url()).status_code == 200


def test_acceptance_ties_goals_and_tells_the_writer(make: Making, cast: Cast, browse: Browse) -> None:
    observation = sent(make, 5)
    response = browse(cast.officer).post(
        address("acceptance", observation), {"goals": [make.goal("ii.5").pk], "note": "Används i maj."}
    )
    assert response["Location"] == observation.get_absolute_url()
    observation.refresh_from_db()
    assert (observation.state, observation.author) == ("accepted", cast.contact)
    assert [goal.code for goal in observation.goals.all()] == ["ii.5"]
    assert "Används i maj." in browse(cast.contact).get(observation.get_absolute_url()).text


@pytest.mark.parametrize(("name", "state"), [("return", "returned"), ("decline", "declined")])
def test_return_and_decline_ask_for_a_reason(
    make: Making, officer: User, browse: Browse, name: str, state: str
) -> None:
    observation = sent(make, 5)
    refused = browse(officer).post(address(name, observation), {"reason": " "})
    assert refused.status_code == 422
    assert f'id="{name}-reason"' in refused.text
    observation.refresh_from_db()
    assert observation.state == "submitted"
    assert browse(officer).post(address(name, observation), {"reason": "Ange datum."}).status_code == 302
    observation.refresh_from_db()
    step = observation.steps.last()
    assert step is not None
    assert (observation.state, step.to_state, step.by, step.reason) == (state, state, officer, "Ange datum.")


def test_every_step_stands_in_the_story_with_who_when_and_why(make: Making, cast: Cast, browse: Browse) -> None:
    observation = sent(make, 5)
    client = browse(cast.officer)
    client.post(address("return", observation), {"reason": "Första skälet."})
    added = {"text": "Nu med datum.", "classification": "working", "action": "submit"}
    browse(cast.contact).post(reverse("dialogue:addition-new", args=[observation.pk]), added)
    client.post(address("decline", observation), {"reason": "Andra skälet."})
    page = client.get(observation.get_absolute_url())
    assert [(step.to_state, step.by.email.split("@")[0]) for step in page.context["observation"].visible_steps] == [
        ("declined", "officer"),
        ("submitted", "contact"),
        ("returned", "officer"),
        ("submitted", "contact"),
    ]
    assert "Första skälet." in page.text
    assert "Andra skälet." in page.text


def test_second_review_of_the_same_is_refused_on_the_page(make: Making, cast: Cast, browse: Browse) -> None:
    observation = sent(make, 5)
    browse(cast.officer).post(address("acceptance", observation), {})
    response = browse(cast.colleague).post(address("decline", observation), {"reason": "Dubblett."})
    assert response.status_code == 422
    observation.refresh_from_db()
    assert observation.state == "accepted"


def test_only_officers_review(make: Making, cast: Cast, browse: Browse) -> None:
    observation = sent(make, 5)
    for role in ("head", "delegation", "reader", "contact", "admin", "outsider"):
        client = browse(cast[role])
        for name in ("acceptance", "return", "decline", "registration"):
            response = client.post(address(name, observation), {"reason": "x"})
            assert response.status_code == 404, (role, name)
    observation.refresh_from_db()
    assert observation.state == "submitted"


def test_registration_keeps_the_words_and_the_writer(make: Making, cast: Cast, browse: Browse) -> None:
    observation = sent(make, 5, state="accepted")
    response = browse(cast.officer).post(
        address("registration", observation),
        {
            "registry_number": "Ju2022/00777",
            "goals": [make.goal("i.2").pk],
            "classification": "open",
            "lowering_reason": "Får spridas.",
            "version": "1",
        },
    )
    assert response.status_code == 302
    observation.refresh_from_db()
    assert (observation.registry_number, observation.classification, observation.text, observation.author) == (
        "Ju2022/00777",
        "open",
        "Mötena hålls nu varje vecka.",
        cast.contact,
    )
    assert "Ju2022/00777" in browse(cast.contact).get(observation.get_absolute_url()).text


def test_next_that_waits_is_one_click_away(make: Making, officer: User, browse: Browse) -> None:
    sent(make, 1, title="Nyast")
    sent(make, 60, title="Äldst")
    at_hand = sent(make, 90)
    assert str(browse(officer).get(at_hand.get_absolute_url()).context["following"]) == "Äldst"
