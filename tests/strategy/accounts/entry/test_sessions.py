"""How a session ends: left alone, too old, on a new password, with the account, with the last role, or by its owner."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from strategy.accounts.entry.models import Session
from strategy.accounts.entry.sessions import BROWSERS, SYSTEMS, first
from strategy.administration.people.accounts import deactivate, reactivate
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from tests.conftest import Cast
from tests.strategy.accounts.entry.steps import PASSWORD, is_in, sign_in, with_password

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36 Edg/131.0.0.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)


def come_in(person: User, browser: str = WINDOWS) -> Client:
    client = Client(headers={"user-agent": browser})
    sign_in(client, person)
    return client


def stays(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_an_hour_without_use_ends_it(officer: User) -> None:
    with_password(officer)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        client = come_in(officer)
        for minutes in (59, 59, 59):
            clock.shift(timedelta(minutes=minutes))
            assert stays(client)
        clock.shift(timedelta(minutes=60))
        ended = client.get("/account/", follow=True)

    assert ended.redirect_chain == [("/sign-in/?next=/account/", 302)]
    assert "eftersom det var länge sedan" in ended.content.decode()
    assert not is_in(client)


def test_twelve_hours_end_it_however_busy_somebody_is(officer: User) -> None:
    with_password(officer)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        client = come_in(officer)
        for _half_hour in range(23):
            clock.shift(timedelta(minutes=30))
            assert stays(client)
        clock.shift(timedelta(minutes=30))
        assert not stays(client)


def test_its_use_is_written_down_no_more_than_once_a_minute(officer: User) -> None:
    with_password(officer)
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False) as clock:
        client = come_in(officer)
        begun = Session.objects.get(user=officer).used_at
        clock.shift(timedelta(seconds=59))
        client.get("/account/")
        assert Session.objects.get(user=officer).used_at == begun
        clock.shift(timedelta(seconds=1))
        client.get("/account/")

    session = Session.objects.get(user=officer)
    assert begun is not None
    assert (session.begun_at, session.used_at) == (begun, begun + timedelta(minutes=1))


def test_a_new_password_ends_all_but_this(officer: User) -> None:
    with_password(officer)
    here, there = come_in(officer), come_in(officer, IPHONE)
    key = here.session.session_key

    wrong = here.post("/account/password/", {"oldpassword": "fel", "password1": "x", "password2": "y"})
    new = {"password1": "en helt annan mening", "password2": "en helt annan mening"}
    changed = here.post("/account/password/", {"oldpassword": PASSWORD, **new})

    assert "Det är inte ditt nuvarande lösenord." in wrong.content.decode()
    assert changed.headers["Location"] == "/account/"
    assert (stays(here), stays(there)) == (True, False)
    assert here.session.session_key != key
    assert Session.objects.of(officer).count() == 1
    told = AuditEntry.objects.filter(object_id=officer.pk, by=officer, verb__in=["secured", "sessions-ended"])
    assert [(entry.verb, entry.details) for entry in told.order_by("pk")] == [
        ("secured", {"factor": "password"}),
        ("sessions-ended", {"removed": 1}),
    ]


def test_an_account_that_is_opened_again_brings_nothing_back(cast: Cast) -> None:
    """Neither a session, nor the links that had been sent to it; and while it is closed, no password is chosen."""
    client, contact = come_in(with_password(cast.contact)), cast.contact
    Client().post("/sign-in/link/", {"login": contact.email})
    Client().post("/sign-in/password/", {"login": contact.email})
    link, new_password = (re.findall(r"http://testserver(\S+)", str(letter.body))[0] for letter in mail.outbox[-2:])

    deactivate(user=contact, reason="Stulen dator", by=cast.admin)
    closed = Client().get(new_password, follow=True)
    reactivate(user=User.objects.get(pk=contact.pk), reason="Ny dator", by=cast.admin)

    assert 'name="password1"' not in closed.content.decode()
    assert not stays(client)
    assert Client().get(link).status_code == 410


def test_a_closed_account_ends_it_at_the_next_request(officer: User) -> None:
    client = come_in(with_password(officer))
    assert stays(client)

    User.objects.filter(pk=officer.pk).update(is_active=False)

    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"


@pytest.mark.parametrize("loss", ["ended", "deleted"])
def test_the_last_role_lost_ends_it_at_the_next_request(loss: str, officer: User) -> None:
    client = come_in(with_password(officer))
    assert stays(client)

    if loss == "ended":
        officer.memberships.update(until=date.today() - timedelta(days=1))  # noqa: DTZ011
    else:
        officer.memberships.all().delete()
    ended = client.get("/account/", follow=True)

    assert ended.redirect_chain == [("/sign-in/?next=/account/", 302)]
    assert "eftersom ditt konto inte längre har någon roll" in ended.content.decode()
    assert not is_in(client)


def test_each_sees_and_ends_their_own(cast: Cast) -> None:
    for person in (cast.officer, cast.colleague):
        with_password(person)
    here, there, third = come_in(cast.officer), come_in(cast.officer, IPHONE), come_in(cast.officer, "")
    stranger = come_in(cast.colleague)
    page = here.get("/account/sessions/").content.decode()
    handles = {session.browser: session.handle for session in Session.objects.filter(user=cast.officer)}

    assert [page.count(words) for words in ("Edge på Windows", "Safari på iPhone", "Okänd webbläsare")] == [1, 1, 1]
    assert page.count("den här") == 1
    assert f"/account/sessions/{handles['Edge']}/end/" not in page
    assert "127.0.0.1" not in page
    assert str(here.session.session_key) not in page

    assert stranger.post(f"/account/sessions/{handles['Safari']}/end/").status_code == 404
    assert here.post(f"/account/sessions/{handles['Edge']}/end/").status_code == 404
    assert stays(there)
    assert here.post(f"/account/sessions/{handles['Safari']}/end/").headers["Location"] == "/account/sessions/"
    assert (stays(here), stays(there), stays(third)) == (True, False, True)
    here.post("/account/sessions/others/end/")
    assert (stays(here), stays(third), stays(stranger)) == (True, False, True)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (WINDOWS, ("Edge", "Windows")),
        (IPHONE, ("Safari", "iPhone")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15", ("Safari", "macOS")),
        ("curl/8.5.0", ("", "")),
    ],
)
def test_a_browser_is_told_by_what_it_calls_itself(told: str, expected: tuple[str, str]) -> None:
    assert (first(BROWSERS, told), first(SYSTEMS, told)) == expected


def test_signing_in_gives_the_session_a_new_key(
    client: Client, officer: User, browse: Callable[[User], Client]
) -> None:
    with_password(officer)
    client.get("/sign-in/key/", headers={"Accept": "application/json"})  # leaves something in a session
    before = client.session.session_key

    sign_in(client, officer)

    assert before
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
