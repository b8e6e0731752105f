"""What we expect of the insides of allauth that we lean on: where one of these fails, its version has changed them."""

import re
from pathlib import Path

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.core.context import request_context
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from strategy.accounts.allauth_compat import (
    begin_registration,
    clear_login,
    format_hotp_value,
    get_authentication_records,
    hotp_value,
    record_authentication,
    yield_hotp_counters_from_time,
)
from tests.conftest import Cast

RFC_4226_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890


def asked() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def test_codes_are_those_of_the_standard() -> None:
    """Appendix D of RFC 4226."""
    codes = [format_hotp_value(hotp_value(RFC_4226_SECRET, counter)) for counter in range(3)]
    assert codes == ["755224", "287082", "359152"]


def test_a_code_is_good_for_the_half_minutes_around_now() -> None:
    counters = list(yield_hotp_counters_from_time())
    assert counters == list(range(counters[0], counters[-1] + 1))
    assert len(counters) >= 3


def test_what_a_person_has_shown_is_remembered_in_the_session_for_that_person_alone(cast: Cast) -> None:
    request = asked()
    record_authentication(request, cast.officer, "mfa", type="totp")
    assert [record["method"] for record in get_authentication_records(request, cast.officer)] == ["mfa"]
    assert get_authentication_records(request, cast.head) == []


def test_a_waiting_sign_in_is_forgotten_with_what_was_shown(cast: Cast) -> None:
    request = asked()
    request.session[LOGIN_SESSION_KEY] = {}
    record_authentication(request, cast.officer, "password")
    clear_login(request)
    assert LOGIN_SESSION_KEY not in request.session
    assert get_authentication_records(request, cast.officer) == []


def test_a_key_is_offered_as_a_passkey_under_the_persons_own_handle(cast: Cast) -> None:
    with request_context(asked()):
        options = begin_registration(cast.officer, passwordless=True)
    selection = options["publicKey"]["authenticatorSelection"]
    assert (selection["residentKey"], options["publicKey"]["user"]["name"]) == ("required", cast.officer.email)


def test_no_other_file_of_ours_reaches_into_it() -> None:
    inside = re.compile(r"^\s*from allauth\.[\w.]*internal", re.MULTILINE)
    apps = (Path(settings.BASE_DIR, app) for app in ("strategy", "priorities", "dialogue", "reporting", "config"))
    files = [path for app in apps for path in app.rglob("*.py")]
    assert [path.name for path in files if inside.search(path.read_text(encoding="utf-8"))] == ["allauth_compat.py"]
