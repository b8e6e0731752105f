"""From a queued row to finished files. The row is the truth: a worker that is killed leaves no half report."""

import logging
import time
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.models import Report, ReportFile, ReportStep, Snapshot
from reporting.pdf import TooLong, render_pdf
from reporting.printing import html
from reporting.services.publishing import sweep, write_file
from reporting.snapshots import take
from strategy.models import User
from strategy.services import Conflict, TransitionRefused, advance

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_PAGES = 1.0


def produce(report_id: int) -> None:
    """Makes the files of a queued report. Does nothing where another worker has it; a failure stands in the row."""
    report = claim(report_id)
    if report is None:
        return
    try:
        render(report)
    except Conflict:
        logger.warning("report %s was taken over by another rendering", report_id)
    except Exception as error:
        logger.exception("report %s could not be rendered", report_id)
        fail(report=report, reason=reason_for(error))


def claim(report_id: int) -> Report | None:
    """The report, now this worker's alone; None where it is not queued or somebody else came first."""
    report = Report.objects.select_related("strategy", "updated_by", "replaces").get(pk=report_id)
    try:
        advance(record=report, to=Report.State.RENDERING, by=report.updated_by, progress="snapshot", failure="")
    except (Conflict, TransitionRefused):
        return None
    return report


def render(report: Report) -> None:
    snapshot = take(report, timezone.now())
    show_progress(report, "layout")
    printed = render_pdf(html(snapshot.content), snapshot.sha256, PageProgress(report))
    show_progress(report, "files")
    write = partial(write_file, report=report, snapshot=snapshot)
    files = [
        write(format=ReportFile.Format.PDF, content=printed.content, pages=printed.pages),
        write(format=ReportFile.Format.JSON, content=snapshot.content.encode()),
    ]
    finish(report=report, snapshot=snapshot, files=files)
    sweep(report, files)


@transaction.atomic
def finish(*, report: Report, snapshot: Snapshot, files: list[ReportFile]) -> None:
    """The draft stands, with this snapshot instead of any earlier. Raises Conflict where another was faster."""
    advance(record=report, to=Report.State.DRAFT, by=report.updated_by, progress="")
    report.snapshots.all().delete()
    snapshot.save()
    for file in files:
        file.snapshot = snapshot
        file.save()
    note_step(report, Report.State.RENDERING, report.updated_by)


@transaction.atomic
def fail(*, report: Report, reason: str) -> None:
    """Leaves a rendering with a reason that a person understands."""
    report = Report.objects.get(pk=report.pk)
    if report.state != Report.State.RENDERING:
        return
    advance(record=report, to=Report.State.FAILED, by=report.updated_by, failure=reason, progress="")
    note_step(report, Report.State.RENDERING, report.updated_by, reason)


def note_step(report: Report, from_state: str, by: User | None, reason: str = "") -> None:
    if by is not None:
        ReportStep.objects.create(
            strategy=report.strategy,
            report=report,
            from_state=from_state,
            to_state=report.state,
            by=by,
            at=timezone.now(),
            reason=reason,
        )


def reason_for(error: Exception) -> str:
    match error:
        case TooLong():
            return _("Rapporten blev längre än en rapport får vara. Korta texterna eller dela upp den.")
        case SoftTimeLimitExceeded():
            return _("Det tog för lång tid att framställa rapporten. Försök igen när det är lugnare.")
        case OSError():
            return _("Filen kunde inte sparas. Be driften se över lagringsutrymmet och försök sedan igen.")
    return _("Rapporten kunde inte framställas. Försök igen, och säg till driften om det händer på nytt.")


def show_progress(report: Report, progress: str) -> None:
    """Tells the page how far it has come; past the history, since nobody wrote anything."""
    Report.objects.filter(pk=report.pk, version=report.version).update(progress=progress, updated_at=timezone.now())


class PageProgress:
    """Tells of pages laid out, at most once a second."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.told_at = time.monotonic()

    def __call__(self, page: int) -> None:
        if time.monotonic() - self.told_at >= SECONDS_BETWEEN_PAGES:
            self.told_at = time.monotonic()
            show_progress(self.report, f"page {page}")
