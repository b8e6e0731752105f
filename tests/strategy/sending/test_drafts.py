"""What is typed and not saved is its writer's alone."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from strategy.accounts.entry.store import MARKS
from strategy.accounts.own_data_export import own_data
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.sending import drafts
from strategy.sending.models import Draft
from tests.conftest import Cast
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]
SAVING = "/drafts/saving/"


@pytest.fixture
def new_url(strategy: Strategy) -> str:
    return reverse("dialogue:event-new", args=[strategy.slug])


@pytest.fixture
def client(officer: User, browse: Callable[[User], Client]) -> Client:
    return browse(officer)


def typed(address: str, **changes: str) -> dict[str, str]:
    """As the page sends it by itself, and with the key that the form itself is sent with."""
    key = str(uuid4())
    sent = {"draft-address": address, "draft-key": key, "form_key": key}
    return sent | {"title": "Halvvägs", "classification": "working"} | changes


def test_a_draft_is_saved_and_found_by_its_writer_alone(
    client: Client, cast: Cast, new_url: str, browse: Callable[[User], Client]
) -> None:
    sent = typed(new_url)
    answered = client.post(SAVING, sent)
    assert set(answered.json()) == {"number", "key", "typed", "at", "saved"}
    client.post(SAVING, sent | {"title": "Längre"})
    assert Draft.objects.count() == 1
    found = client.get("/drafts/", {"address": new_url}).json()["drafts"]
    assert [(one["key"], dict(one["typed"])["title"]) for one in found] == [(sent["form_key"], "Längre")]
    other = browse(cast.colleague)
    assert other.get("/drafts/", {"address": new_url}).json() == {"drafts": []}
    other.post(reverse("strategy:draft-removal", args=[found[0]["number"]]))
    assert Draft.objects.count() == 1
    page = other.get(new_url, {"draft": found[0]["number"]})
    assert page.context["form"]["title"].value() == ""


def test_two_tabs_of_a_new_thing_do_not_meet_and_two_of_one_thing_do(
    client: Client, new_url: str, make: Making
) -> None:
    client.post(SAVING, typed(new_url))
    client.post(SAVING, typed(new_url))
    edit = reverse("dialogue:event-edit", args=[make.event().pk])
    client.post(SAVING, typed(edit, version="1"))
    client.post(SAVING, typed(edit, version="1"))
    assert sorted(Draft.objects.values_list("address", flat=True)) == sorted([edit, new_url, new_url])


def test_it_opens_in_its_form_without_javascript_too(client: Client, new_url: str) -> None:
    number = client.post(SAVING, typed(new_url)).json()["number"]
    page = client.get(new_url, {"draft": number})
    assert (page.status_code, page.context["form"]["title"].value()) == (200, "Halvvägs")
    assert f'{new_url}?draft={number}"' in client.get(reverse("strategy:personal-data")).text


def test_it_is_gone_when_the_thing_is_saved(client: Client, new_url: str) -> None:
    sent = typed(new_url)
    client.post(SAVING, sent)
    client.post(SAVING, typed(new_url))
    complete = {"kind": "scpf", "level": "headquarters", "starts_on": "2021-06-28"}
    assert client.post(new_url, sent | complete | {"title": ""}).status_code == 422
    assert Draft.objects.count() == 2
    assert client.post(new_url, sent | complete).status_code == 302
    assert [draft.key for draft in Draft.objects.all()] != [sent["form_key"]]
    assert Draft.objects.count() == 1


def test_it_stays_when_another_button_of_the_page_is_pressed(client: Client, make: Making) -> None:
    activity = make.activity()
    notes, start = (reverse(f"priorities:activity-{name}", args=[activity.pk]) for name in ("notes", "start"))
    client.post(SAVING, typed(notes, text="Halvvägs"))
    assert client.post(start, {"form_key": str(uuid4())}).status_code == 302
    (draft,) = client.get("/drafts/", {"address": notes}).json()["drafts"]
    assert client.get(notes, {"draft": draft["number"]}).context["note"]["text"].value() == "Halvvägs"


def test_it_is_gone_after_its_days(client: Client, new_url: str, settings: Settings) -> None:
    client.post(SAVING, typed(new_url))
    settings.DRAFT_DAYS = 3
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=2))
    drafts.sweep()
    assert Draft.objects.count() == 1
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=4))
    drafts.sweep()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("chosen", "saved"), [("secret", False), ("", False), (None, False), ("working", True), ("open", True)]
)
def test_where_secrets_stay_out_nothing_is_saved_before_another_marking_is_chosen(
    client: Client, new_url: str, settings: Settings, chosen: str | None, saved: bool
) -> None:
    settings.SECRET_CONTENT = "reference"
    sent = typed(new_url)
    if chosen is None:
        del sent["classification"]
    else:
        sent["classification"] = chosen
    assert client.post(SAVING, sent).status_code == (200 if saved else 204)
    assert Draft.objects.count() == saved


@pytest.mark.parametrize("address", ["", "/nowhere/", "https://elsewhere.example/", "/sign-in/", "x" * 400])
def test_only_our_own_forms_have_drafts(client: Client, address: str) -> None:
    assert client.post(SAVING, typed(address)).status_code == 204
    assert Draft.objects.count() == 0


def test_to_be_saved_by_itself_is_no_use_of_the_session(client: Client, new_url: str) -> None:
    client.get(new_url)
    session = client.session
    session[MARKS] = session[MARKS] | {"used": session[MARKS]["used"] - 600}
    session.save()
    before = client.session[MARKS]["used"]
    client.post(SAVING, typed(new_url))
    client.get("/drafts/", {"address": new_url})
    assert client.session[MARKS]["used"] == before
    client.get(new_url)
    assert client.session[MARKS]["used"] > before


def test_a_draft_is_among_ones_own_data(client: Client, officer: User, new_url: str) -> None:
    client.post(SAVING, typed(new_url))
    assert [one["address"] for one in own_data(officer)["drafts"]] == [new_url]


def test_it_is_out_of_sight_while_the_thing_is(
    cast: Cast, browse: Callable[[User], Client], make: Making, officer: User
) -> None:
    """Of a form with a page, and of one that only takes what is sent."""
    observation = make.observation(state="returned", text="Som den var.")
    client = browse(cast.contact)
    edit = reverse("dialogue:observation-edit", args=[observation.pk])
    withdrawal = reverse("dialogue:observation-withdrawal", args=[observation.pk])
    for address in (edit, withdrawal):
        client.post(SAVING, typed(address, version="1"))
        assert len(client.get("/drafts/", {"address": address}).json()["drafts"]) == 1
    observation.refresh_from_db()
    assert observation.text == "Som den var."
    cast.contact.memberships.update(strategy=Strategy.objects.exclude(pk=observation.strategy_id).get())
    for address in (edit, withdrawal):
        assert client.get("/drafts/", {"address": address}).json() == {"drafts": []}
        assert client.get(address, {"draft": Draft.objects.get(address=address).pk}).status_code == 404
