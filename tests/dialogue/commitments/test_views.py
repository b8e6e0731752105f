from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.commitments.models import Commitment
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.overview.volume import queries

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def promise(make: Making, **changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "text": "IOM lämnar en plan.",
        "whose": "counterpart",
        "counterpart": make.any_counterpart().pk,
        "due_on": "2021-12-31",
        "goals": [make.goal("i.1").pk, make.goal("i.3").pk],
        "classification": "working",
    }
    return typed | changes


def test_commitment_is_recorded_at_its_meeting(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    response = browse(officer).post(reverse("dialogue:event-commitments", args=[event.pk]), promise(make))
    assert response["Location"] == f"/meetings/{event.pk}/#commitments"
    commitment = Commitment.objects.get()
    assert [goal.code for goal in commitment.goals.all()] == ["i.1", "i.3"]


def test_commitment_without_goals_or_giver_is_asked_about(make: Making, officer: User, browse: Browse) -> None:
    url = reverse("dialogue:event-commitments", args=[make.event().pk])
    response = browse(officer).post(url, promise(make, goals=[], counterpart=""))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"goals", "counterpart"}
    assert "IOM lämnar en plan." in response.text


@pytest.mark.parametrize("role", ["officer", "head", "delegation", "reader"])
def test_page_tells_what_whose_and_when(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    commitment = make.commitment(make.event(), due_on=date(2021, 12, 31))
    text = browse(cast[role]).get(commitment.get_absolute_url()).text
    for words in (commitment.text, "IOM:s administration", "31 december 2021", "SCPF:s möte i juni", "Försenad"):
        assert words in text
    assert ("Skriv in hur det gick" in text) == (role in {"officer", "delegation"})


@pytest.mark.parametrize("role", ["contact", "admin", "outsider"])
def test_page_does_not_exist_for_the_rest(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    assert browse(cast[role]).get(make.commitment().get_absolute_url()).status_code == 404


def test_secret_commitment_does_not_exist_for_a_reader(make: Making, cast: Cast, browse: Browse) -> None:
    own = make.commitment(classification=Classification.SECRET)
    inherited = make.commitment(make.event(classification=Classification.SECRET))
    for commitment in (own, inherited):
        assert browse(cast.reader).get(commitment.get_absolute_url()).status_code == 404
        assert browse(cast.head).get(commitment.get_absolute_url()).status_code == 200


def test_resolution_is_written_in_and_taken_back(make: Making, officer: User, browse: Browse) -> None:
    commitment = make.commitment()
    url = reverse("dialogue:commitment-resolution", args=[commitment.pk])
    response = browse(officer).post(
        url, {"state": "fulfilled", "resolved_on": "2021-11-01", "resolution": "Planen kom."}
    )
    assert response.status_code == 302
    assert "Planen kom." in browse(officer).get(commitment.get_absolute_url()).text
    browse(officer).post(reverse("dialogue:commitment-reopening", args=[commitment.pk]))
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_resolution_without_words_or_in_the_future_comes_back_as_typed(
    make: Making, officer: User, browse: Browse
) -> None:
    commitment = make.commitment()
    url = reverse("dialogue:commitment-resolution", args=[commitment.pk])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    future = browse(officer).post(url, {"state": "lapsed", "resolved_on": tomorrow, "resolution": "Uteblev."})
    assert future.status_code == 422
    assert future.context["form"].errors == {"resolved_on": ["Dagen har inte varit än."]}
    assert "Uteblev." in future.text
    silent = browse(officer).post(url, {"state": "lapsed", "resolved_on": "2021-11-01", "resolution": ""})
    assert set(silent.context["form"].errors) == {"resolution"}
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_commitment_is_changed_and_a_conflict_shows_both(make: Making, officer: User, browse: Browse) -> None:
    commitment = make.commitment()
    url = reverse("dialogue:commitment-edit", args=[commitment.pk])
    assert browse(officer).get(url).status_code == 200
    assert browse(officer).post(url, promise(make, version="1", text="Deras text.")).status_code == 302
    response = browse(officer).post(url, promise(make, version="1", text="Min text."))
    assert response.status_code == 409
    assert "Deras text." in response.text
    assert "Min text." in response.text


def test_removed_commitment_leads_back_to_its_meeting(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    commitment = make.commitment(event)
    response = browse(officer).post(reverse("dialogue:commitment-removal", args=[commitment.pk]))
    assert response["Location"] == event.get_absolute_url()
    assert browse(officer).get(commitment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["head", "reader", "contact", "admin", "outsider"])
def test_those_who_may_not_write_find_no_address(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    commitment = make.commitment()
    for name in ("edit", "resolution", "reopening", "removal"):
        url = reverse(f"dialogue:commitment-{name}", args=[commitment.pk])
        assert browse(cast[role]).post(url).status_code == 404


# ------------------------------------------------------------------ the list


@pytest.fixture
def listed(strategy: Strategy) -> str:
    """The list of a strategy that stands on one day, in the middle of February 2022."""
    strategy.demonstration_on = date(2022, 2, 15)
    strategy.save()
    return reverse("dialogue:commitments", args=[strategy.slug])


@pytest.fixture
def promised(make: Making, listed: str) -> None:
    settled: dict[str, Any] = {"resolved_on": date(2022, 1, 10), "resolution": "Så gick det."}
    make.commitment(text="Utan dag", due_on=None)
    make.commitment(text="Senare", due_on=date(2022, 6, 1))
    make.commitment(text="Snart", due_on=date(2022, 2, 15))
    make.commitment(text="Sen", due_on=date(2022, 2, 14))
    make.commitment(text="Senast", due_on=date(2021, 6, 30), whose="sweden")
    make.commitment(text="Hållen", state="fulfilled", **settled)
    make.commitment(text="Halvt hållen", state="partly", **settled | {"resolved_on": date(2022, 1, 11)})
    make.commitment(text="Bruten", state="lapsed", **settled)


@pytest.mark.parametrize(
    ("state", "texts"),
    [
        ("", ["Senast", "Sen", "Snart", "Senare", "Utan dag"]),
        ("late", ["Senast", "Sen"]),
        ("fulfilled", ["Hållen"]),
        ("partly", ["Halvt hållen"]),
        ("lapsed", ["Bruten"]),
        ("all", ["Senast", "Sen", "Snart", "Senare", "Utan dag", "Halvt hållen", "Hållen", "Bruten"]),
        ("finns-inte", ["Senast", "Sen", "Snart", "Senare", "Utan dag"]),
    ],
)
def test_late_first_then_by_day(
    promised: None, officer: User, browse: Browse, listed: str, state: str, texts: list[str]
) -> None:
    page = browse(officer).get(listed, {"state": state})
    assert [commitment.text for commitment in page.context["page"]] == texts
    counts = {tab.state: tab.count for tab in page.context["tabs"]}
    assert counts == {"open": 5, "late": 2, "fulfilled": 1, "partly": 1, "lapsed": 1, "all": 8}


def test_filter_counts_in_the_tabs(promised: None, officer: User, browse: Browse, listed: str) -> None:
    page = browse(officer).get(listed, {"whose": "sweden"})
    assert [commitment.text for commitment in page.context["page"]] == ["Senast"]
    assert {tab.state: tab.count for tab in page.context["tabs"]}["all"] == 1
    assert 'href="?whose=sweden&amp;state=late"' in page.text


def test_secret_commitment_is_absent_from_list_tabs_and_choices(
    make: Making, cast: Cast, browse: Browse, listed: str
) -> None:
    make.commitment(text="Syns")
    hidden = make.counterpart("Hemlig motpart")
    make.commitment(text="Kvarnsten", classification=Classification.SECRET, counterpart=hidden)
    make.commitment(make.event(classification=Classification.SECRET), text="Följer mötet", counterpart=hidden)
    page = browse(cast.reader).get(listed)
    assert [tab.count for tab in page.context["tabs"]] == [1, 1, 0, 0, 0, 1]
    for word in ("Kvarnsten", "Följer mötet", "Hemlig motpart"):
        assert word not in page.text
        assert word in browse(cast.head).get(listed).text


def test_commitments_are_a_tab_of_the_meetings(make: Making, reader: User, browse: Browse, listed: str) -> None:
    tabs = browse(reader).get(listed).context["section_tabs"]
    assert ("Utfästelser", "page") in [(str(tab.label), tab.current) for tab in tabs]
    assert listed in browse(reader).get(reverse("dialogue:events", args=[make.strategy.slug])).text
    assert f"{listed}?whose=counterpart" in browse(reader).get(f"/strategies/{make.strategy.slug}/").text


def test_empty_list_says_where_commitments_come_from(officer: User, browse: Browse, listed: str) -> None:
    assert "skrivs in på mötets sida" in browse(officer).get(listed).text
    assert "Inga utfästelser i det här läget" in browse(officer).get(listed, {"state": "lapsed"}).text


@pytest.mark.long
def test_list_is_paginated_and_takes_no_more_queries_for_more(
    make: Making, officer: User, browse: Browse, listed: str
) -> None:
    make.commitment(make.event(), ["i.1", "i.2"])
    client = browse(officer)
    client.get(listed)
    one = queries(client, listed)
    for number in range(29):
        make.commitment(make.event(), ["i.1", "ii.2"], counterpart=make.counterpart(f"Motpart {number}"))
    assert queries(client, listed) == one
    page = client.get(listed, {"whose": "counterpart"})
    assert len(page.context["page"]) == 25
    assert 'href="?whose=counterpart&amp;page=2"' in page.text
