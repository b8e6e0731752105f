"""The pages for what went wrong: Swedish, with a way on, and made without what may be the reason."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from strategy.people.models import User
from strategy.web.errors import bad_request
from tests.making import Making

WAY_ON = '<a class="ds-button" href="/">Till startsidan</a>'


def test_without_a_database_there_is_still_a_page() -> None:
    """pytest lets nobody at the database here, which is as good as its being gone."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"

    response = client.get("/strategies/iom-2020-2022/")

    assert response.status_code == 500
    page = response.content.decode()
    assert "Något gick fel hos oss" in page
    assert WAY_ON in page


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (RequestDataTooBig, 413, "Det var för mycket på en gång"),
        (TooManyFieldsSent, 413, "Det var för mycket på en gång"),
        (TooManyFilesSent, 413, "Det var för mycket på en gång"),
        (SuspiciousOperation, 400, "Adressen eller formuläret går inte att läsa"),
    ],
)
def test_what_is_too_much_is_told_apart(error: type[Exception], status: int, words: str) -> None:
    response = bad_request(HttpRequest(), error())
    assert response.status_code == status
    assert words in response.content.decode()
    assert WAY_ON in response.content.decode()


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def many_fields(client: Client, path: str) -> Any:
    return client.post(path, {f"field-{number}": "" for number in range(1001)})


def many_files(client: Client, path: str) -> Any:
    return client.post(path, {f"file-{number}": SimpleUploadedFile("a.txt", b"a") for number in range(21)})


def long_text(client: Client, path: str) -> Any:
    return client.post(path, "text=" + "a" * 5 * 1024 * 1024, content_type="application/x-www-form-urlencoded")


def many_questions(client: Client, path: str) -> Any:
    return client.get(f"{path}?{'&'.join(f'a{number}' for number in range(1001))}")


@pytest.mark.parametrize("send", [many_fields, many_files, long_text])
def test_a_form_that_is_too_large_is_answered_with_a_page(
    client: Client, make: Making, send: Callable[[Client, str], Any]
) -> None:
    response = send(client, f"/meetings/{make.event().pk}/edit/")
    assert response.status_code == 413
    assert "högst tio filer" in response.content.decode()


def test_an_address_with_too_many_questions_is_answered_with_a_page(client: Client, make: Making) -> None:
    assert many_questions(client, f"/strategies/{make.strategy.slug}/meetings/").status_code == 413


def test_eleven_files_at_once_are_too_many(make: Making, contact: User) -> None:
    client = Client()
    client.force_login(contact)
    files = [SimpleUploadedFile(f"{number}.txt", b"a") for number in range(11)]
    written = {"title": "Kö", "text": "Lång.", "observed_on": "2021-06-28", "source": "meeting", "confidence": "low"}

    path = f"/strategies/{make.strategy.slug}/observations/new/"
    response = client.post(path, written | {"classification": "open", "documents": files})

    assert response.status_code == 422
    assert "Högst tio filer kan skickas åt gången." in response.content.decode()


@pytest.mark.parametrize("length", [f"{10**30}", "-1", "x", ""])
def test_a_length_that_is_none_is_read_as_nothing(client: Client, length: str, settings: Settings) -> None:
    settings.MOST_BODY_BYTES = 10
    response = client.generic("POST", "/language/", b"", "application/x-www-form-urlencoded", CONTENT_LENGTH=length)
    assert response.status_code == 302


def test_an_address_that_only_takes_forms_is_a_page(client: Client, make: Making) -> None:
    response = client.get(f"/meetings/{make.event().pk}/holding/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Adressen tar bara emot formulär" in response.content.decode()
    assert WAY_ON in response.content.decode()


@pytest.mark.parametrize("address", ["/?q=%00", "/?q=a\x00b", "/strategies/a%00b/"])
def test_a_null_character_in_an_address_is_refused(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert WAY_ON in response.content.decode()
