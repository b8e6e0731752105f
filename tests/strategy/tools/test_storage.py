"""Files are whole or not there, in a folder and in an S3-compatible store."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.utils.module_loading import import_string

from config.environment import s3
from reporting.reports import rendering
from reporting.reports import services as reports
from reporting.reports.models import Report
from reporting.reports.publishing import folder_name
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.people.models import User
from strategy.tools.storage import DurableStorage
from tests.making import Making

CONFIGURED: Any = settings


@pytest.fixture
def folder(tmp_path: Path) -> DurableStorage:
    return DurableStorage(location=tmp_path)


def test_a_name_leads_to_the_whole_file_and_writing_again_replaces_it(folder: DurableStorage, tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        assert folder.save("reports/a.pdf", ContentFile(content)) == "reports/a.pdf"
        assert (tmp_path / "reports" / "a.pdf").read_bytes() == content
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["a.pdf"]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called when the disk is to be full."""

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    return lambda: monkeypatch.setattr("strategy.tools.storage.os.fsync", refuse)


def test_a_file_that_could_not_be_finished_leaves_nothing(
    folder: DurableStorage, tmp_path: Path, full_disk: Callable[[], None]
) -> None:
    full_disk()
    with pytest.raises(OSError, match="No space"):
        folder.save("report.pdf", ContentFile(b"half"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_could_not_be_replaced_stays_as_it_was(
    folder: DurableStorage, tmp_path: Path, full_disk: Callable[[], None]
) -> None:
    folder.save("report.pdf", ContentFile(b"whole"))
    full_disk()
    with pytest.raises(OSError, match="No space"):
        folder.save("report.pdf", ContentFile(b"half"))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report.pdf", b"whole")]


def test_a_name_does_not_lead_out_of_the_folder(folder: DurableStorage) -> None:
    with pytest.raises(Exception, match="path traversal"):
        folder.save("../outside.pdf", ContentFile(b"x"))


# ------------------------------------------------------------------ S3


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that speaks S3, on this computer alone."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log").open("w")
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return


@pytest.fixture
def in_s3(s3_server: str, settings: Any) -> Iterator[None]:
    """As the environment would say it, with that server's address."""
    region, key = "eu-north-1", "test"
    told = {"bucket": "verka", "endpoint": s3_server, "region": region, "access_key": key, "secret_key": key}
    storage = s3(told)
    store = import_string(storage["BACKEND"])(**storage["OPTIONS"])
    store.connection.meta.client.create_bucket(Bucket="verka", CreateBucketConfiguration={"LocationConstraint": region})
    settings.STORAGES = CONFIGURED.STORAGES | {"default": storage}
    yield
    for found in store.bucket.objects.all():
        found.delete()
    store.bucket.delete()


@pytest.mark.long
def test_a_report_is_made_into_s3(in_s3: None, strategy: Strategy, officer: User) -> None:
    assert type(storages["default"]).__name__ == "S3Storage"
    report = reports.create_report(strategy=strategy, year=2020, audience="internal", language="sv", by=officer)
    for _ in range(2):
        jobs.execute(reports.queue(report, officer, aloud=False).pk)
        report.refresh_from_db()
        assert (report.state, report.failure) == (Report.State.DRAFT, "")
        files = {file.format: file for file in report.files.all()}
        names = sorted(Path(str(file.file)).name for file in files.values())
        assert sorted(default_storage.listdir(f"reports/{folder_name(report)}")[1]) == names
        with files["pdf"].file.open("rb") as content:
            assert content.read(5) == b"%PDF-"
        reports.request_again(report=report, by=officer)


def test_what_failed_leaves_nothing_in_s3(
    in_s3: None, strategy: Strategy, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**published: Any) -> None:
        raise RuntimeError("while publishing")

    monkeypatch.setattr(rendering, "finish", refuse)
    report = reports.create_report(strategy=strategy, year=2020, audience="internal", language="sv", by=officer)
    jobs.execute(reports.queue(report, officer, aloud=False).pk)
    report.refresh_from_db()
    assert report.state == Report.State.FAILED
    assert default_storage.listdir(f"reports/{folder_name(report)}") == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_files_out_of_s3_and_puts_them_back(in_s3: None, make: Making, tmp_path: Path) -> None:
    file = make.attachment(make.event())
    call_command("backup", tmp_path / "a.backup", plain=True, verbosity=0)
    default_storage.delete(str(file.file))
    assert not default_storage.exists(str(file.file))
    call_command("restore", tmp_path / "a.backup", verbosity=0)
    with default_storage.open(str(file.file)) as content:
        assert content.read() == b"underlag"
