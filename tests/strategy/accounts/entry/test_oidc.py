"""Single sign-on: in with an invited, verified address, and with nothing that is forged."""

import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from config.environment import oidc
from strategy.people.models import User
from tests.conftest import Cast
from tests.strategy.accounts.entry.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    OpenIdProvider,
    hmac_signed,
    new_key,
    running,
)
from tests.strategy.accounts.entry.steps import code_of, is_in, with_app

NOT_TO_BE_TRUSTED = "gick inte att lita på"
NO_ACCOUNT = "Det finns inget konto här"


@pytest.fixture
def provider(settings: Settings) -> Iterator[OpenIdProvider]:
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = oidc(provider.address, CLIENT_ID, CLIENT_SECRET, "Regeringskansliet")
        yield provider


def known(person: User, **claims: Any) -> dict[str, Any]:
    return {"sub": f"person-{person.pk}", "email": person.email, "email_verified": True, **claims}


def asked(response: Any) -> str:
    """Where the page leads that the button answers with: a form may not be redirected out of the house."""
    assert response.status_code == 200
    url = str(response.headers["Refresh"]).removeprefix("0; url=")
    assert escape(url) in response.content.decode()
    return url


def there_and_back(client: Client, change: Callable[[str], str] = str, next_url: str = "") -> Any:
    """Presses the button, follows to the provider, and comes back with its answer."""
    begun = asked(client.post("/sign-in/single/", {"next": next_url}))
    answer = requests.get(begun, allow_redirects=False, timeout=5).headers["Location"]
    assert answer.startswith("http://testserver/sign-in/single/answer/?")
    return client.get(change(answer.removeprefix("http://testserver")))


def test_a_real_provider_lets_in_whoever_was_invited(client: Client, officer: User, settings: Settings) -> None:
    """oidc-provider-mock: a provider of somebody else's make, on loopback, with its own page to sign in on."""
    person = oidc_provider_mock.User(sub="a1", claims={"email": officer.email, "email_verified": True})
    with oidc_provider_mock.run_server_in_thread(user_claims=[person], require_nonce=True) as server:
        issuer = f"http://localhost:{server.server_port}"
        settings.SOCIALACCOUNT_PROVIDERS = oidc(issuer, CLIENT_ID, CLIENT_SECRET, "Regeringskansliet")
        assert "Logga in med Regeringskansliet" in client.get("/sign-in/").content.decode()
        page = asked(client.post("/sign-in/single/", {"next": "/account/sessions/"}))
        answer = requests.post(page, data={"sub": "a1"}, allow_redirects=False, timeout=5).headers["Location"]
        response = client.get(answer.removeprefix("http://testserver"))

    assert (response.status_code, response.headers["Location"]) == (302, "/account/sessions/")
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert SocialAccount.objects.get().user == officer


def test_the_account_is_tied_once_and_found_by_it_afterwards(
    client: Client, officer: User, provider: OpenIdProvider
) -> None:
    provider.person = known(officer)

    assert there_and_back(client).headers["Location"] == "/"
    assert [letter.subject for letter in mail.outbox] == ["Verka: din inloggning har ändrats"]
    provider.person = known(officer, email="a.new.name@test.example")  # the provider's person is the same
    again = Client()
    there_and_back(again)

    assert again.session["_auth_user_id"] == str(officer.pk)
    assert (SocialAccount.objects.count(), SocialToken.objects.count(), SocialApp.objects.count()) == (1, 0, 0)
    assert officer.email not in str(SocialAccount.objects.values())
    assert len(mail.outbox) == 1
    question, exchanged = provider.asked[0], provider.exchanged[0]
    assert len(question["nonce"]) >= 32
    assert question["code_challenge_method"] == "S256"
    assert {"code", "code_verifier", "client_secret"} <= set(exchanged)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": "nobody@test.example"},
        {"email": None},
        {"email": "x"},
    ],
    ids=str,
)
def test_nobody_comes_in_who_was_not_invited_on_a_verified_address(
    claims: dict[str, Any], client: Client, officer: User, provider: OpenIdProvider
) -> None:
    people = User.objects.count()
    provider.person = known(officer, **claims)

    refused = there_and_back(client)

    assert (refused.status_code, NO_ACCOUNT in refused.content.decode()) == (403, True)
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)


@pytest.mark.parametrize("change", ["closed", "without role"])
def test_an_account_that_is_over_is_not_opened_by_the_provider(
    change: str, cast: Cast, provider: OpenIdProvider
) -> None:
    for person in (cast.officer, cast.colleague):
        provider.person = known(person)
        if person == cast.colleague:
            there_and_back(Client())  # tied while it was open
        if change == "closed":
            User.objects.filter(pk=person.pk).update(is_active=False)
        else:
            person.memberships.update(until="2020-12-31")
        client = Client()
        there_and_back(client)
        assert not is_in(client)


def test_an_address_that_passes_to_somebody_else_does_not_take_the_account_along(
    client: Client, officer: User, provider: OpenIdProvider
) -> None:
    provider.person = known(officer)
    there_and_back(Client())
    provider.person = known(officer, sub="the-successor")

    assert there_and_back(client).status_code == 403
    assert not is_in(client)


def forged_tokens() -> dict[str, Callable[[OpenIdProvider], None]]:
    now = int(time.time())

    def claims(**forged: Any) -> Callable[[OpenIdProvider], None]:
        return lambda provider: provider.forged.update(forged)

    def attributes(**values: Any) -> Callable[[OpenIdProvider], None]:
        return lambda provider: provider.__dict__.update(values)

    return {
        "nonce of another question": claims(nonce="another"),
        "no nonce": claims(nonce=None),
        "audience": claims(aud="another-product"),
        "audience among others, asked for by nobody": claims(aud=[CLIENT_ID, "another-product"]),
        "asked for by another": claims(azp="another-product"),
        "no audience": claims(aud=None),
        "issuer": claims(iss="https://elsewhere.example"),
        "no issuer": claims(iss=None),
        "expired": claims(iat=now - 600, exp=now - 60),
        "no expiry": claims(exp=None),
        "issued tomorrow": claims(iat=now + 86_400, exp=now + 90_000),
        "nobody": claims(sub=None),
        "signed by another": attributes(signed_with=new_key()),
        "not signed": attributes(algorithm="none"),
        "signed in another way than agreed": attributes(algorithm="RS512"),
        "no token": attributes(without_token=True),
    }


@pytest.mark.parametrize("described", [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "ftp://x"}], ids=str)
def test_a_provider_that_describes_itself_as_another_is_not_spoken_with(
    described: dict[str, str], client: Client, officer: User, provider: OpenIdProvider
) -> None:
    provider.person = known(officer)
    begun = asked(client.post("/sign-in/single/"))
    answer = requests.get(begun, allow_redirects=False, timeout=5).headers["Location"]
    provider.described.update(described)

    for response in (client.get(answer.removeprefix("http://testserver")), client.post("/sign-in/single/")):
        assert (response.status_code, "svarar inte som den ska" in response.content.decode()) == (403, True)
    assert provider.exchanged == []
    assert not is_in(client)


@pytest.mark.parametrize("kind", forged_tokens())
def test_a_forged_answer_is_refused(kind: str, client: Client, officer: User, provider: OpenIdProvider) -> None:
    provider.person = known(officer)
    begun = asked(client.post("/sign-in/single/"))
    answer = requests.get(begun, allow_redirects=False, timeout=5).headers["Location"]
    forged_tokens()[kind](provider)

    refused = client.get(answer.removeprefix("http://testserver"))

    assert (refused.status_code, NOT_TO_BE_TRUSTED in refused.content.decode()) == (403, True)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_the_published_key_is_no_secret_to_sign_with(
    client: Client, officer: User, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.person = known(officer)

    def token() -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": provider.address, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        claims |= {"nonce": provider.asked[-1]["nonce"], **provider.person}
        return {"access_token": "open", "id_token": hmac_signed(claims, provider.public_pem())}

    monkeypatch.setattr(provider, "token", token)

    assert there_and_back(client).status_code == 403
    assert not is_in(client)


def test_an_answer_belongs_to_one_question_of_this_browser(
    client: Client, officer: User, provider: OpenIdProvider
) -> None:
    """State: changed, left out, another browser's, or used before."""
    provider.person = known(officer)
    answers: list[str] = []

    def keep(answer: str) -> str:
        answers.append(answer)
        return answer

    assert there_and_back(client, lambda answer: answer.replace("state=", "state=x")).status_code == 403
    assert there_and_back(client, lambda answer: answer.partition("&state=")[0]).status_code == 403
    there_and_back(client, keep)
    assert is_in(client)
    client.post("/sign-out/")
    assert client.get(answers[0]).status_code == 403
    assert Client().get(answers[0]).status_code == 403
    assert not is_in(client)


def test_whoever_changes_their_mind_is_back_at_the_door(client: Client, provider: OpenIdProvider, db: None) -> None:
    def denied(answer: str) -> str:
        return answer.replace("code=one-time", "error=access_denied")

    response = there_and_back(client, denied)

    assert response.headers["Location"] == "/sign-in/"
    assert "Inloggningen avbröts." in client.get("/sign-in/").content.decode()


def test_a_provider_that_is_down_is_told_of(client: Client, settings: Settings, db: None) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc("http://127.0.0.1:9", CLIENT_ID, CLIENT_SECRET, "Regeringskansliet")

    response = client.post("/sign-in/single/")

    assert (response.status_code, "svarar inte som den ska" in response.content.decode()) == (403, True)


def test_without_a_provider_there_is_no_such_door(client: Client, db: None) -> None:
    assert "single" not in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/single/").status_code == 404
    assert client.get("/sign-in/single/answer/").status_code == 404


@pytest.mark.parametrize(
    ("amr", "always", "led_to"),
    [
        (["pwd"], False, "/account/second-factor/"),
        (None, False, "/account/second-factor/"),
        ("mfa", False, "/account/second-factor/"),  # a list by the standard
        (["pwd", "mfa"], False, None),
        (["pwd"], True, None),
    ],
)
def test_the_providers_second_factor_counts_where_it_is_vouched_for(
    amr: Any,
    always: bool,
    led_to: str | None,
    client: Client,
    officer: User,
    provider: OpenIdProvider,
    settings: Settings,
) -> None:
    settings.REQUIRE_MFA, settings.OIDC_MFA = True, always
    provider.person = known(officer, amr=amr)

    there_and_back(client)

    assert client.get("/account/").headers.get("Location") == led_to


def test_where_it_is_not_our_own_code_is_asked_for(client: Client, officer: User, provider: OpenIdProvider) -> None:
    secret = with_app(officer)
    provider.person = known(officer, amr=["pwd"])

    assert there_and_back(client).headers["Location"] == "/sign-in/second-factor/"
    assert not is_in(client)
    client.post("/sign-in/second-factor/", {"code": code_of(secret)})
    assert is_in(client)


def test_a_person_of_one_issuer_is_nobody_at_another(officer: User, provider: OpenIdProvider) -> None:
    provider.person = known(officer)
    there_and_back(Client())

    expected = hashlib.sha256(f"{provider.address}\nperson-{officer.pk}".encode()).hexdigest()
    assert SocialAccount.objects.get().uid == expected
