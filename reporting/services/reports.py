"""A report's life before and after its rendering: asked for, written on, asked for again, approved."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting import tasks
from reporting.models import Report, ReportText
from reporting.services.rendering import note_step
from strategy.models import Strategy, User
from strategy.services import TransitionRefused, advance, create_record, save_record

STALLED_AFTER = timedelta(minutes=10)


@transaction.atomic
def create_report(
    *,
    strategy: Strategy,
    year: int,
    audience: str,
    language: str,
    by: User,
    kind: str = Report.ReportKind.YEARLY,
    registry_number: str = "",
    evidence_until: date | None = None,
) -> Report:
    """The queued row: a new version, which replaces the one before of the same edition. Raises ValidationError."""
    same = Report.objects.filter(strategy=strategy, kind=kind, year=year, audience=audience, language=language)
    newest = same.order_by("-edition_number").first()
    report = Report(
        strategy=strategy,
        kind=kind,
        year=year,
        audience=audience,
        language=language,
        edition_number=(same.aggregate(Max("edition_number"))["edition_number__max"] or 0) + 1,
        replaces=newest,
        registry_number=registry_number,
        evidence_until=evidence_until or last_day(strategy, year),
    )
    create_record(record=report, by=by)
    note_step(report, "", by)
    return report


def last_day(strategy: Strategy, year: int) -> date:
    """The year's last day, or today while the year still runs."""
    return min(date(year, 12, 31), strategy.today())


@transaction.atomic
def request_report(
    *,
    strategy: Strategy,
    year: int,
    audience: str,
    language: str,
    by: User,
    registry_number: str = "",
    evidence_until: date | None = None,
) -> Report:
    """Queues a report and wakes a worker once the row is there."""
    report = create_report(
        strategy=strategy,
        year=year,
        audience=audience,
        language=language,
        by=by,
        registry_number=registry_number,
        evidence_until=evidence_until,
    )
    tasks.render_report.delay_on_commit(report.pk)
    return report


@transaction.atomic
def request_again(*, report: Report, by: User) -> None:
    """Queues a draft, a failed report or one whose worker is gone. Raises TransitionRefused and Conflict."""
    if report.is_under_way and not has_stalled(report):
        raise TransitionRefused(_("Rapporten framställs redan."))
    before = report.state
    if before != Report.State.QUEUED:
        advance(record=report, to=Report.State.QUEUED, by=by, progress="", failure="")
        note_step(report, before, by)
    tasks.render_report.delay_on_commit(report.pk)


def has_stalled(report: Report) -> bool:
    """Whether it is under way and nothing has been heard of it for long."""
    return report.is_under_way and timezone.now() - report.updated_at > STALLED_AFTER


@transaction.atomic
def write_summary(*, report: Report, text: str, by: User, expected_version: int | None) -> None:
    """Saves the maker's summary and renders anew, so that file and text never differ.

    `expected_version` is that of the text, None where there was none yet. Raises Conflict and TransitionRefused.
    """
    if not report.may_be_rewritten:
        raise TransitionRefused(_("Rapporten kan inte ändras i det här läget."))
    written = report.texts.filter(key="summary").first()
    if written is None:
        create_record(record=ReportText(strategy=report.strategy, report=report, key="summary", text=text), by=by)
    else:
        written.text = text
        save_record(record=written, by=by, expected_version=expected_version)
    request_again(report=report, by=by)


@transaction.atomic
def approve_report(*, report: Report, by: User, expected_version: int) -> None:
    """Approves the draft that was read. Raises Conflict, and TransitionRefused for who has had a hand in it."""
    if by.pk in writers(report):
        raise TransitionRefused(_("Du har själv arbetat med rapporten. Någon annan behöver fastställa den."))
    report.version = expected_version
    before = report.state
    advance(
        record=report,
        to=Report.State.APPROVED,
        by=by,
        approved_by=by,
        approved_at=timezone.now(),
    )
    note_step(report, before, by)


def writers(report: Report) -> set[int]:
    """Everybody who has made, queued or written on the report."""
    rows = [report.history.values_list("history_user", flat=True)]
    rows += [text.history.values_list("history_user", flat=True) for text in report.texts.all()]
    return {pk for found in rows for pk in found if pk is not None}
