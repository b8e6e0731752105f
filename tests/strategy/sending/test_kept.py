"""What was posted and could not be taken comes back, to whoever wrote it and nobody else."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from dialogue.meetings.models.events import Event
from strategy.accounts.entry.models import Session
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.sending.kept import Kept, opened
from tests.conftest import Cast
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]

PASSWORD = "uppfoljning-2021"
TYPED = {"kind": "scpf", "level": "headquarters", "title": "SCPF 29 om kärnstöd", "starts_on": "2021-06-28"}


def form(**changes: str) -> dict[str, str]:
    return TYPED | {"classification": "working", "form_key": str(uuid4())} | changes


@pytest.fixture
def new_url(strategy: Strategy) -> str:
    return reverse("dialogue:event-new", args=[strategy.slug])


@pytest.fixture
def client(officer: User, browse: Callable[[User], Client]) -> Client:
    client = browse(officer)
    client.get(reverse("strategy:personal-data"))  # the cookie that tells whose session it is
    return client


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sign_in(client: Client, user: User, kept: str) -> None:
    typed = {"login": user.email, "password": PASSWORD, "kept": kept}
    assert client.post(reverse("strategy:sign-in"), typed).status_code == 302


def test_whoever_signs_in_again_is_back_in_the_form_with_everything(
    client: Client, officer: User, new_url: str
) -> None:
    Session.objects.all().delete()
    page = client.post(new_url, form())
    assert (page.status_code, Event.objects.count()) == (401, 0)
    assert "kärnstöd" not in page.text
    sign_in(client, with_password(officer), kept_in(page.text))
    back = client.get("/", follow=True)
    assert back.redirect_chain[-1] == (new_url, 302)
    assert back.context["form"]["title"].value() == TYPED["title"]
    assert (back.status_code, Event.objects.count()) == (200, 0)
    assert "Allt du skrev står kvar" in back.text
    assert client.get(new_url).context["form"]["title"].value() == ""


def test_another_person_gets_nothing(client: Client, cast: Cast, new_url: str) -> None:
    Session.objects.all().delete()
    page = client.post(new_url, form())
    sign_in(client, with_password(cast.colleague), kept_in(page.text))
    back = client.get("/", follow=True)
    assert new_url not in [address for address, _status in back.redirect_chain]
    assert client.get(new_url).context["form"]["title"].value() == ""
    assert "kept" not in client.session


def test_files_that_cannot_be_carried_are_named(client: Client, officer: User, new_url: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    Session.objects.all().delete()
    page = client.post(new_url, form() | {"file": SimpleUploadedFile("foto.jpg", b"x")})
    assert "Filerna måste du välja igen: foto.jpg" in page.text


def test_a_part_of_a_page_never_becomes_a_sign_in_form(client: Client, new_url: str) -> None:
    Session.objects.all().delete()
    part = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{new_url}?a=1"}
    answered = client.post(new_url, form(), headers=part)
    assert (answered.status_code, answered.content) == (401, b"")
    asked = client.get(new_url, headers=part)
    assert (asked.status_code, asked["HX-Redirect"]) == (401, f"/sign-in/?next={new_url}%3Fa%3D1")


def test_a_token_that_is_too_old_opens_the_form_again(officer: User, new_url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    sent = form()
    page = client.post(new_url, sent)
    assert page.status_code == 403
    assert page.context["form"]["title"].value() == TYPED["title"]
    assert f'name="form_key" value="{sent["form_key"]}"' in page.text
    assert Event.objects.count() == 0
    saved = client.post(new_url, sent | {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert saved["Location"] == Event.objects.get().get_absolute_url()


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_what_came_from_anothers_page_is_not_shown(officer: User, new_url: str, header: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert client.post(new_url, form(), headers=header).status_code == 403
    assert client.get(new_url).context["form"]["title"].value() == ""


def test_an_action_without_words_is_not_carried_out(client: Client, officer: User, make: Making) -> None:
    event = make.event(state="planned")
    Session.objects.all().delete()
    page = client.post(reverse("dialogue:event-cancellation", args=[event.pk]), {"form_key": str(uuid4())})
    sign_in(client, with_password(officer), kept_in(page.text))
    back = client.get("/", follow=True)
    event.refresh_from_db()
    assert event.state == "planned"
    assert "Det du bad om gjordes inte" in back.text
    assert "Mötet är inställt" not in back.text


def test_a_change_meets_what_somebody_else_has_written_since(client: Client, officer: User, make: Making) -> None:
    event = make.event(title="Som det var")
    address = reverse("dialogue:event-edit", args=[event.pk])
    fields = client.get(address).context["form"]
    seen = {field.name: field.value() or "" for field in fields}
    event.title = "Den andras"
    event.save()
    Event.objects.filter(pk=event.pk).update(version=event.version + 1)
    Session.objects.all().delete()
    page = client.post(address, seen | {"title": "Min"})
    sign_in(client, with_password(officer), kept_in(page.text))
    back = client.get("/", follow=True)
    assert back.status_code == 409
    assert "Min" in back.text
    assert "Någon annan har ändrat posten" in back.text


def test_where_the_form_has_gone_meanwhile_its_texts_are_shown_alone(
    client: Client, officer: User, make: Making
) -> None:
    text = "Varifrån kommer uppgiften i Ju2021/00123, <b>&?"
    observation = make.observation(state="submitted")
    address = reverse("dialogue:observation-return", args=[observation.pk])
    Session.objects.all().delete()
    page = client.post(address, {"form_key": str(uuid4()), "reason": text})
    type(observation).objects.filter(pk=observation.pk).update(state="accepted")
    sign_in(client, with_password(officer), kept_in(page.text))
    back = client.get("/", follow=True)
    assert back.redirect_chain[-1] == (address, 302)
    assert back.context["texts"] == [text]
    assert escape(text) in back.text


def test_what_is_sealed_is_of_use_to_its_writer_alone(officer: User, cast: Cast) -> None:
    sealed = Kept(officer.pk, "/", "a=b").sealed()
    assert opened(sealed, officer.pk) == Kept(officer.pk, "/", "a=b")
    assert opened(sealed, cast.colleague.pk) is None
    assert opened(sealed[:-4] + "AAAA", officer.pk) is None
    assert opened("", officer.pk) is None
