"""Password and address: what is answered, and what is not given away by it."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django import Settings

from strategy.accounts.entry.models import LetterRequest
from strategy.people.models import User
from tests.access_rows import names
from tests.conftest import Cast
from tests.strategy.accounts.entry.steps import PASSWORD, is_in, sign_in, with_password

TOKEN = re.compile(r'value="\w{64}"')
WRONG = "E-postadressen och lösenordet hör inte ihop. Försök igen."


def plain(response: Any, address: str) -> str:
    return TOKEN.sub("", response.content.decode()).replace(address, "…")


def test_a_password_leads_to_the_page_that_was_asked_for(client: Client, officer: User) -> None:
    with_password(officer)
    before = client.get("/sign-in/").cookies

    response = client.post(
        "/sign-in/", {"login": officer.email.upper(), "password": PASSWORD, "next": "/account/sessions/"}
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/account/sessions/")
    assert is_in(client)
    assert "sessionid" not in before
    assert User.objects.get(pk=officer.pk).password.startswith("scrypt$")


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "http://annat.example/", "/\\elsewhere.example"]
)
def test_signing_in_leads_nowhere_else(elsewhere: str, client: Client, officer: User, settings: Settings) -> None:
    """Not to another house that we answer for either."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "annat.example"]
    with_password(officer)

    response = client.post("/sign-in/", {"login": officer.email, "password": PASSWORD, "next": elsewhere})

    assert response.headers["Location"] == "/"


def test_an_unknown_address_is_answered_like_a_wrong_password(officer: User) -> None:
    """Body and status to the letter, and the work: one password is hashed for either."""
    with_password(officer)
    nobody = User(email="nobody@test.example")
    seconds: dict[str, list[float]] = {officer.email: [], nobody.email: []}
    pages = {}
    for _round in range(3):
        for person in (officer, nobody):
            started = time.perf_counter()
            response = sign_in(Client(), person, "fel lösenord")
            seconds[person.email].append(time.perf_counter() - started)
            pages[person.email] = (response.status_code, plain(response, person.email))

    assert pages[officer.email] == pages[nobody.email]
    assert WRONG in pages[officer.email][1]
    fastest = {email: min(taken) for email, taken in seconds.items()}
    assert 0.4 < fastest[nobody.email] / fastest[officer.email] < 2.5


@pytest.mark.parametrize("address", ["/sign-in/link/", "/sign-in/password/"])
def test_asking_for_a_letter_answers_alike(address: str, cast: Cast) -> None:
    """For contacts, others and strangers; and what the request itself writes is the same row for each."""
    answers = {}
    for email in (cast.contact.email, cast.officer.email, "nobody@test.example"):
        response = Client().post(address, {"login": email})
        answers[email] = (response.status_code, plain(response, email), sorted(response.headers))

    assert len(set(map(str, answers.values()))) == 1
    assert LetterRequest.objects.count() == 3
    assert {letter.to[0] for letter in mail.outbox} == {cast.contact.email, cast.officer.email}


def test_who_may_not_come_in_is_told_so_only_after_the_right_password(client: Client, cast: Cast) -> None:
    closed, without_role = with_password(cast.reader), with_password(cast.colleague)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    without_role.memberships.update(until="2020-12-31")

    told = {}
    for person in (closed, without_role):
        assert WRONG in sign_in(Client(), person, "fel").content.decode()
        told[person.name] = sign_in(Client(), person, follow=True).content.decode()

    assert "Kontot är avstängt. Hör av dig till enheten." in told["Reader"]
    assert "Ditt konto har ingen roll i dag." in told["Colleague"]
    assert all("Glömt lösenordet?" in page for page in told.values())


def test_nobody_signs_up(client: Client, db: None) -> None:
    for name in ("account_signup", "socialaccount_signup", "mfa_signup_webauthn", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for address in ("/signup/", "/accounts/signup/", "/sign-up/", "/accounts/login/", "/accounts/social/signup/"):
        response = client.get(address)
        assert response.status_code == 404 or response.headers["Location"].startswith("/sign-in/?next="), address
    assert not [name for name in names(get_resolver().url_patterns) if "signup" in name]


def test_a_persons_address_stands_in_one_place(client: Client, officer: User) -> None:
    """allauth's own table of addresses is never written, so there is nothing to keep in line."""
    with_password(officer)
    sign_in(client, officer)
    client.get("/account/app/")
    client.post("/sign-in/password/", {"login": officer.email})

    assert not EmailAddress.objects.exists()


def test_a_new_password_is_chosen_by_a_letter_once(client: Client, officer: User, settings: Settings) -> None:
    with_password(officer)
    elsewhere = Client()
    sign_in(elsewhere, officer)
    client.post("/sign-in/password/", {"login": officer.email})
    link = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))[0]
    new = {"password1": "en helt annan mening", "password2": "en helt annan mening"}

    form = client.get(link, follow=True)
    address = form.redirect_chain[0][0]
    chosen = client.post(address, new, follow=True)

    assert "Lösenordet är bytt. Logga in med det nya." in chosen.content.decode()
    assert not is_in(client)
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(Client(), officer, "en helt annan mening").status_code == 302
    assert "Länken gäller inte längre" in Client().get(link, follow=True).content.decode()
    assert [letter.subject for letter in mail.outbox] == [
        "Verka: välj ett nytt lösenord",
        "Verka: din inloggning har ändrats",
    ]


def test_signing_out_asks_for_a_button(client: Client, officer: User) -> None:
    client.force_login(officer)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302
