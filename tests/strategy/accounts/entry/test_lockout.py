"""Six wrong ones: counted per account and address, in every process alike, forgotten after a while or by coming in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from strategy.people.models import User
from strategy.web.origin import address_of
from tests.conftest import Cast
from tests.strategy.accounts.entry.steps import PASSWORD, is_in, sign_in, with_password
from tests.test_kills import database_address

pytestmark = pytest.mark.both

WRONG, LOCKED, IN = 200, 429, 302


def tries(person: User, *passwords: str, address: str = "192.0.2.1") -> list[int]:
    """Each from a browser that nobody has seen before."""
    return [
        sign_in(Client(REMOTE_ADDR=address, headers={"user-agent": f"browser {number}"}), person, password).status_code
        for number, password in enumerate(passwords)
    ]


def test_the_sixth_is_not_looked_at_until_a_quarter_has_passed(cast: Cast) -> None:
    officer = with_password(cast.officer)
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        assert tries(officer, *["fel"] * 5, PASSWORD, PASSWORD) == [WRONG] * 5 + [LOCKED] * 2
        page = sign_in(Client(REMOTE_ADDR="192.0.2.1"), officer).content.decode()
        assert "Försök igen efter klockan 11.15." in page
        assert tries(officer, PASSWORD, address="192.0.2.2") == [IN]
        assert tries(with_password(cast.colleague), PASSWORD) == [IN]
    with time_machine.travel("2026-03-02 10:15:01+00:00", tick=False):
        assert tries(officer, "fel", PASSWORD) == [WRONG, IN]


def test_a_strangers_address_is_locked_alike(db: None) -> None:
    assert tries(User(email="nobody@test.example"), *["fel"] * 6) == [WRONG] * 5 + [LOCKED]


def test_however_the_address_is_typed_it_is_one(officer: User) -> None:
    with_password(officer)
    for typed in ("OFFICER@test.example", " officer@test.example", "Officer@TEST.example", "officer@test.example") * 2:
        last = Client().post("/sign-in/", {"login": typed, "password": "fel"}).status_code
    assert last == LOCKED


def test_coming_in_clears_it(officer: User) -> None:
    with_password(officer)

    assert tries(officer, "fel", "fel", "fel", "fel", PASSWORD, "fel", "fel", "fel", "fel", PASSWORD)[4::5] == [IN] * 2
    assert not AccessAttempt.objects.exists()


def test_many_addresses_do_not_make_many_tries(officer: User) -> None:
    """An account alone is locked at ten times as many: fifty, from wherever they come."""
    with_password(officer)
    tries(officer, "fel")
    AccessAttempt.objects.update(failures_since_start=5)
    for number in range(9):
        tries(officer, "fel", address=f"198.51.100.{number}")
        AccessAttempt.objects.filter(ip_address=f"198.51.100.{number}").update(failures_since_start=5)

    assert tries(officer, PASSWORD, address="203.0.113.9") == [LOCKED]


def test_coming_in_clears_nobody_elses(cast: Cast) -> None:
    officer, colleague = with_password(cast.officer), with_password(cast.colleague)
    tries(colleague, *["fel"] * 5)

    assert tries(officer, "fel", PASSWORD) == [WRONG, IN]
    assert tries(colleague, PASSWORD) == [LOCKED]


def test_nothing_secret_is_written_down(officer: User) -> None:
    tries(with_password(officer), "mitt hemliga lösenord", PASSWORD + "x")

    stored = str(list(AccessAttempt.objects.values()))
    assert "hemliga" not in stored
    assert PASSWORD not in stored
    assert not AccessLog.objects.exists()


def test_a_borrowed_session_is_no_place_for_guessing(client: Client, officer: User) -> None:
    sign_in(client, with_password(officer))
    new = {"password1": "en helt annan mening", "password2": "en helt annan mening"}
    guesses = [client.post("/account/password/", {"oldpassword": "fel", **new}).status_code for _ in range(5)]

    assert (guesses, client.post("/account/password/", {"oldpassword": PASSWORD, **new}).status_code) == (
        [WRONG] * 5,
        LOCKED,
    )
    assert User.objects.get(pk=officer.pk).check_password(PASSWORD)


# ------------------------------------------------------------------ several processes


@pytest.fixture
def doors(officer: User) -> Iterator[list[str]]:
    """Addresses of four real processes on the test's own database."""
    with_password(officer)
    environment = os.environ | {"DATABASE_URL": database_address(), "ALLOWED_HOSTS": "127.0.0.1", "DEBUG": "0"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOW_SQLITE": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.strategy.accounts.entry.doors"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        ports = process.stdout.readline().split()
        yield [f"http://127.0.0.1:{port}/sign-in/" for port in ports]
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def attempt(door: str, person: User, password: str) -> int:
    with requests.Session() as browser:
        browser.get(door, timeout=20)
        data = {"login": person.email, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        return browser.post(door, data, allow_redirects=False, timeout=20).status_code


@pytest.mark.django_db(transaction=True)
def test_six_spread_over_four_processes_are_six(officer: User, doors: list[str]) -> None:
    assert len(doors) == 4

    answers = [attempt(doors[number % 4], officer, "fel") for number in range(5)]

    assert answers == [WRONG] * 5
    assert [attempt(door, officer, PASSWORD) for door in doors] == [LOCKED] * 4
    connection.close()
    assert AccessAttempt.objects.get().failures_since_start == 5


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_five_are_looked_at(officer: User, doors: list[str]) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: attempt(doors[number % 4], officer, "fel"), range(16)))

    assert sorted(answers) == [WRONG] * 5 + [LOCKED] * 11
    connection.close()
    assert AccessAttempt.objects.get().failures_since_start == 5


# ------------------------------------------------------------------ where a request comes from


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),
        (1, "nonsense", "0.0.0.0"),  # noqa: S104
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_what_proxies_say_is_believed_as_far_as_there_are_any(
    proxies: int, forwarded: str, expected: str, settings: Settings
) -> None:
    settings.PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    assert address_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)) == expected


def test_a_made_up_forwarded_address_gives_no_new_tries(officer: User) -> None:
    with_password(officer)
    for number in range(6):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}"})
        last = sign_in(client, officer, "fel").status_code
    assert (last, is_in(client)) == (LOCKED, False)
