from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from priorities.figures.models.postings import Posting
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("priorities:postings", args=[strategy.slug])


def test_postings_stand_by_year_with_their_months(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.posting(year=2020, months=7, place="Baidoa")
    make.posting(year=2021, months=3, place="Cox’s Bazar")
    make.posting(year=2021, months=6, place="Mogadishu", kind="jpo", level="P2")
    page = browse(officer).get(url)

    assert [(year, months, [found.place for found in places]) for year, months, places in page.context["years"]] == [
        (2021, 9, ["Cox’s Bazar", "Mogadishu"]),
        (2020, 7, ["Baidoa"]),
    ]
    assert "JPO, <span" in page.text


def test_a_secret_posting_is_in_no_list_sum_or_choice(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.posting(year=2021, months=3)
    make.posting(year=2021, months=4, place="Kvarnsten", classification="secret")
    make.posting(year=2033, months=5, place="Kvarnsten", classification="secret")
    page = browse(cast.reader).get(url)

    assert [(year, months) for year, months, _places in page.context["years"]] == [(2021, 3)]
    for word in ("Kvarnsten", "2033"):
        assert word not in page.text
    assert "Kvarnsten" in browse(cast.head).get(url).text


def test_filters_by_year_and_goal(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.posting(["i.3"], year=2020, place="Juba")
    make.posting(["ii.8"], year=2021, place="Baidoa")
    for query in ("year=2020", f"goal={make.goal('i.3').pk}"):
        assert [found.place for found in browse(officer).get(f"{url}?{query}").context["page"]] == ["Juba"]


def test_a_posting_is_written_changed_and_removed(make: Making, officer: User, browse: Browse, url: str) -> None:
    client = browse(officer)
    new = reverse("priorities:posting-new", args=[make.strategy.slug])
    assert "Skriv aldrig vem som har tjänsten" in client.get(new).text
    typed = {
        "kind": "secondment",
        "year": "2021",
        "months": "9",
        "level": "P3",
        "place": "Juba",
        "source": "MSB:s redovisning",
        "goals": [make.goal("ii.8").pk],
        "classification": "open",
    }
    response = client.post(new, typed)
    found = Posting.objects.get()
    assert response["Location"] == f"{url}?year=2021#posting-{found.pk}"
    assert f'id="posting-{found.pk}"' in client.get(response["Location"].partition("#")[0]).text

    client.post(reverse("priorities:posting-edit", args=[found.pk]), typed | {"months": "12", "version": "1"})
    found.refresh_from_db()
    assert (found.months, found.version) == (12, 2)

    response = client.post(reverse("priorities:posting-removal", args=[found.pk]), follow=True)
    assert "Tjänsten ligger i papperskorgen." in response.text
    assert "Inga tjänster än" in response.text
