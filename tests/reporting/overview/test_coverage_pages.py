import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.overview.volume import fill, queries

Browse = Callable[[User], Client]
NUMBERS = re.compile(r'<a href="([^"]*/coverage/messages/\?[^"]*)">(\d+)<')


@pytest.fixture
def standing(strategy: Strategy) -> Strategy:
    strategy.demonstration_on = date(2022, 2, 15)
    strategy.save()
    return strategy


@pytest.fixture
def path(standing: Strategy) -> str:
    return reverse("reporting:coverage", args=[standing.slug])


@pytest.fixture
def list_path(standing: Strategy) -> str:
    return reverse("reporting:coverage-cell", args=[standing.slug])


@pytest.mark.long
def test_same_number_of_queries_with_one_and_thirty(
    make: Making, officer: User, browse: Browse, path: str, list_path: str
) -> None:
    client = browse(officer)
    fill(make, 1)
    with_one = [queries(client, path), queries(client, f"{list_path}?goal=i.1")]
    fill(make, 29)

    assert [queries(client, path), queries(client, f"{list_path}?goal=i.1")] == with_one


@pytest.mark.parametrize("role", ["officer", "reader"])
def test_every_number_leads_to_as_many_messages(role: str, make: Making, cast: Cast, browse: Browse, path: str) -> None:
    for turn, marking in enumerate(("open", "working", "secret")):
        event = make.event(classification=marking, starts_on=date(2021, 1 + 3 * turn, 1))
        make.intervention(event, "i.1", lean="positive", response="Ja.")
        make.intervention(event, "ii.3", classification="secret")
    make.intervention(make.event(kind=Event.EventKind.EU_COORDINATION), "i.1")
    client = browse(cast[role])

    numbers = NUMBERS.findall(client.get(path, {"year": 2021}).content.decode())

    assert len(numbers) == {"officer": 20, "reader": 12}[role]
    for address, number in numbers:
        assert client.get(unescape(address)).context["page"].paginator.count == int(number), address


def test_a_message_stands_with_its_answer_and_leads_to_the_meeting(
    make: Making, officer: User, browse: Browse, list_path: str
) -> None:
    counterpart = make.counterpart("IOM:s generaldirektör")
    said = make.intervention(lean="positive", response="Vi lovar.", counterpart=counterpart, message="Sagt.")

    page = browse(officer).get(f"{list_path}?goal=i.1&kind=scpf&year=2021").content.decode()

    for words in ("Sagt.", "Vi lovar.", "IOM:s generaldirektör", "positivt", f'href="{said.get_absolute_url()}"'):
        assert words in page


def test_the_list_is_paged(make: Making, officer: User, browse: Browse, list_path: str) -> None:
    event = make.event()
    for _each in range(30):
        make.intervention(event)
    client = browse(officer)

    first = client.get(list_path, {"goal": "i.1"})
    second = client.get(list_path, {"goal": "i.1", "page": "2"})

    assert (len(first.context["page"]), len(second.context["page"])) == (25, 5)
    assert "?goal=i.1&amp;page=2" in first.content.decode()


@pytest.mark.parametrize(
    "query", [{"goal": "x.9"}, {"kind": "party"}, {"year": "1066"}, {"quarter": "5"}, {"year": "nonsense"}]
)
def test_a_place_that_does_not_exist_is_told_beside_its_field(
    query: dict[str, str], make: Making, officer: User, browse: Browse, list_path: str
) -> None:
    make.intervention()
    response = browse(officer).get(list_path, query)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(query)
    assert response.context["page"].paginator.count == 0


def test_silent_goals_are_named(make: Making, officer: User, browse: Browse, path: str) -> None:
    for goal in make.strategy.goals.exclude(code="iii.6"):
        make.intervention(make.event(starts_on=date(2020, 6, 1)), goal.code)
    client = browse(officer)

    whole, year = client.get(path), client.get(path, {"year": 2021})

    assert [goal.code for goal in whole.context["by_kind"].silent] == ["iii.6"]
    assert "Aldrig framfört i dialog:" in whole.content.decode()
    assert len(year.context["by_kind"].silent) == 21
    assert "Inte framfört i dialog 2021:" in year.content.decode()


def test_a_year_that_does_not_exist_is_the_whole_period(officer: User, browse: Browse, path: str) -> None:
    for year in ("1066", "nonsense", ""):
        assert browse(officer).get(path, {"year": year}).context["year"] is None
