"""What an orchestrator, Prometheus and an administrator are told when something the product leans on is away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config.operations import parts
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.models import Job, SignOfLife
from strategy.notices import letters
from strategy.notices.models import MailHold
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from tests.conftest import Cast
from tests.making import Making

TOKEN = "metrics-token-of-forty-characters-in-all"
Browse = Callable[[User], Client]


@contextmanager
def without_database() -> Iterator[None]:
    """Its address leads nowhere, as when its machine is gone."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"NAME": "/nowhere/at/all", "HOST": "127.0.0.1", "PORT": "1"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= kept


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_said_on_the_page_and_comes_back(cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    client.raise_request_exception = False
    with without_database():
        page = client.get("/notices/")
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "60"
        assert "Databasen svarar inte just nu" in page.content.decode()
        assert client.post("/notices/reading/").status_code == 503
        assert (Client().get("/health/live").status_code, Client().get("/health/ready").status_code) == (200, 503)
    assert client.get("/notices/").status_code == 200
    assert Client().get("/health/ready").content == b"ok\n"


def test_an_error_of_our_own_is_not_blamed_on_the_database(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(cast.admin)
    client.raise_request_exception = False
    monkeypatch.setattr(parts, "PARTS", None)
    assert client.get("/administration/operations/").status_code == 500


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_before_its_tables_are_there(strategy: Strategy) -> None:
    parts.require_migrated.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reporting'")
    answer = Client().get("/health/ready")
    assert (answer.status_code, "migrate" in answer.content.decode()) == (503, True)


def trouble(name: str) -> str:
    found = parts.PARTS[name].look()
    return found.what if found else ""


@pytest.fixture
def broken(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker and a mail server where nobody listens, and a store where nothing can be written."""
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    monkeypatch.setitem(current_app.conf, "broker_write_url", "amqp://guest:guest@127.0.0.1:1//")


def test_each_part_that_is_away_is_told_with_what_to_do(broken: None, make: Making, cast: Cast, browse: Browse) -> None:
    SignOfLife.objects.create(name="sweep", at=timezone.now() - timedelta(hours=1))
    report = make.report()
    job = jobs.enqueue(kind="report", subject_id=report.pk, strategy=make.strategy, by=cast.officer, aloud=False)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(hours=1))

    page = browse(cast.admin).get("/administration/operations/").content.decode()

    for sentence in (
        "6 delar behöver ses över",
        "Meddelandekön svarar inte",
        "Schemat hördes senast",
        "Ett arbete har väntat sedan",
        "Det går inte att skriva i fillagringen",
        "Mejlservern svarar inte",
        "Ingen säkerhetskopia är gjord",
        "BROKER_URL",
        "EMAIL_URL",
    ):
        assert sentence in page


def test_what_works_is_said_to_work(strategy: Strategy, cast: Cast, browse: Browse, tmp_path: Path) -> None:
    jobs.sweep()
    call_command("backup", tmp_path / "a.backup", plain=True, verbosity=0)
    assert [finding.name for finding in parts.findings() if finding.trouble] == []
    assert "Allt fungerar." in browse(cast.admin).get("/administration/operations/").content.decode()


def test_letters_that_wait_are_let_go_by_an_administrator(cast: Cast, browse: Browse) -> None:
    letters.hold()
    letters.hold()
    client = browse(cast.admin)
    assert "återläsning" in trouble("mail")
    assert "Släpp breven" in client.get("/administration/letters/").content.decode()

    client.post("/administration/letters/letting-go/")

    assert MailHold.objects.count() == 1
    assert trouble("mail") == ""
    assert AuditEntry.objects.latest("pk").verb == "mail-let-go"
    assert "Släpp breven" not in client.get("/administration/letters/").content.decode()


def test_figures_are_for_whoever_has_the_token(settings: Any, strategy: Strategy) -> None:
    assert Client().get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for given in ("", "Bearer ", f"Bearer {TOKEN}x", "Bearer å"):
        assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_figures_hold_numbers_and_no_contents(settings: Any, make: Making, cast: Cast, browse: Browse) -> None:
    settings.METRICS_TOKEN = TOKEN
    event = make.event(title="Hemligt möte Zqplatsqz")
    jobs.enqueue(kind="report", subject_id=make.report().pk, strategy=make.strategy, by=cast.officer, aloud=False)
    browse(cast.officer).get(event.get_absolute_url())
    jobs.sweep()

    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    found = {sample.name: sample for family in text_string_to_metric_families(text) for sample in family.samples}
    asked = {
        (sample.labels["route"], sample.labels["status"])
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "verka_requests_total"
    }
    assert ("dialogue:event", "200") in asked
    assert (found["verka_jobs"].labels, found["verka_jobs"].value) == ({"kind": "report", "state": "queued"}, 1)
    assert found["verka_search_entries"].value > 0
    assert found["verka_last_seconds"].labels == {"what": "sweep"}
    assert {"Zqplatsqz", cast.officer.email, cast.officer.name} & set(text.split()) == set()
    assert "Zqplatsqz" not in text
