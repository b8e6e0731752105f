"""The worker is killed, the broker is gone, the disk is full: one finished report, or one clear failure.

Real workers and a real beat, on RabbitMQ where the suite runs on PostgreSQL and on the filesystem broker otherwise.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from reporting.reports import rendering
from reporting.reports import services as reports
from reporting.reports.files import Snapshot
from reporting.reports.models import Report
from reporting.reports.publishing import folder_name
from strategy.accounts.entry import letters
from strategy.accounts.entry.models import LetterRequest
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.people.models import User
from tests.conftest import Cast
from tests.effort import IN_PROOF, often

PLACES = ["snapshot taken", "layout begun", "pages laid out", "files written", "published"]
TRIED = PLACES if IN_PROOF else ["files written"]  # with the report half published
ROUNDS = often(gate=1, proof=20)
once_in_the_gate = pytest.mark.skipif(not IN_PROOF and connection.vendor == "sqlite", reason="on PostgreSQL")
PATIENCE = 60  # seconds
RABBITMQ = os.environ.get("TEST_BROKER_URL", "amqp://guest:guest@127.0.0.1:5672//")
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="ends process groups"),
]


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def rabbitmq_answers() -> bool:
    address = urlsplit(RABBITMQ)
    with suppress(OSError), socket.create_connection((address.hostname, address.port or 5672), timeout=2):
        return True
    return False


class Works:
    """A product without its web server: a worker, which may be killed and started anew, and beat."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder = folder
        self.kill_file = folder / "kill"
        queue = f"test-{os.getpid()}-{folder.name}"
        self.environment = os.environ | {
            "ALLOW_SQLITE": "1",
            "BROKER_QUEUE": queue,
            "BROKER_URL": broker,
            "DATABASE_URL": database_address(),
            "EMAIL_URL": f"file://{folder / 'mail'}",
            "JOB_LEASE_SECONDS": "2",
            "JOB_SWEEP_SECONDS": "1",
            "KILL_FILE": str(self.kill_file),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "PYTHONPATH": str(Path(__file__).parent / "killing"),
        }
        self.log = (folder / "log").open("w")
        self.worker = self.start("--concurrency", "1")
        own = ("--queues", queue, "--hostname", "beat@%h", "--pool", "solo")
        self.beat = self.start("--beat", "--scheduler", "celery.beat:Scheduler", *own)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*CELERY, "worker", *arguments, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def call(self, program: str, *arguments: str) -> str:
        """What a short program of the same product prints."""
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": "."}
        command = [sys.executable, "-c", program, *arguments]
        return subprocess.check_output(command, cwd=settings.BASE_DIR, env=environment, text=True)

    def kill_at(self, place: str) -> None:
        """The next worker that comes there ends; whoever reads the file meanwhile finds it whole, or not at all."""
        aside = self.folder / "kill.new"
        aside.write_text(place)
        aside.replace(self.kill_file)

    def look_after(self) -> None:
        """What `serve` and a container's restart policy do."""
        if self.worker.poll() is not None:
            self.worker = self.start("--concurrency", "1")

    def stop(self) -> None:
        for process in (self.worker, self.beat):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.log.close()
        print((self.folder / "log").read_text())


def database_address() -> str:
    """Of the test's own database, for other processes."""
    database = connection.settings_dict
    if not on_postgresql():
        return f"sqlite:///{database['NAME']}"
    host, port = database["HOST"] or "127.0.0.1", database["PORT"] or 5432
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{host}:{port}/{database['NAME']}"


@contextmanager
def works_with(folder: Path, broker: str) -> Iterator[Works]:
    works = Works(folder, broker)
    try:
        yield works
    finally:
        works.stop()


def broker_for(folder: Path) -> str:
    if not on_postgresql():
        return f"filesystem://localhost{folder / 'broker'}"
    if not rabbitmq_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("RabbitMQ does not answer")
        pytest.skip("no RabbitMQ at 127.0.0.1:5672")
    return RABBITMQ


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    with works_with(tmp_path, broker_for(tmp_path)) as works:
        yield works


def ask(strategy: Strategy, by: User) -> Report:
    """A report asked for without ringing: beat's sweep, which has to come by anyway, wakes the worker."""
    report = reports.create_report(strategy=strategy, year=2020, audience="internal", language="sv", by=by)
    reports.queue(report, by, aloud=False)
    return report


def wait_until(holds: Callable[[], bool], works: Works | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        if works is not None:
            works.look_after()
        time.sleep(0.1)


def has_ended(report: Report) -> bool:
    report.refresh_from_db()
    return not report.is_under_way


def assert_finished_once(report: Report) -> None:
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT, report.failure
    assert Snapshot.objects.filter(report=report).count() == 1
    files = list(report.files.all())
    assert sorted(file.format for file in files) == ["docx", "json", "pdf", "xlsx"]
    folder = Path(settings.MEDIA_ROOT) / "reports" / folder_name(report)
    assert {Path(str(file.file)).name for file in files} <= {path.name for path in folder.iterdir()}
    assert not list(folder.glob(".*.part"))
    for file in files:
        with file.file.open("rb") as content:
            assert len(content.read()) == file.size


@once_in_the_gate
def test_a_killed_worker_leaves_one_finished_report(works: Works, strategy: Strategy, officer: User) -> None:
    for place in TRIED * ROUNDS:
        works.kill_at(place)
        report = ask(strategy, officer)
        wait_until(lambda report=report: has_ended(report) and not works.kill_file.exists(), works)  # type: ignore[misc]
        wait_until(lambda: works.worker.poll() is None, works)
        assert_finished_once(report)
        job = Job.objects.get(kind="report", subject_id=report.pk)
        assert (job.state, job.attempt) == ("done", 1 if place == "published" else 2), place


@pytest.mark.long
def test_a_job_that_kills_every_worker_is_given_up_after_three_attempts(
    works: Works, strategy: Strategy, officer: User
) -> None:
    report = ask(strategy, officer)

    def struck_again() -> bool:
        works.kill_at("layout begun")
        return has_ended(report)

    wait_until(struck_again, works)
    works.kill_file.unlink()
    assert (report.state, report.failure) == (
        "failed",
        "Arbetet stannade 3 gånger utan att bli klart. Försök igen, och säg till driften.",
    )
    reports.request_again(report=report, by=officer)
    wait_until(lambda: has_ended(report), works)
    assert_finished_once(report)


class Door:
    """A way to the broker that can be shut: passes on what comes to a port of its own."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.pairs: list[socket.socket] = []

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                broker = urlsplit(RABBITMQ)
                far = socket.create_connection((broker.hostname, broker.port or 5672))
                self.pairs += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=[source, target], daemon=True).start()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                target.sendall(content)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def shut(self) -> None:
        for one in (self.listener, *self.pairs):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


RING = """
import sys, django
django.setup()
from strategy.accounts.entry.letters import ring
ring(int(sys.argv[1]))
"""


def stop_between_writes(worker: subprocess.Popen[bytes]) -> None:
    """SQLite has one writer: one that stands still while it writes keeps everybody out."""
    os.killpg(worker.pid, signal.SIGSTOP)
    while is_locked():
        os.killpg(worker.pid, signal.SIGCONT)
        time.sleep(0.05)
        os.killpg(worker.pid, signal.SIGSTOP)


def is_locked() -> bool:
    if on_postgresql():
        return False
    database = sqlite3.connect(connection.settings_dict["NAME"], timeout=0.5, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        database.close()
    return False


@pytest.mark.long
@once_in_the_gate
def test_a_letter_does_not_wait_for_a_report(works: Works, strategy: Strategy, cast: Cast) -> None:
    """The one worker stands still in the middle of a report; beat writes the letter."""
    report = ask(strategy, cast.officer)
    wait_until(lambda: Job.objects.filter(subject_id=report.pk, state="running").exists(), works)
    stop_between_writes(works.worker)
    try:
        request = RequestFactory().post("/", headers={"host": "127.0.0.1"})
        asked = letters.ask(purpose=letters.Purpose.SIGN_IN, address=cast.contact.email, request=request)
        works.call(RING, str(asked.pk))
        wait_until(lambda: LetterRequest.objects.filter(pk=asked.pk, answered_at__isnull=False).exists())
        assert len(list((works.folder / "mail").iterdir())) == 1
        assert not has_ended(report)
    finally:
        os.killpg(works.worker.pid, signal.SIGCONT)
    wait_until(lambda: has_ended(report), works)
    assert_finished_once(report)


CLICK = """
import sys, django
django.setup()
from reporting.reports.services import request_report
from strategy.decision.models import Strategy
from strategy.people.models import User
print(request_report(
    strategy=Strategy.objects.get(pk=sys.argv[1]), by=User.objects.get(pk=sys.argv[2]),
    year=2020, audience="internal", language="sv",
).pk)
"""


@pytest.mark.long
def test_a_broker_that_was_down_at_the_click_is_waited_for(tmp_path: Path, strategy: Strategy, officer: User) -> None:
    if not on_postgresql():
        pytest.skip("a folder is never down; RabbitMQ is tried where the suite runs on PostgreSQL")
    broker_for(tmp_path)
    door = Door()
    with works_with(tmp_path, f"amqp://guest:guest@127.0.0.1:{door.port}//") as works:
        began = time.monotonic()
        answer = works.call(CLICK, str(strategy.pk), str(officer.pk))
        assert time.monotonic() - began < PATIENCE / 2
        report = Report.objects.get(pk=int(answer))
        assert report.state == Report.State.QUEUED
        time.sleep(2)
        assert not has_ended(report)
        door.open()
        wait_until(lambda: has_ended(report), works)
        assert_finished_once(report)
        door.shut()


@pytest.mark.long
@once_in_the_gate
def test_a_full_disk_is_a_clear_failure(tmp_path: Path, strategy: Strategy, officer: User) -> None:
    """A file system of a few pages, which the PDF does not fit into."""
    small = tmp_path / "media"
    small.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("a small file system cannot be mounted")
        pytest.skip("a small file system cannot be mounted by this account")
    try:
        report = ask(strategy, officer)
        jobs.execute(job_of(report).pk)
        report.refresh_from_db()
        assert report.state == Report.State.FAILED
        assert report.failure.startswith("Filen kunde inte sparas.")
        assert not report.files.exists()
        assert not Snapshot.objects.filter(report=report).exists()
        assert [path for path in small.rglob("*") if path.is_file()] == []
    finally:
        subprocess.run(["umount", small], check=True)
    reports.request_again(report=report, by=officer)
    jobs.execute(job_of(report).pk)
    assert_finished_once(report)


@pytest.mark.long
def test_a_lost_database_while_publishing_is_a_clear_failure(
    strategy: Strategy, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not on_postgresql():
        pytest.skip("SQLite has no connection to lose")
    report = ask(strategy, officer)
    finish = rendering.finish

    def cut(**published: Any) -> None:
        finish(**published)
        with connection.cursor() as cursor, suppress(Exception):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        Report.objects.count()

    monkeypatch.setattr(rendering, "finish", cut)
    jobs.execute(job_of(report).pk)
    monkeypatch.setattr(rendering, "finish", finish)
    report.refresh_from_db()
    assert (report.state, report.failure) == ("failed", "Förbindelsen med databasen bröts. Försök igen.")
    assert not report.files.exists()
    folder = Path(settings.MEDIA_ROOT) / "reports" / folder_name(report)
    assert list(folder.iterdir()) == []
    reports.request_again(report=report, by=officer)
    jobs.execute(job_of(report).pk)
    assert_finished_once(report)


def job_of(report: Report) -> Job:
    job = reports.job_of(report)
    assert job is not None
    return job


def test_the_command_needs_neither_worker_nor_broker(tmp_path: Path, strategy: Strategy, officer: User) -> None:
    output = tmp_path / "report.json"
    call_command("make_report", strategy=strategy.slug, year=2020, format="json", output=output)
    assert output.stat().st_size > 1000
    assert Job.objects.get(kind="report").state == Job.State.DONE
