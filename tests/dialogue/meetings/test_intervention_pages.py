from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from strategy.access import Classification
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


def said(make: Making, **changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "goal": make.goal("i.3").pk,
        "message": "Sverige frågade efter planen.",
        "carried_by": "nordic",
        "response": "Den kommer i juni.",
        "lean": "noncommittal",
        "classification": "working",
    }
    return typed | changes


def url_of(event: Event) -> str:
    return reverse("dialogue:interventions", args=[event.pk])


@pytest.mark.parametrize("role", ["officer", "delegation"])
def test_what_was_said_and_answered_is_written_down(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    event = make.event()
    response = browse(cast[role]).post(url_of(event), said(make, counterpart=make.counterpart().pk))
    assert (response.status_code, response["Location"]) == (302, f"/meetings/{event.pk}/#agenda")
    intervention = Intervention.objects.get()
    assert (intervention.goal.code, intervention.lean, intervention.created_by) == ("i.3", "noncommittal", cast[role])


def test_form_begins_from_what_was_prepared(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    prepared = make.prepared_goal(make.agenda_item(event), "i.3", message="Fråga efter planen.")
    form = browse(officer).get(url_of(event), {"prepared": prepared.pk}).context["form"]
    assert (form["goal"].value(), form["agenda_item"].value(), form["message"].value()) == (
        prepared.goal_id,
        prepared.agenda_item_id,
        "Fråga efter planen.",
    )


@pytest.mark.parametrize("number", ["999999", "x", ""])
def test_unknown_preparation_gives_an_empty_form(make: Making, officer: User, browse: Browse, number: str) -> None:
    form = browse(officer).get(url_of(make.event()), {"prepared": number}).context["form"]
    assert form["message"].value() is None or form["message"].value() == ""


def test_what_another_meeting_prepared_does_not_show(make: Making, officer: User, browse: Browse) -> None:
    other = make.prepared_goal(make.agenda_item(make.event()), message="Annat möte.")
    page = browse(officer).get(url_of(make.event()), {"prepared": other.pk})
    assert "Annat möte." not in page.text


def test_wrong_form_comes_back_as_typed_to_its_own_place(make: Making, officer: User, browse: Browse) -> None:
    response = browse(officer).post(url_of(make.event()), said(make, message=""), headers=HTMX)
    assert response.status_code == 422
    assert response.text.lstrip().startswith("<form")
    assert "Den kommer i juni." in response.text
    assert (response["HX-Retarget"], response["HX-Reselect"]) == ("this", "form")


def test_forms_that_stand_open_together_share_no_ids(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    item = make.agenda_item(event)
    ids = set()
    for code in ("i.1", "i.2"):
        prepared = make.prepared_goal(item, code)
        response = browse(officer).get(url_of(event), {"prepared": prepared.pk}, headers=HTMX)
        ids.add(response.context["form"]["message"].auto_id)
    assert len(ids) == 2


def test_minuted_meeting_says_why_nothing_is_added(make: Making, officer: User, browse: Browse) -> None:
    response = browse(officer).post(url_of(make.event(state="minuted")), said(make))
    assert response.status_code == 422
    assert "Mötet är dokumenterat. Öppna det igen om något ska ändras." in response.text


def test_intervention_is_changed(make: Making, officer: User, browse: Browse) -> None:
    intervention = make.intervention()
    url = reverse("dialogue:intervention", args=[intervention.pk])
    response = browse(officer).post(url, said(make, version="1", message="Rättat."))
    assert response["Location"] == intervention.get_absolute_url()
    intervention.refresh_from_db()
    assert (intervention.message, intervention.goal.code) == ("Rättat.", "i.3")


def test_change_over_a_newer_version_shows_both(make: Making, officer: User, browse: Browse) -> None:
    intervention = make.intervention()
    url = reverse("dialogue:intervention", args=[intervention.pk])
    browse(officer).post(url, said(make, version="1", message="Deras ord."))
    response = browse(officer).post(url, said(make, version="1", message="Mina ord."))
    assert response.status_code == 409
    assert "Deras ord." in response.text
    assert "Mina ord." in response.text


def test_intervention_is_removed(make: Making, officer: User, browse: Browse) -> None:
    intervention = make.intervention()
    browse(officer).post(reverse("dialogue:intervention-removal", args=[intervention.pk]))
    assert not Intervention.objects.visible_to(officer).exists()


@pytest.mark.parametrize("role", ["head", "reader", "contact", "admin", "outsider"])
def test_those_who_may_not_write_find_no_address(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    intervention = make.intervention()
    for name in ("intervention", "intervention-removal"):
        assert browse(cast[role]).post(reverse(f"dialogue:{name}", args=[intervention.pk])).status_code == 404


def test_marking_of_one_answer_can_be_stricter_than_the_meetings(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event()
    make.intervention(event, message="Kvarnsten", classification=Classification.SECRET)
    assert "Kvarnsten" in browse(cast.delegation).get(event.get_absolute_url()).text
    assert "Kvarnsten" not in browse(cast.reader).get(event.get_absolute_url()).text


def test_absurd_numbers_are_no_error(make: Making, officer: User, client: Client) -> None:
    event = make.event(state="held")
    client.force_login(officer)
    for digits in ("9" * 25, "9" * 5000):
        assert client.get(f"/meetings/{event.pk}/interventions/?prepared={digits}").status_code == 200
        assert client.post(f"/meetings/{event.pk}/edit/", {"version": digits, "title": "Nytt"}).status_code in {
            409,
            422,
        }
