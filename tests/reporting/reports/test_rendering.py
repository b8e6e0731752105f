"""The life of a report: asked for, rendered, written on, approved."""

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone

from reporting.reports import rendering
from reporting.reports import services as reports
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report
from reporting.reports.paper.pdf import Printed, TooLong
from reporting.reports.publishing import folder_name, write_file
from reporting.reports.texts import leading_text, write_text
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import Making

FORMS = ("docx", "json", "pdf", "xlsx")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of nothing instead of the real ones, which the tests of `paper/` are about."""
    monkeypatch.setattr(rendering, "render_pdf", lambda *args: Printed(b"%PDF-quick", 1))
    monkeypatch.setattr(rendering, "render_word", lambda page: b"PK-word")
    monkeypatch.setattr(rendering, "render_book", lambda content: b"PK-book")


def broken(error: Exception) -> Any:
    def fail(*args: object) -> Printed:
        raise error

    return fail


def files_of(report: Report, media_folder: Path) -> list[str]:
    return sorted(path.name for path in (media_folder / "reports" / folder_name(report)).iterdir())


def name_of(snapshot: Snapshot, extension: str) -> str:
    job = Job.objects.of("report", snapshot.report_id).latest("pk")
    return f"{job.pk}-{snapshot.sha256[:16]}.{extension}"


def produce(report: Report) -> None:
    """What a worker does with the report's job."""
    jobs.execute(reports.queue(report, None, aloud=False).pk)


def write_summary(report: Report, text: str, by: User, expected_version: int | None = None) -> None:
    summary = leading_text(report).text
    summary.text = text
    write_text(text=summary, by=by, expected_version=expected_version)


@pytest.fixture
def queued(strategy: Strategy, officer: User) -> Report:
    return reports.create_report(strategy=strategy, year=2021, audience="internal", language="sv", by=officer)


def test_a_queued_report_becomes_a_draft_with_its_files(queued: Report, media_folder: Path, quick: None) -> None:
    produce(queued)
    queued.refresh_from_db()
    snapshot = Snapshot.objects.get(report=queued)
    files = {file.format: file for file in queued.files.all()}
    assert (queued.state, queued.failure) == ("draft", "")
    assert files["json"].file.read().decode() == snapshot.content
    assert files["json"].sha256 == snapshot.sha256
    assert files["pdf"].sha256 == hashlib.sha256(b"%PDF-quick").hexdigest()
    assert (files["pdf"].pages, files["pdf"].size) == (1, 10)
    assert files["docx"].sha256 == hashlib.sha256(b"PK-word").hexdigest()
    assert files["xlsx"].sha256 == hashlib.sha256(b"PK-book").hexdigest()
    assert files_of(queued, media_folder) == [name_of(snapshot, form) for form in FORMS]
    assert [step.to_state for step in queued.steps.all()] == ["queued", "draft"]


def test_running_twice_does_nothing_more(queued: Report, quick: None) -> None:
    job = reports.queue(queued, None, aloud=False)
    jobs.execute(job.pk)
    jobs.execute(job.pk)
    assert Snapshot.objects.filter(report=queued).count() == 1
    assert queued.steps.count() == 2


def test_a_worker_that_was_taken_over_leaves_no_second_report(
    queued: Report, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back after its lease has run out and another has made the report: it publishes nothing."""
    job = reports.queue(queued, None, aloud=False)

    def taken_over_meanwhile(*args: object) -> Printed:
        monkeypatch.setattr(rendering, "render_pdf", lambda *args: Printed(b"%PDF-quick", 1))
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        jobs.sweep()
        jobs.execute(job.pk)
        return Printed(b"%PDF-slow", 2)

    monkeypatch.setattr(rendering, "render_pdf", taken_over_meanwhile)
    jobs.execute(job.pk)
    queued.refresh_from_db()
    job.refresh_from_db()
    assert (queued.state, job.state, job.attempt) == ("draft", "done", 2)
    assert Snapshot.objects.filter(report=queued).count() == 1
    assert [file.pages for file in queued.files.filter(format="pdf")] == [1]
    assert len(files_of(queued, media_folder)) == len(FORMS)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TooLong(), "Rapporten blev längre än en rapport får vara."),
        (OSError(28, "No space left on device"), "Filen kunde inte sparas."),
        (RuntimeError("trasigt"), "Något gick fel."),
        (MemoryError(), "Minnet räckte inte."),
        (SoftTimeLimitExceeded(), "Det tog för lång tid att skapa rapporten."),
        (OperationalError("server closed the connection"), "Förbindelsen med databasen bröts."),
    ],
)
def test_a_failure_says_why_and_may_be_tried_again(
    queued: Report, officer: User, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    monkeypatch.setattr(rendering, "render_pdf", broken(error))
    produce(queued)
    queued.refresh_from_db()
    assert queued.state == Report.State.FAILED
    assert queued.failure.startswith(reason)
    assert not ReportFile.objects.filter(report=queued).exists()
    reports.request_again(report=queued, by=officer)
    assert (queued.state, queued.failure) == ("queued", "")


def test_rendering_again_replaces_the_files(queued: Report, officer: User, media_folder: Path, quick: None) -> None:
    produce(queued)
    first = Snapshot.objects.get(report=queued).sha256
    queued.refresh_from_db()
    write_summary(queued, "Ett gott år.", officer)
    produce(queued)
    second = Snapshot.objects.get(report=queued)
    assert second.sha256 != first
    assert '"text":"Ett gott år."' in second.content
    assert files_of(queued, media_folder) == [name_of(second, form) for form in FORMS]


def test_a_summary_written_over_another_is_a_conflict(queued: Report, cast: Cast, quick: None) -> None:
    produce(queued)
    queued.refresh_from_db()
    write_summary(queued, "Den enas.", cast.officer)
    produce(queued)
    queued.refresh_from_db()
    write_summary(queued, "Den andras.", cast.colleague, 1)
    produce(queued)
    queued.refresh_from_db()
    with pytest.raises(Conflict):
        write_summary(queued, "Den enas igen.", cast.officer, 1)


def test_asking_again_queues_a_job(queued: Report, officer: User, quick: None) -> None:
    produce(queued)
    queued.refresh_from_db()
    reports.request_again(report=queued, by=officer)
    job = reports.job_of(queued)
    assert job is not None
    assert (queued.state, job.state, job.created_by) == ("queued", "queued", officer)


def test_what_is_under_way_is_not_asked_for_again(queued: Report, officer: User) -> None:
    with pytest.raises(TransitionRefused):
        reports.request_again(report=queued, by=officer)


def test_what_waits_is_stopped_at_once_and_may_be_tried_again(queued: Report, officer: User, quick: None) -> None:
    job = reports.queue(queued, officer, aloud=False)
    reports.cancel_rendering(report=queued, by=officer)
    queued.refresh_from_db()
    assert (queued.state, queued.failure) == ("failed", "Arbetet avbröts.")
    jobs.execute(job.pk)
    assert not queued.files.exists()
    reports.request_again(report=queued, by=officer)
    produce(queued)
    queued.refresh_from_db()
    assert queued.state == "draft"


def test_what_runs_is_stopped_at_its_next_step(
    queued: Report, officer: User, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_meanwhile(*args: object) -> Printed:
        reports.cancel_rendering(report=queued, by=officer)
        return Printed(b"%PDF-quick", 1)

    monkeypatch.setattr(rendering, "render_pdf", stopped_meanwhile)
    produce(queued)
    queued.refresh_from_db()
    assert (queued.state, queued.failure) == ("failed", "Arbetet avbröts.")
    assert not queued.files.exists()
    assert not (media_folder / "reports").exists()


def test_a_new_version_replaces_the_one_before(queued: Report, strategy: Strategy, officer: User) -> None:
    asked: dict[str, Any] = {"strategy": strategy, "year": 2021, "language": "sv", "by": officer}
    second = reports.create_report(audience="internal", **asked)
    other = reports.create_report(audience="external", **asked)
    assert (second.edition_number, second.replaces) == (2, queued)
    assert (other.edition_number, other.replaces) == (1, None)


def test_the_last_day_is_the_year_s_or_today(strategy: Strategy) -> None:
    strategy.demonstration_on = date(2022, 2, 15)
    assert str(reports.last_day(strategy, 2021)) == "2021-12-31"
    assert str(reports.last_day(strategy, 2022)) == "2022-02-15"


def test_a_head_approves_what_another_has_made(queued: Report, head: User, quick: None) -> None:
    produce(queued)
    queued.refresh_from_db()
    reports.approve_report(report=queued, by=head, expected_version=queued.version)
    queued.refresh_from_db()
    assert (queued.state, queued.approved_by) == ("approved", head)
    assert queued.approved_at is not None
    assert queued.steps.last().to_state == "approved"  # type: ignore[union-attr]


def test_nobody_approves_what_they_have_had_a_hand_in(queued: Report, cast: Cast, quick: None) -> None:
    produce(queued)
    queued.refresh_from_db()
    write_summary(queued, "Ett gott år.", cast.head)
    produce(queued)
    queued.refresh_from_db()
    for writer in (cast.officer, cast.head):
        with pytest.raises(TransitionRefused):
            reports.approve_report(report=queued, by=writer, expected_version=queued.version)


def test_a_draft_that_was_rendered_anew_since_it_was_read_is_not_approved(
    queued: Report, cast: Cast, quick: None
) -> None:
    produce(queued)
    queued.refresh_from_db()
    read = queued.version
    reports.request_again(report=queued, by=cast.officer)
    produce(queued)
    queued.refresh_from_db()
    with pytest.raises(Conflict):
        reports.approve_report(report=queued, by=cast.head, expected_version=read)


def test_an_approved_report_is_neither_rewritten_nor_rendered_again(make: Making, officer: User) -> None:
    report = make.report(state="approved")
    with pytest.raises(TransitionRefused):
        write_summary(report, "Ett nytt.", officer)
    with pytest.raises(TransitionRefused):
        reports.request_again(report=report, by=officer)


def test_a_folder_is_not_to_be_guessed_and_is_the_same_each_time(make: Making) -> None:
    one, two = make.report(), make.report(edition_number=2)
    snapshot = Snapshot(report=one, content="{}", sha256="f" * 64, taken_at=timezone.now())
    job = Job(pk=7)
    first, again = (write_file(report=one, snapshot=snapshot, job=job, format="json", content=b"{}") for _ in range(2))
    assert first.file.name == again.file.name == f"reports/{folder_name(one)}/7-{'f' * 16}.json"
    assert len(folder_name(one)) == 40
    assert folder_name(one) != folder_name(two)
