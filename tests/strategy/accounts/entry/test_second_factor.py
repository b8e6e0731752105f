"""A second factor where the role demands one, and no address of the product before it."""

import re
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from tests.conftest import ROLES, Cast
from tests.strategy.accounts.entry.steps import code_of, is_in, secret_of, sign_in, with_app, with_password

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
SAMPLES = {"slug": "iom-2020-2022", "int": "1", "str": "x", "uuid": str(uuid4()), None: "x"}
# What anybody may open, and so somebody who stands between the factors too.
FOR_ANYBODY = {
    *("operations:live", "operations:ready", "operations:metrics"),
    "account_login",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "strategy:forgotten-password",
    "strategy:language",
    "strategy:sign-in",
    "strategy:sign-in-by-link",
    "strategy:sign-in-link",
    "strategy:sign-out",
    "strategy:single-sign-on",
    "strategy:acceptance",
    "strategy:invitation-link",
    "strategy:policy-reports",
    "strategy:unsubscribing",
    "reporting:calendar-file",
    "reporting:report-check",
}
ON_THE_WAY = {
    "strategy:second-factor",
    "strategy:sign-out",
    "strategy:language",
    "account_logout",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "", space: str = "") -> dict[str, str]:
    """An address for every name of the URL table."""
    found: dict[str, str] = {}
    for pattern in patterns:
        route = before + PARAMETER.sub(lambda part: SAMPLES.get(part[1], "x"), str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            name = ":".join(filter(None, (space, pattern.namespace)))
            found |= addresses(pattern.url_patterns, route, name)
        else:
            found[":".join(filter(None, (space, str(pattern.name))))] = f"/{route}"
    return found


@pytest.fixture
def demanded(settings: Settings) -> None:
    settings.REQUIRE_MFA = True


def reached(client: Client, door: str) -> set[str]:
    """The names of all addresses that answer anything else than the way to a door, by GET or by POST."""
    found = set()
    for name, address in addresses(get_resolver().url_patterns).items():
        if name in {"strategy:sign-out", "account_logout"}:
            found.add(name)  # leaving is tried by itself
            continue
        for ask in (client.get, client.post):
            response = ask(address)
            if response.status_code != 302 or not response.headers["Location"].startswith(door):
                found.add(name)
    return found


def test_no_address_is_reached_between_password_and_code(client: Client, officer: User, demanded: None) -> None:
    with_app(with_password(officer))

    response = sign_in(client, officer)

    assert response.headers["Location"] == "/sign-in/second-factor/"
    assert not is_in(client)
    assert reached(client, "/sign-in/?next=") <= FOR_ANYBODY
    assert not is_in(client)
    assert client.get("/strategies/iom-2020-2022/goals/").headers["Location"].startswith("/sign-in/?next=")


def test_whoever_has_none_reaches_what_sets_one_up_and_nothing_else(
    client: Client, officer: User, demanded: None
) -> None:
    sign_in(client, with_password(officer))

    assert reached(client, "/account/second-factor/") == ON_THE_WAY
    for missing in ("/no-such-page/", "/static-not/", "/strategies/no-such/goals/"):
        assert client.get(missing).headers["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/").content.decode()
    assert "Ett steg till" in page
    assert "Huvudmeny" not in page


@pytest.mark.parametrize("role", ROLES)
def test_the_role_decides_who_has_to(role: str, client: Client, cast: Cast, demanded: None) -> None:
    sign_in(client, with_password(cast[role]))

    led = client.get("/account/").status_code == 302
    assert led == (role not in {"reader", "contact", "other_contact"})


def test_nobody_has_to_where_it_is_not_required(client: Client, officer: User) -> None:
    sign_in(client, with_password(officer))

    assert client.get("/account/").status_code == 200


def test_an_app_is_connected_and_then_asked_for(
    client: Client, officer: User, demanded: None, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, with_password(officer))
    first_key = client.session.session_key
    page = client.get("/account/app/").content.decode()
    secret = client.session["mfa.totp.secret"]

    assert "data:image/svg+xml;base64," in page
    assert secret in page
    assert client.post("/account/app/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/app/", {"code": code_of(secret)})

    assert done.headers["Location"] == "/account/recovery-codes/"
    assert client.session.session_key != first_key
    codes = re.findall(r'class="secret">(\d{8})<', client.get("/account/recovery-codes/").content.decode())
    assert len(set(codes)) == 10
    assert client.get("/account/").status_code == 200
    assert [letter.body.splitlines()[0] for letter in mail.outbox] == [
        "En app för engångskoder har kopplats till kontot."
    ]
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert secret_of(officer) == secret

    other = Client()
    sign_in(other, officer)
    between = other.session.session_key
    assert other.post("/sign-in/second-factor/", {"code": codes[3]}).headers["Location"] == "/"
    assert other.session.session_key != between
    assert other.get("/account/").status_code == 200
    again = Client()
    sign_in(again, officer)
    assert "Koden stämmer inte." in again.post("/sign-in/second-factor/", {"code": codes[3]}).content.decode()
    assert not is_in(again)


def test_a_code_is_good_once_whichever_process_saw_it(officer: User) -> None:
    secret = with_app(with_password(officer))
    with time_machine.travel("2026-03-02 10:00:10+00:00", tick=False):
        outcomes = []
        for code in (code_of(secret, -1), code_of(secret), code_of(secret), code_of(secret, -1), code_of(secret, 1)):
            cache.clear()  # as in another process, which does not share the memory
            client = Client()
            sign_in(client, officer)
            client.post("/sign-in/second-factor/", {"code": code})
            outcomes.append(is_in(client))

    assert outcomes == [True, True, False, False, True]


def test_guessed_codes_lock_with_guessed_passwords(client: Client, officer: User) -> None:
    secret = with_app(with_password(officer))
    with time_machine.travel("2026-03-02 10:00:10+00:00", tick=False):
        sign_in(Client(), officer, "fel")
        sign_in(client, officer)
        wrong = [client.post("/sign-in/second-factor/", {"code": "000000"}).status_code for _ in range(4)]
        sixth = client.post("/sign-in/second-factor/", {"code": code_of(secret)})

        assert (wrong, sixth.status_code) == ([200] * 4, 429)
        assert "Försök igen efter klockan 11.15." in sixth.content.decode()
        assert not is_in(client)
        assert sign_in(Client(), officer).status_code == 429
    with time_machine.travel("2026-03-02 10:15:12+00:00", tick=False):
        late = Client()
        sign_in(late, officer)
        assert late.post("/sign-in/second-factor/", {"code": code_of(secret)}).status_code == 302


def test_a_session_from_before_the_factor_has_to_come_in_again(
    client: Client, officer: User, settings: Settings
) -> None:
    """Somebody was let in without; since then they have set one up elsewhere, and it is required."""
    sign_in(client, with_password(officer))
    with_app(officer)
    settings.REQUIRE_MFA = True

    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert not is_in(client)


def test_the_last_one_is_not_taken_away_from_whoever_has_to_have_it(client: Client, cast: Cast, demanded: None) -> None:
    def comes_in(person: User) -> Client:
        secret, inside = with_app(with_password(person)), Client()
        sign_in(inside, person)
        inside.post("/sign-in/second-factor/", {"code": code_of(secret)})
        return inside

    officer, reader = comes_in(cast.officer), comes_in(cast.reader)

    assert "Din roll kräver en andra faktor." in officer.get("/account/app/removal/").content.decode()
    officer.post("/account/app/removal/")
    reader.post("/account/app/removal/")
    assert [found.user for found in Authenticator.objects.filter(type="totp")] == [cast.officer]


def test_changes_ask_who_it_is_once_some_time_has_passed(client: Client, officer: User) -> None:
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        sign_in(client, with_password(officer))
        assert client.get("/account/app/").status_code == 200
    with time_machine.travel("2026-03-02 10:06:00+00:00", tick=False):
        asked: Any = client.get("/account/app/")
        assert asked.headers["Location"] == "/account/confirmation/?next=%2Faccount%2Fapp%2F"
        refused = client.post(asked.headers["Location"], {"password": "fel", "next": "/account/app/"})
        assert "Lösenordet stämmer inte." in refused.content.decode()
        let_on = client.post(
            asked.headers["Location"], {"password": "en-alldeles-egen-mening", "next": "/account/app/"}
        )
        assert let_on.headers["Location"] == "/account/app/"
        assert client.get("/account/app/").status_code == 200


def test_each_sees_and_removes_only_their_own_keys(client: Client, cast: Cast) -> None:
    foreign = Authenticator.objects.create(user=cast.colleague, type="webauthn", data={"name": "Min", "credential": {}})
    sign_in(client, with_password(cast.officer))

    for ask in (client.get, client.post):
        assert ask(f"/account/keys/{foreign.pk}/removal/").status_code == 404
    assert Authenticator.objects.filter(pk=foreign.pk).exists()


def test_whoever_has_lost_everything_begins_anew(client: Client, officer: User, demanded: None) -> None:
    secret = with_app(with_password(officer))
    sign_in(client, officer)
    client.post("/sign-in/second-factor/", {"code": code_of(secret)})

    call_command("reset_second_factor", "Officer@test.example", stdout=(said := StringIO()))

    assert said.getvalue() == "Officer ställer in en ny andra faktor vid nästa inloggning.\n"
    entry = AuditEntry.objects.get(verb="secured")
    assert (entry.object_id, entry.by, entry.program, entry.details) == (
        *(officer.pk, None, "reset_second_factor"),
        {"factor": "all"},
    )
    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    assert sign_in(Client(), officer).headers["Location"] == "/"
    for address, sentence in {
        officer.email: "Officer har ingen andra faktor.",
        "x@y.example": "Ingen har adressen x@y.example.",
    }.items():
        with pytest.raises(CommandError, match=sentence):
            call_command("reset_second_factor", address)
