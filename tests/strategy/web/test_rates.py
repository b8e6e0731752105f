import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from strategy.people.models import User
from strategy.web import rates
from strategy.web.models import RateWindow
from strategy.web.origin import address_of
from strategy.web.rates import fingerprint, take
from tests.making import Making

pytestmark = pytest.mark.both

CHECK = "/reports/check/"
TAKER = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from strategy.web.rates import take
print(sum(take(scope="race", holder="user 1", per_hour=10) == 0 for _number in range(8)))
"""


def of_the_window(**changed: Any) -> RateWindow:
    RateWindow.objects.update(**changed)
    return RateWindow.objects.get()


@pytest.mark.django_db
def test_an_hour_begins_with_the_first_time_and_lets_so_many_through() -> None:
    assert [take(scope="a", holder="user 1", per_hour=3) for _number in range(3)] == [0, 0, 0]
    assert 3590 < take(scope="a", holder="user 1", per_hour=3) <= 3600
    assert take(scope="a", holder="user 2", per_hour=3) == 0
    assert take(scope="b", holder="user 1", per_hour=3) == 0


@pytest.mark.django_db
def test_after_an_hour_it_begins_anew() -> None:
    take(scope="a", holder="user 1", per_hour=1)
    of_the_window(begins_at=timezone.now() - timedelta(minutes=59))
    assert 50 < take(scope="a", holder="user 1", per_hour=1) <= 60
    of_the_window(begins_at=timezone.now() - timedelta(minutes=61))
    assert take(scope="a", holder="user 1", per_hour=1) == 0
    assert of_the_window().count == 1
    assert take(scope="a", holder="user 1", per_hour=1) > 3590


@pytest.mark.django_db
def test_hours_that_are_over_are_forgotten() -> None:
    take(scope="a", holder="user 1", per_hour=1)
    rates.sweep()
    assert RateWindow.objects.count() == 1
    of_the_window(begins_at=timezone.now() - timedelta(minutes=61))
    rates.sweep()
    assert RateWindow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    """Four at once, eight times each, where ten are let through."""
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", TAKER, name]
    running = [
        subprocess.Popen(command, cwd=configured.BASE_DIR, env=os.environ, stdout=subprocess.PIPE, text=True)
        for _number in range(4)
    ]
    counted = [int(process.communicate()[0]) for process in running]
    assert sum(counted) == 10
    assert of_the_window().count == 10


@pytest.mark.django_db
def test_who_has_been_there_too_often_gets_a_page_that_says_when(client: Client) -> None:
    assert client.post(CHECK, {}).status_code == 422
    of_the_window(count=120, begins_at=timezone.now() - timedelta(minutes=50, seconds=30))

    response = client.post(CHECK, {})

    assert response.status_code == 429
    assert 560 < int(response.headers["Retry-After"]) <= 570
    assert "Försök igen om 10 minuter." in response.content.decode()
    assert client.get(CHECK).status_code == 200


@pytest.mark.django_db
def test_an_address_is_kept_as_a_fingerprint(client: Client) -> None:
    client.post(CHECK, {}, REMOTE_ADDR="192.0.2.7")
    assert of_the_window().holder == fingerprint("192.0.2.7")
    assert "." not in fingerprint("192.0.2.7")


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 192.0.2.8", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.7"),
    ],
)
def test_only_our_own_proxies_are_believed(proxies: int, passed_on: str, address: str, settings: Settings) -> None:
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": passed_on})
    assert address_of(request) == address


def test_reports_downloads_and_uploads_are_counted_by_person(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    attachment = make.attachment(make.event())
    start = f"/strategies/{make.strategy.slug}"
    client = browse(officer)
    ways: dict[str, Callable[[], Any]] = {
        "report": lambda: client.post(f"{start}/reports/new/", {}),
        "download": lambda: client.get(f"/attachments/{attachment.pk}/"),
        "export": lambda: client.head(f"{start}/log/?format=csv"),
        "upload": lambda: client.post(f"/meetings/{attachment.event_id}/attachments/", {}),
    }
    for scope, ask in ways.items():
        assert ask().status_code in {200, 422}
        window = RateWindow.objects.filter(scope=scope)
        assert window.get().holder == f"user {officer.pk}"
        window.update(count=1000)
        assert ask().status_code == 429
