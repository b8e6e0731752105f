"""What every kind of answer says to the browser, as a production installation gives it and as this computer does."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, clear_url_caches, path
from pytest_django import Settings

from config import urls
from strategy.people.models import User
from strategy.web.models import RateWindow
from tests.making import Making
from tests.reporting.reports.test_report_pages import with_files
from tests.test_settings import SOUND

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "report-uri": "/policy-reports/",
}
HOSTS: dict[str, Any] = {
    "production": {"SERVER_NAME": "verka.example", "HTTP_X_FORWARDED_PROTO": "https"},
    "local": {},
}
SEALED = {"sandbox": "", "default-src": "'none'", "frame-ancestors": "'none'"}
ALIKE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": None,
}
HSTS = {"production": "max-age=31536000; includeSubDomains; preload", "local": None}
IN_USE = {"publickey-credentials-create": "(self)", "publickey-credentials-get": "(self)"}
ANSWERS = {
    "page": 200,
    "fragment": 200,
    "redirect": 302,
    "400": 400,
    "403": 403,
    "404": 404,
    "404 for whoever is not signed in": 404,
    "405": 405,
    "413": 413,
    "422": 422,
    "429": 429,
    "500": 500,
    "host": 400,
    "static": 200,
    "download": 200,
    "report": 200,
    "nothing": 204,
}
MOST_BYTES = 100_000
PRODUCTION = """
import json, sys
from config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""
TOLD_BY_THE_ENVIRONMENT = [
    *("SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
    *("SECURE_HSTS_PRELOAD", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"),
    *("LANGUAGE_COOKIE_SECURE", "LANGUAGE_COOKIE_NAME", "PROXY_COUNT", "ALLOWED_HOSTS"),
]


def fail(request: Any) -> Any:
    raise RuntimeError("as a fault in our code would")


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """What the settings make of a production environment, read in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", PRODUCTION, *TOLD_BY_THE_ENVIRONMENT],
        cwd=settings.BASE_DIR,
        env=SOUND | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.fixture(params=["production", "local"])
def installation(request: pytest.FixtureRequest, production: dict[str, Any], settings: Settings) -> str:
    if request.param == "production":
        for name, value in production.items():
            setattr(settings, name, tuple(value) if name == "SECURE_PROXY_SSL_HEADER" else value)
    return str(request.param)


@pytest.fixture
def faulty(settings: Settings) -> Iterator[None]:
    """The product's addresses, and one that fails."""
    addresses: list[URLPattern | URLResolver] = urls.urlpatterns  # type: ignore[assignment]
    addresses.append(path("fault/", fail))
    clear_url_caches()
    yield
    addresses.pop()
    clear_url_caches()


@pytest.fixture
def answers(installation: str, faulty: None, make: Making, officer: User, settings: Settings) -> Callable[[str], Any]:
    host = HOSTS[installation]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True, **host)
    client.force_login(officer)
    stranger = Client(**host)
    start = f"/strategies/{make.strategy.slug}"
    settings.MOST_BODY_BYTES = MOST_BYTES
    attachment = make.attachment(make.event())

    report = with_files(make.report(state="draft"))

    def too_often() -> Any:
        RateWindow.objects.all().delete()
        assert stranger.post("/reports/check/", {}).status_code == 422
        RateWindow.objects.update(count=1000)
        return stranger.post("/reports/check/", {})

    ways: dict[str, Callable[[], Any]] = {
        "page": lambda: client.get(f"{start}/"),
        "fragment": lambda: client.get(f"{start}/meetings/?page=1", headers={"HX-Request": "true"}),
        "redirect": lambda: client.get("/"),
        "400": lambda: client.get("/?q=%00"),
        "403": lambda: client.post(f"{start}/meetings/new/", {}),
        "404": lambda: client.get(f"{start}/nowhere/"),
        "404 for whoever is not signed in": lambda: stranger.get("/nowhere/"),
        "405": lambda: client.get(f"/attachments/{attachment.pk}/removal/"),
        "413": lambda: client.post("/sign-in/", {"username": "x" * MOST_BYTES}),
        "422": lambda: stranger.post("/reports/check/", {}),
        "429": too_often,
        "500": lambda: client.get("/fault/"),
        "host": lambda: client.get("/", headers={"Host": "elsewhere.example"}),
        "static": lambda: stranger.get("/static/css/verka.css"),
        "download": lambda: client.get(f"/attachments/{attachment.pk}/"),
        "report": lambda: client.get(f"/reports/{report.pk}/files/pdf/"),
        "nothing": lambda: stranger.post("/policy-reports/", b"{}", "application/csp-report"),
    }
    return lambda name: ways[name]()


def test_every_kind_of_answer_says_it(answers: Callable[[str], Any], installation: str) -> None:
    for name, status in ANSWERS.items():
        response = answers(name)
        assert response.status_code == status, name
        assert policy(response) == (SEALED if name in {"download", "report"} else POLICY), name
        assert_headers(name, response, installation)


def policy(response: Any) -> dict[str, str]:
    rules = [rule.strip().partition(" ") for rule in response.headers["Content-Security-Policy"].split(";")]
    return {rule: where for rule, _space, where in rules}


def assert_headers(name: str, response: Any, installation: str) -> None:
    headers = response.headers
    told = {header: headers.get(header) for header in ALIKE}
    assert told == ALIKE | {"Strict-Transport-Security": HSTS[installation]}, name
    powers = dict(power.split("=") for power in headers["Permissions-Policy"].split(", "))
    assert {power: whose for power, whose in powers.items() if whose != "()"} == IN_USE, name
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(powers), name
    assert len(headers["X-Request-ID"]) == 32, name
    if name != "static":
        assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", ")), name
        assert "HX-Request" in headers["Vary"], name
    for cookie in response.cookies.values():
        assert_bound(cookie, installation)


def assert_bound(cookie: Any, installation: str) -> None:
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert bool(cookie["secure"]) is (installation == "production")
    assert cookie.key.startswith("__Host-") is (installation == "production")


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "language"])
def test_cookies_are_ours_alone(cookie: str, installation: str, officer: User, settings: Settings) -> None:
    officer.set_password("a-long-and-odd-one-2022")
    officer.save()
    host = HOSTS[installation]
    client = Client(**host)
    client.get("/sign-in/")
    client.post("/language/", {"language": "en", "next": "/"})
    client.post("/sign-in/", {"login": officer.email, "password": "a-long-and-odd-one-2022"})

    jar: SimpleCookie = client.cookies
    (found,) = [morsel for name, morsel in jar.items() if cookie in name]
    assert_bound(found, installation)


def test_the_language_chosen_before_signing_in_is_read_again(installation: str, db: None) -> None:
    host = HOSTS[installation]
    client = Client(**host)
    client.post("/language/", {"language": "en", "next": "/"})
    assert client.get("/sign-in/").headers["Content-Language"] == "en"


def test_an_address_without_tls_is_led_to_the_one_with_it(production: dict[str, Any], settings: Settings) -> None:
    for name, value in production.items():
        setattr(settings, name, tuple(value) if name == "SECURE_PROXY_SSL_HEADER" else value)

    response = Client(SERVER_NAME="verka.example").get("/sign-in/?next=/")

    assert (response.status_code, response.headers["Location"]) == (301, "https://verka.example/sign-in/?next=/")
    assert "Content-Security-Policy" in response.headers
