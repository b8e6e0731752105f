"""From a report that is asked for to its finished files, as a background job."""

import gc
import time
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.reports.contents.kinds import kind_of
from reporting.reports.contents.snapshots.briefing import SecretMeeting
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report, ReportStep
from reporting.reports.paper.formats import render_book, render_word
from reporting.reports.paper.pdf import TooLong, render_pdf
from reporting.reports.paper.printing import html
from reporting.reports.publishing import discard, sweep, write_file
from strategy.access import Role
from strategy.jobs.models import Job
from strategy.jobs.services import JobHandler, Run
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell
from strategy.people.models import User
from strategy.records.services import advance

SECONDS_BETWEEN_PAGES = 1.0
MOST_SHORT_PAGES = 4
TOLD_TO_MAKER: dict[str, NoticeKind] = {
    Report.State.RETURNED: NoticeKind.SENT_BACK,
    Report.State.APPROVED: NoticeKind.APPROVED,
}


class TooLongInShort(Exception):
    """A short form has more pages than one may have."""


class ReportJob(JobHandler):
    """Makes the files of a report. The report's state follows the job's."""

    STATES = {
        Job.State.QUEUED: Report.State.QUEUED,
        Job.State.RUNNING: Report.State.RENDERING,
        Job.State.FAILED: Report.State.FAILED,
        Job.State.CANCELLED: Report.State.FAILED,
    }

    def run(self, run: Run) -> None:
        report = find_report(run.job.subject_id)
        run.tell("snapshot")
        snapshot = take(report, timezone.now())
        run.tell("layout")
        page = html(snapshot.content)
        printed = render_pdf(page, snapshot.sha256, PageProgress(run))
        if report.is_short and printed.pages > MOST_SHORT_PAGES:
            raise TooLongInShort
        run.tell("files", printed.pages, printed.pages)
        write = partial(write_file, report=report, snapshot=snapshot, job=run.job)
        files = [write(format=ReportFile.Format.PDF, content=printed.content, pages=printed.pages)]
        gc.collect()  # the layout's boxes, hundreds of megabytes in circles, before more is made
        files += [
            write(format=ReportFile.Format.WORD, content=render_word(page)),
            write(format=ReportFile.Format.JSON, content=snapshot.content.encode()),
        ]
        if kind_of(report).has_book:
            files.append(write(format=ReportFile.Format.BOOK, content=render_book(snapshot.content)))
        try:
            with run.finishing():
                finish(report=report, snapshot=snapshot, files=files)
        except BaseException:
            discard(files)
            raise
        sweep(report, run.job, files)

    def follow(self, job: Job) -> None:
        report = find_report(job.subject_id)
        before, to = report.state, self.STATES[Job.State(job.state)]
        if before == to:
            return
        by = job.cancelled_by or report.updated_by
        failure = job.failure or _("Arbetet avbröts.")
        advance(record=report, to=to, by=by, failure=failure if to == Report.State.FAILED else "")
        if to != Report.State.RENDERING:
            note_step(report, before, by, report.failure)

    def reason_for(self, error: BaseException) -> str:
        match error:
            case SecretMeeting():
                return _("Mötet är sekretessmarkerat. Gör en intern utgåva med sekretess.")
            case TooLongInShort():
                return _("Sammandraget blev längre än fyra sidor. Korta de texter som du själv har skrivit i det.")
            case TooLong():
                return _("Rapporten blev längre än en rapport får vara. Korta texterna eller dela upp den.")
            case SoftTimeLimitExceeded():
                return _("Det tog för lång tid att skapa rapporten. Försök igen när det är lugnare.")
        return ""


def find_report(pk: int) -> Report:
    return Report.objects.select_related("strategy", "updated_by", "replaces", "event", "organisation").get(pk=pk)


def finish(*, report: Report, snapshot: Snapshot, files: list[ReportFile]) -> None:
    """The draft stands, with this snapshot instead of any earlier. Raises Conflict where another was faster."""
    report.refresh_from_db()
    advance(record=report, to=Report.State.DRAFT, by=report.updated_by)
    report.snapshots.all().delete()
    snapshot.save()
    for file in files:
        file.snapshot = snapshot
        file.save()
    note_step(report, Report.State.RENDERING, report.updated_by)


def note_step(report: Report, from_state: str, by: User | None, reason: str = "") -> None:
    """And tells the heads of a draft that it waits, its maker what became of it."""
    occasion = f"{report.state} {report.version}"
    if report.state == Report.State.DRAFT:
        tell(Telling(NoticeKind.PROPOSED, report, holders(report.strategy, Role.HEAD), occasion), by=by)
    elif report.state in TOLD_TO_MAKER and report.created_by_id:
        tell(Telling(TOLD_TO_MAKER[report.state], report, [report.created_by_id], occasion), by=by)
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


class PageProgress:
    """Tells of pages laid out, at most once a second; a person who wants it stopped is heard there too."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.told_at = time.monotonic()

    def __call__(self, page: int) -> None:
        if time.monotonic() - self.told_at >= SECONDS_BETWEEN_PAGES:
            self.told_at = time.monotonic()
            self.run.tell("page", page)
