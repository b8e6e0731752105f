"""A form that is sent twice makes one thing, and leads to it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.meetings.models.events import Event
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.sending import once
from strategy.sending.models import Sending
from tests.conftest import Cast
from tests.found_forms import forms_on
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def form(**changes: str) -> dict[str, str]:
    typed = {"kind": "scpf", "level": "headquarters", "title": "SCPF 29", "starts_on": "2021-06-28"}
    return typed | {"classification": "working", "form_key": str(uuid4())} | changes


@pytest.fixture
def new_url(strategy: Strategy) -> str:
    return reverse("dialogue:event-new", args=[strategy.slug])


@pytest.fixture
def client(officer: User, browse: Callable[[User], Client]) -> Client:
    return browse(officer)


def test_a_form_sent_twice_makes_one_thing_and_leads_to_it(client: Client, new_url: str) -> None:
    typed = form()
    first, second = client.post(new_url, typed), client.post(new_url, typed)
    assert first["Location"] == second["Location"] == Event.objects.get().get_absolute_url()


def test_a_script_that_sends_a_form_is_told_where_it_leads(client: Client, new_url: str) -> None:
    typed, as_script = form(), {"Accept": "application/json"}
    answers = [client.post(new_url, typed, headers=as_script).json() for _each in range(2)]
    assert answers == [{"location": Event.objects.get().get_absolute_url()}] * 2
    refused = client.post(new_url, form(title=""), headers=as_script)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/html; charset=utf-8")


def test_a_form_made_anew_makes_another(client: Client, new_url: str) -> None:
    client.post(new_url, form())
    client.post(new_url, form())
    assert Event.objects.count() == 2


def test_sent_again_with_other_content_it_opens_the_things_form_with_that(client: Client, new_url: str) -> None:
    typed = form()
    client.post(new_url, typed)
    page = client.post(new_url, typed | {"title": "SCPF 30"}, follow=True)
    event = Event.objects.get()
    assert page.redirect_chain == [(reverse("dialogue:event-edit", args=[event.pk]), 302)]
    assert page.context["form"]["title"].value() == "SCPF 30"
    assert (event.title, event.version) == ("SCPF 29", 1)
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    client.post(page.redirect_chain[0][0], typed)
    event.refresh_from_db()
    assert (event.title, event.version) == ("SCPF 30", 2)


def test_a_change_sent_again_opens_as_a_change(client: Client, make: Making) -> None:
    event = make.event(title="SCPF 28")
    address = reverse("dialogue:event-edit", args=[event.pk])
    typed = form(version="1")
    client.post(address, typed)
    page = client.post(address, typed | {"title": "SCPF 30"}, follow=True)
    event.refresh_from_db()
    assert (event.title, event.version) == ("SCPF 29", 2)
    assert (page.redirect_chain, page.status_code) == ([(address, 302)], 409)
    assert "SCPF 30" in page.text
    assert f'name="form_key" value="{typed["form_key"]}"' not in page.text


def test_what_has_no_form_of_its_own_opens_where_it_was_written(client: Client, make: Making) -> None:
    activity = make.activity()
    address = reverse("priorities:activity-notes", args=[activity.pk])
    typed = {"text": "Mötet hölls.", "happened_on": "2021-06-28", "form_key": str(uuid4())}
    client.post(address, typed)
    page = client.post(address, typed | {"text": "Mötet hölls i Genève."}, follow=True)
    assert [update.text for update in activity.updates.all()] == ["Mötet hölls."]
    assert page.context["note"]["text"].value() == "Mötet hölls i Genève."
    assert "Det här var redan sparat" in page.text
    (key,) = {one.fields["form_key"][0] for one in forms_on(address, page.text) if one.path == address}
    client.post(address, typed | {"text": "Mötet hölls i Genève.", "form_key": key})
    assert [update.text for update in activity.updates.latest_first()] == ["Mötet hölls i Genève.", "Mötet hölls."]


def test_a_part_of_a_page_is_left_for_the_form_with_the_other_content(client: Client, new_url: str) -> None:
    typed = form()
    client.post(new_url, typed)
    answered = client.post(new_url, typed | {"title": "SCPF 30"}, headers={"HX-Request": "true"})
    address = Event.objects.get().get_edit_url()
    assert (answered.status_code, answered["HX-Redirect"]) == (200, address)
    assert client.get(address).context["form"]["title"].value() == "SCPF 30"


def test_an_invitation_sent_twice_is_one_and_leads_to_the_list(
    strategy: Strategy, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    address = reverse("strategy:contact-invitation-new", args=[strategy.slug])
    sida = Organisation.objects.get(key="sida")
    typed = {"email": "ny@test.example", "organisation": str(sida.pk), "form_key": str(uuid4())}
    assert client.post(address, typed).status_code == 200
    again = client.post(address, typed)
    assert again["Location"] == reverse("strategy:contacts", args=[strategy.slug])
    assert (Invitation.objects.count(), len(mailoutbox)) == (1, 1)


def test_what_was_refused_is_sent_again_under_the_same_key(client: Client, new_url: str) -> None:
    typed = form(title="")
    page = client.post(new_url, typed)
    assert (page.status_code, Sending.objects.count()) == (422, 0)
    assert f'name="form_key" value="{typed["form_key"]}"' in page.text
    assert client.post(new_url, typed | {"title": "SCPF 29"}).status_code == 302


def test_anothers_key_is_of_no_meaning(
    client: Client, new_url: str, cast: Cast, browse: Callable[[User], Client]
) -> None:
    typed = form()
    client.post(new_url, typed)
    browse(cast.colleague).post(new_url, typed)
    assert Event.objects.count() == 2


def test_a_claim_whose_holder_died_is_taken_over(
    client: Client, officer: User, new_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = form()
    long_ago = timezone.now() - once.GIVEN_UP_AFTER - timedelta(seconds=1)
    Sending.objects.create(user=officer, key=typed["form_key"], address=new_url, digest="", at=long_ago)
    assert client.post(new_url, typed).status_code == 302
    monkeypatch.setattr(once, "SECONDS_OF_PATIENCE", 0)
    fresh = form()
    Sending.objects.create(user=officer, key=fresh["form_key"], address=new_url, digest="", at=timezone.now())
    assert client.post(new_url, fresh).status_code == 409
    assert Event.objects.count() == 1


def test_a_holder_that_died_after_it_made_the_thing_leads_to_it(client: Client, officer: User, new_url: str) -> None:
    typed = form()
    client.post(new_url, typed)
    Sending.objects.update(location="")
    assert client.post(new_url, typed)["Location"] == Event.objects.get().get_absolute_url()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one(officer: User, new_url: str) -> None:
    typed, answers = form(), []

    def send() -> None:
        client = Client()
        client.force_login(officer)
        answers.append(client.post(new_url, typed)["Location"])
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {Event.objects.get().get_absolute_url()}
    assert len(answers) == 4


@pytest.mark.django_db(transaction=True)
def test_what_was_made_without_an_address_leads_where_the_first_answer_does(
    client: Client, officer: User, new_url: str
) -> None:
    typed = form()
    client.post(new_url, typed)
    Sending.objects.update(location="")
    sending = Sending.objects.get()
    sending.thing = officer.memberships.first()
    sending.save()

    def settle() -> None:
        Sending.objects.update(location="/elsewhere/")
        connection.close()

    threading.Timer(0.5, settle).start()
    assert client.post(new_url, typed)["Location"] == "/elsewhere/"
