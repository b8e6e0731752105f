"""What the log says of requests that go well and wrong, with canary words in every place where a word can be sent."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from celery.signals import task_postrun, task_prerun
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, clear_url_caches, path
from pytest_django import Settings

from config import urls
from strategy.people.models import User
from strategy.sending.tasks import sweep_forms
from strategy.web import logs
from tests.making import Making

WORD = "Zqkanarieqz"
EMAIL = "zqkanarieqz@elsewhere.example"
TOKEN = "zq9kanarie8qz7AbCdEfGhIjKlMnOpQrStUvWx"
CANARIES = ("zqkanarieqz", "zq9kanarie8qz", "elsewhere.example", "198.51.100", "2001:db8", "Officer")


def fail(request: Any, word: str = "") -> Any:
    """Breaks with the word in the exception's message, in its arguments, in a local name and in what it came from."""
    secret = request.POST.get("word", WORD)
    try:
        int(secret)
    except ValueError as error:
        raise LookupError(f"there is no {secret} for {EMAIL}") from error


def fail_in_the_database(request: Any) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM no_such_table_zqkanarieqz", [WORD])


def suspect(request: Any) -> Any:
    raise SuspiciousOperation(f"what about {WORD}")


def talk(request: Any) -> Any:
    """As libraries log: with something put into the sentence, ready-made, or an exception in its place."""
    library = logging.getLogger("library")
    library.error("could not read %s", WORD)
    library.error(f"could not read {WORD}")
    library.error(ValueError(WORD))
    library.error("%(word)s", {"word": WORD})
    library.error("as given", extra={"word": WORD})
    structlog.get_logger().error("ours", word=f"{EMAIL} {TOKEN} 198.51.100.4 2001:db8:0:0:0:0:0:1")
    fail(request)


@pytest.fixture
def log(settings: Settings) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that a production installation would write, and everything it would write."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter(as_json=True))
    handler.addFilter(logs.News())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    for canary in CANARIES:
        assert canary.lower() not in written.getvalue().lower()


@pytest.fixture
def faulty() -> Iterator[None]:
    addresses: list[URLPattern | URLResolver] = urls.urlpatterns  # type: ignore[assignment]
    added = [
        path("fault/<str:word>/", fail, name="fault"),
        path("database-fault/", fail_in_the_database),
        path("suspect/", suspect),
        path("talk/", talk),
    ]
    addresses.extend(added)
    clear_url_caches()
    yield
    del addresses[-len(added) :]
    clear_url_caches()


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.4", HTTP_REFERER=f"https://{EMAIL}/{WORD}")
    client.force_login(officer)
    client.cookies["word"] = WORD
    return client


def test_a_request_is_one_line_with_ids(log: Any, client: Client, make: Making, officer: User) -> None:
    response = client.get(f"/strategies/{make.strategy.slug}/goals/?q={WORD}")

    (line,) = [line for line in log() if line["event"] == "request"]
    assert line.pop("milliseconds") >= 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "strategy.web.logs",
        "method": "GET",
        "request_id": response.headers["X-Request-ID"],
        "route": "reporting:goals",
        "status": 200,
        "strategy_id": make.strategy.pk,
        "user_id": officer.pk,
    }


def test_whatever_goes_wrong_no_word_of_it_is_in_the_log(
    log: Any, faulty: None, client: Client, make: Making, officer: User
) -> None:
    event = make.event(title=WORD)
    word = {"word": WORD, "title": WORD, "login": EMAIL, "password": TOKEN, "next": f"/{WORD}"}
    answers = [
        client.get(f"/{WORD}/{EMAIL}/"),
        client.get(f"/fault/{WORD}/?q={EMAIL}"),
        client.post(f"/fault/{TOKEN}/", word),
        client.get("/database-fault/"),
        client.get("/suspect/"),
        client.get("/talk/", {"q": WORD}),
        client.get("/", headers={"Host": f"{WORD}.elsewhere.example"}),
        client.get(f"/?q=%00{WORD}"),
        client.post("/sign-in/", word),
        client.post(f"/meetings/{event.pk}/edit/", word),
        client.post(f"/meetings/{event.pk}/attachments/", {"file": SimpleUploadedFile(f"{WORD}.exe", WORD.encode())}),
        client.generic(WORD.upper(), f"/meetings/{event.pk}/", WORD.encode()),
        client.post(f"/strategies/{WORD}/meetings/new/", WORD, "application/x-www-form-urlencoded"),
        client.generic("POST", "/sign-in/", b"--x\r\n", f"multipart/form-data; boundary={WORD}"),
        Client(enforce_csrf_checks=True).post(f"/sign-in/?next=/{WORD}", word, headers={"Referer": EMAIL}),
        client.post("/policy-reports/", json.dumps(policy_report()), "application/csp-report"),
    ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [404, 500, 500, 503, 400, 500, 400, 400, 302, 422, 422, 405, 404, 302, 403, 204]

    lines = log()
    assert [line["status"] for line in lines if line["event"] == "request"] == statuses
    outside = [line for line in lines if "request_id" not in line]  # the test's own signing in
    assert all(line["logger"].startswith("axes.") for line in outside)
    numbers = {answer.headers["X-Request-ID"] for answer in answers}
    assert {line["request_id"] for line in lines if line not in outside} <= numbers


def policy_report() -> dict[str, Any]:
    return {
        "csp-report": {
            "document-uri": f"https://verka.example/{WORD}/?q={EMAIL}",
            "effective-directive": WORD,
            "blocked-uri": f"https://elsewhere.example/{TOKEN}",
            "script-sample": WORD,
        }
    }


def test_an_exception_is_told_by_type_and_place(log: Any, faulty: None, client: Client, officer: User) -> None:
    response = client.get("/fault/x/")

    (line,) = [line for line in log() if "raised" in line]
    assert line["event"] == "an exception that nothing took care of"
    assert [raised["type"] for raised in line["raised"]] == ["builtins.LookupError", "builtins.ValueError"]
    assert line["raised"][0]["places"][-1].startswith("tests/test_logs.py:")
    assert line["raised"][0]["places"][-1].endswith(" fail")
    assert (line["route"], line["user_id"], line["level"]) == ("fault", officer.pk, "error")
    assert line["request_id"] == response.headers["X-Request-ID"]


def test_a_library_keeps_its_sentence(log: Any, faulty: None, client: Client) -> None:
    client.get("/talk/")

    told = [line["event"] for line in log() if line["logger"] == "library"]
    assert told[0] == "could not read %s"
    assert [event.partition(":")[0] for event in told[1:]] == ["tests/test_logs.py"] * 2 + ["%(word)s"] + [
        "tests/test_logs.py"
    ]
    (ours,) = [line for line in log() if line["event"] == "ours"]
    assert ours["word"] == "[address] [token] [address] [address]"


def test_a_policy_report_says_which_rule_and_route(log: Any, client: Client, make: Making) -> None:
    report = {
        "document-uri": f"http://testserver/strategies/{make.strategy.slug}/goals/",
        "effective-directive": "script-src-elem",
        "blocked-uri": "inline",
    }
    client.post("/policy-reports/", json.dumps({"csp-report": report}), "application/csp-report")

    (line,) = [line for line in log() if "directive" in line]
    assert (line["directive"], line["blocked"], line["page"]) == ("script-src-elem", "inline", "reporting:goals")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"csp-report": 1}', b"[" * 10_000, b'{"a": "' + b"x" * 20_000])
def test_what_is_no_policy_report_is_passed_over(log: Any, client: Client, content: bytes) -> None:
    response = client.post("/policy-reports/", content, "application/csp-report")

    assert (response.status_code, response.content) == (204, b"")
    assert [line for line in log() if "directive" in line] == []


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "0f8fad5b-d9cb-469f-a165-70867728950e", True),
        (0, "0f8fad5b-d9cb-469f-a165-70867728950e", False),
        (1, f"{WORD}{WORD}", False),
        (1, "0f8fad5b", False),
        (1, "a" * 65, False),
    ],
)
def test_a_proxys_id_is_taken_over(
    log: Any, client: Client, settings: Settings, proxies: int, given: str, taken: bool
) -> None:
    settings.PROXY_COUNT = proxies
    response = client.get("/", headers={"X-Request-ID": given})
    assert (response.headers["X-Request-ID"] == given) is taken


def test_a_task_is_named_on_its_lines(log: Any) -> None:
    task_prerun.send(sweep_forms, task=sweep_forms, task_id="1")
    structlog.get_logger().warning("in the task")
    task_postrun.send(sweep_forms, task=sweep_forms, task_id="1")
    structlog.get_logger().warning("after it")

    inside, after = log()
    assert (inside["task"], inside["task_id"]) == ("strategy.sending.tasks.sweep_forms", "1")
    assert "task" not in after


def test_what_celery_tells_of_a_task_that_failed_holds_no_word(log: Any) -> None:
    record = {"name": "x", "id": "1", "exc": WORD, "description": "raised unexpected"}
    trace = logging.getLogger("celery.app.trace")
    try:
        fail(type("Request", (), {"POST": {}}))
    except LookupError:
        trace.error("Task %(name)s[%(id)s] %(description)s: %(exc)s", record, exc_info=True, extra={"data": record})

    (line,) = log()
    assert line["event"] == "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    assert line["raised"][0]["type"] == "builtins.LookupError"
