"""A report's life before and after its rendering: asked for, written on, asked for again, approved."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds import kind_for
from reporting.reports.contents.kinds.base import may_stand_in
from reporting.reports.inheritance import texts_before
from reporting.reports.models import Report, ReportText
from reporting.reports.rendering import note_step
from reporting.reports.secrecy_review import require_reviewed, review_rendering
from strategy.access import Audience
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.jobs.services import cancel, enqueue
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.history import writers_of
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record
from strategy.records.triggers import refused_by

JOB = "report"


@transaction.atomic
def create_report(*, by: User, **asked: Any) -> Report:
    """The queued row, of what `next_version` takes. Raises ValidationError."""
    report = next_version(**asked)
    refuse_secret_meeting(report)
    inherited = texts_before(report)
    create_record(record=report, by=by)
    for text in inherited:
        create_record(record=text.of(report), by=by)
    note_step(report, "", by)
    return report


def next_version(
    *,
    strategy: Strategy,
    year: int,
    audience: str,
    language: str,
    kind: str = Report.ReportKind.YEARLY,
    form: str = Report.Form.FULL,
    event: Event | None = None,
    organisation: Organisation | None = None,
    registry_number: str = "",
    evidence_until: date | None = None,
) -> Report:
    """Unsaved: a new version, which replaces the one before of the same edition."""
    edition = {
        "strategy": strategy,
        "kind": kind,
        "form": form,
        "year": year,
        "event": event,
        "audience": audience,
        "organisation": organisation,
        "language": language,
    }
    newest = Report.objects.same_edition(**edition).order_by("-edition_number").first()
    return Report(
        **edition,
        edition_number=newest.edition_number + 1 if newest else 1,
        replaces=newest,
        registry_number=registry_number,
        evidence_until=evidence_until or last_day(strategy, year, event),
    )


def last_day(strategy: Strategy, year: int, event: Event | None = None) -> date:
    """The year's last day, or the meeting's first; today while that has not been."""
    return min(event.starts_on if event else date(year, 12, 31), strategy.today())


def refuse_secret_meeting(report: Report) -> None:
    """That there is a meeting at all is told by what is made for it. Raises ValidationError."""
    if report.event is not None and not may_stand_in(report.event, report.edition):
        raise ValidationError(_("Mötet är sekretessmarkerat. Gör en intern utgåva med sekretess."))


def open_pack(*, event: Event, by: User) -> Report:
    """The newest pack or briefing for the meeting; the internal Swedish one is made where there is none."""
    newest = Report.objects.visible_to(by).packs_for(event).first()
    if newest is not None:
        return newest
    return request_report(
        strategy=event.strategy,
        kind=kind_for(event).key,
        event=event,
        year=event.starts_on.year,
        audience=Audience.INTERNAL_SECRET if event.is_secret else Audience.INTERNAL,
        language=Report.Language.SWEDISH,
        by=by,
    )


@transaction.atomic
def request_report(*, by: User, note: str | None = None, **asked: Any) -> Report:
    """`create_report`, and a job that makes its files.

    For an edition that leaves the house `note` is its maker's word, maybe empty, that it has been reviewed; None that
    it has not. Raises ValidationError, and TransitionRefused without a review.
    """
    report = create_report(by=by, **asked)
    if report.leaves_the_house and note is not None:
        review_rendering(report=report, by=by, note=note)
    queue(report, by)
    return report


@transaction.atomic
def review_and_queue(*, report: Report, by: User, note: str) -> None:
    """For one that was asked for before it was reviewed. Raises TransitionRefused and Conflict."""
    review_rendering(report=report, by=by, note=note)
    request_again(report=report, by=by)


def queue(report: Report, by: User | None, *, aloud: bool = True) -> Job:
    """Raises TransitionRefused for an edition that leaves the house and that nobody has reviewed."""
    require_reviewed(report)
    return enqueue(kind=JOB, subject_id=report.pk, strategy=report.strategy, by=by, aloud=aloud)


@transaction.atomic
def request_again(*, report: Report, by: User) -> None:
    """Makes the files of a draft anew, or of a failed report once more. Raises TransitionRefused and Conflict."""
    if report.is_under_way:
        raise TransitionRefused(_("Rapporten skapas redan."))
    before = report.state
    advance(record=report, to=Report.State.QUEUED, by=by, failure="")
    note_step(report, before, by)
    queue(report, by)


def job_of(report: Report) -> Job | None:
    """The latest."""
    return Job.objects.of(JOB, report.pk).order_by("-pk").first()


def cancel_rendering(*, report: Report, by: User) -> None:
    """Raises TransitionRefused where there is nothing to stop any more."""
    job = job_of(report)
    if job is None or not cancel(job=job, by=by):
        raise TransitionRefused(_("Rapporten skapas inte längre."))


@transaction.atomic
def approve_report(*, report: Report, by: User, expected_version: int) -> None:
    """Approves the draft that was read. Raises Conflict, and TransitionRefused for who has had a hand in it."""
    if by.pk in writers(report):
        raise TransitionRefused(_("Du har själv arbetat med rapporten. Någon annan behöver fastställa den."))
    report.version = expected_version
    before, approved = report.state, {"approved_by": by, "approved_at": timezone.now()}
    with refused_by("report_four_eyes", _("Den som har arbetat med rapporten kan inte fastställa den.")):
        advance(record=report, to=Report.State.APPROVED, by=by, **approved)
    note_step(report, before, by)


@transaction.atomic
def return_report(*, report: Report, by: User, reason: str, expected_version: int) -> None:
    """Sends the draft that was read back to its maker. Raises Conflict, and TransitionRefused where it is none."""
    report.version = expected_version
    before = report.state
    advance(record=report, to=Report.State.RETURNED, by=by)
    note_step(report, before, by, reason)


def writers(report: Report) -> set[int]:
    """Everybody who has made, queued or written on the report."""
    texts = ReportText.history.filter(report=report, history_user__isnull=False)
    made = writers_of(report.history.all(), (Report.State.DRAFT, Report.State.RETURNED))
    return made | set(texts.values_list("history_user", flat=True))
