from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.meetings.models.events import Event
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]

FACTS = {
    "kind": "scpf",
    "level": "headquarters",
    "title": "SCPF 30",
    "starts_on": "2022-06-28",
    "classification": "working",
}


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("dialogue:events", args=[strategy.slug])


def test_planned_events_stand_first_in_the_order_they_come_then_the_latest(
    make: Making, officer: User, browse: Browse, url: str
) -> None:
    make.event(title="Äldst", starts_on=date(2020, 3, 1))
    make.event(title="Senast hållet", starts_on=date(2021, 11, 1), state="minuted")
    make.event(title="Senare", starts_on=date(2022, 6, 1), state="planned")
    make.event(title="Nästa", starts_on=date(2022, 3, 1), state="planned")
    groups = browse(officer).get(url).context["groups"]
    assert [(group.label, [str(event) for event in group.events]) for group in groups] == [
        ("Planerade", ["Nästa", "Senare"]),
        ("2021", ["Senast hållet"]),
        ("2020", ["Äldst"]),
    ]


def test_coordination_is_told_from_dialogue(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.event(kind="scpf")
    assert 'data-state="coordination"' not in browse(officer).get(url).text
    make.event(kind="eu_coordination")
    assert browse(officer).get(url).text.count('data-state="coordination"') == 1


def test_secret_event_is_absent_from_list_count_and_choices(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.event(title="Öppet möte")
    secret = make.event(title="Kvarnsten", country="Hemlighetsland", classification=Classification.SECRET)
    make.event_counterpart(secret, counterpart=make.counterpart("Hemlig motpart"))
    for role in ("officer", "head", "delegation"):
        page = browse(cast[role]).get(url)
        assert "Kvarnsten" in page.text
        assert page.context["page"].paginator.count == 2
    page = browse(cast.reader).get(url)
    assert page.context["page"].paginator.count == 1
    for word in ("Kvarnsten", "Hemlighetsland", "Hemlig motpart"):
        assert word not in page.text


def test_goal_raised_in_secret_is_not_listed_for_a_reader(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.intervention(make.event(), "ii.7", classification=Classification.SECRET)
    shown = '<span class="nowrap">ii.7'
    assert shown in browse(cast.officer).get(url).text
    assert shown not in browse(cast.reader).get(url).text


@pytest.mark.parametrize("role", ["contact", "admin", "outsider"])
def test_page_does_not_exist_for_those_without_a_part_in_dialogue(
    cast: Cast, browse: Browse, url: str, role: str
) -> None:
    assert browse(cast[role]).get(url).status_code == 404


def test_htmx_gets_the_list_alone(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.event(title="Med")
    make.event(title="Utan", kind="council")
    page = browse(officer).get(url, {"kind": "scpf"}, headers={"HX-Request": "true"})
    assert page.text.lstrip().startswith('<div class="stack" id="list">')
    assert ("Med" in page.text, "Utan" in page.text) == (True, False)
    restored = browse(officer).get(url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.text


def test_list_is_paginated_and_keeps_the_filter(make: Making, officer: User, browse: Browse, url: str) -> None:
    for number in range(26):
        make.event(title=f"Session {number}")
    page = browse(officer).get(url, {"kind": "scpf"})
    assert len(page.context["page"]) == 25
    assert 'href="?kind=scpf&amp;page=2"' in page.text
    assert len(browse(officer).get(f"{url}?kind=scpf&page=2").context["page"]) == 1


def test_empty_list_says_how_to_begin(cast: Cast, browse: Browse, url: str) -> None:
    assert "Nytt möte" in browse(cast.officer).get(url).text
    page = browse(cast.reader).get(url)
    assert "Inga möten än" in page.text
    assert "Nytt möte" not in page.text


def test_event_is_planned_and_leads_to_its_page(strategy: Strategy, officer: User, browse: Browse) -> None:
    url = reverse("dialogue:event-new", args=[strategy.slug])
    assert browse(officer).get(url).status_code == 200
    response = browse(officer).post(url, FACTS)
    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/meetings/{event.pk}/")
    assert (event.state, event.ends_on, event.created_by) == ("planned", date(2022, 6, 28), officer)


def test_what_was_typed_stays_when_something_is_wrong(strategy: Strategy, officer: User, browse: Browse) -> None:
    url = reverse("dialogue:event-new", args=[strategy.slug])
    response = browse(officer).post(url, FACTS | {"starts_on": "", "place": "Palais des Nations"})
    assert response.status_code == 422
    assert "Palais des Nations" in response.text
    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", ["head", "reader", "contact", "admin", "outsider"])
def test_those_who_may_not_write_find_no_form(strategy: Strategy, cast: Cast, browse: Browse, role: str) -> None:
    url = reverse("dialogue:event-new", args=[strategy.slug])
    assert browse(cast[role]).get(url).status_code == 404
    assert browse(cast[role]).post(url, FACTS).status_code == 404
    assert Event.objects.count() == 0


def test_closed_strategy_refuses_a_new_event_in_a_sentence(
    strategy: Strategy, officer: User, browse: Browse, url: str
) -> None:
    strategy.status = Strategy.Status.CLOSED
    strategy.save()
    assert "tar inte emot nya möten" in browse(officer).get(url).text
    response = browse(officer).post(reverse("dialogue:event-new", args=[strategy.slug]), FACTS)
    assert response.status_code == 422
    assert "Strategin är avslutad och tar inte emot ny dialog" in response.text
    assert Event.objects.count() == 0


def test_membership_that_ended_yesterday_opens_nothing(officer: User, browse: Browse, url: str) -> None:
    officer.memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert browse(officer).get(url).headers["Location"] == f"/sign-in/?next={url}"
