"""What the services refuse, the database refuses too: SQL that goes past them approves nobody's own work."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from priorities.work_plan.models import Activity, WorkPlanVersion
from reporting.assessments.judgements import step
from reporting.assessments.models.judgements import Assessment
from reporting.reports.models import Report, ReportText
from reporting.triggers import TRIGGERS
from strategy.people.models import User
from strategy.records import installed_triggers, triggers
from strategy.records.installed_triggers import is_sqlite
from strategy.records.models import Record
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, save_record
from strategy.records.triggers import Trigger, refused_by
from tests.conftest import Cast
from tests.making import MOMENT, Making

pytestmark = pytest.mark.both

Begun = Callable[[Making, User], Record]


def approve_by_sql(record: Record, by: User) -> None:
    """As somebody would at the database's own prompt."""
    with transaction.atomic(), connection.cursor() as cursor:
        changed = "state = 'approved', approved_by_id = %s, approved_at = %s"
        cursor.execute(f"UPDATE {record._meta.db_table} SET {changed} WHERE id = %s", [by.pk, MOMENT, record.pk])  # noqa: S608


def assessment(make: Making, writer: User) -> Record:
    begun = make.assessment()
    save_record(record=begun, by=writer)
    return begun


def assessment_by_its_evidence(make: Making, writer: User) -> Record:
    begun = make.assessment()
    piece = make.evidence(begun)
    save_record(record=piece, by=writer)
    return begun


def overall(make: Making, writer: User) -> Record:
    begun = make.overall()
    save_record(record=begun, by=writer)
    return begun


def report(make: Making, writer: User) -> Record:
    begun = make.report(state="draft")
    save_record(record=begun, by=writer)
    return begun


def report_by_its_text(make: Making, writer: User) -> Record:
    begun = make.report(state="draft")
    text = ReportText(strategy=make.strategy, report=begun, key="summary", text="Ett gott år.")
    create_record(record=text, by=writer)
    return begun


@pytest.mark.parametrize("begin", [assessment, assessment_by_its_evidence, overall, report, report_by_its_text])
def test_whoever_wrote_is_no_approver_in_sql_either(make: Making, cast: Cast, begin: Begun) -> None:
    written = begin(make, cast.colleague)
    for writer in (cast.officer, cast.colleague):
        with pytest.raises(IntegrityError, match="four_eyes"):
            approve_by_sql(written, writer)
    approve_by_sql(written, cast.head)
    with pytest.raises(IntegrityError, match="sealed"):
        approve_by_sql(written, cast.colleague)
    written.refresh_from_db()
    assert (getattr(written, "state"), getattr(written, "approved_by")) == ("approved", cast.head)  # noqa: B009


def test_a_report_is_not_released_as_approved_by_its_maker(make: Making, cast: Cast) -> None:
    draft = make.report(state="draft")
    with pytest.raises(IntegrityError, match="report_four_eyes"), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(state="released", approved_by=cast.officer, approved_at=MOMENT)


@pytest.mark.parametrize("make_one", [Making.assessment, Making.overall, Making.report])
def test_nothing_is_born_as_approved_by_its_maker(make: Making, cast: Cast, make_one: Callable[..., Record]) -> None:
    make.head = make.officer
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        make_one(make, state="approved")


def test_to_have_sent_back_is_not_to_have_written(make: Making, cast: Cast) -> None:
    begun = make.assessment()
    step(begun, to="proposed", by=cast.officer)
    step(begun, to="returned", by=cast.head)
    step(begun, to="proposed", by=cast.officer)
    approve_by_sql(begun, cast.head)
    assert Assessment.objects.get(pk=begun.pk).state == "approved"


def test_to_have_written_after_sending_back_is(make: Making, cast: Cast) -> None:
    begun = make.assessment()
    step(begun, to="proposed", by=cast.officer)
    step(begun, to="returned", by=cast.head)
    save_record(record=begun, by=cast.head)
    with pytest.raises(IntegrityError, match="assessment_four_eyes"):
        approve_by_sql(begun, cast.head)


# ------------------------------------------------------------------ past the history


def run_sql(statement: str, *values: int | datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("begin", "change"),
    [
        (assessment, "UPDATE reporting_assessment SET happened = 'Allt gick bra.' WHERE id = %s"),
        (overall, "UPDATE reporting_overallassessment SET text = 'Allt gick bra.' WHERE id = %s"),
        (report, "UPDATE reporting_report SET audience = 'external' WHERE id = %s"),
        (assessment_by_its_evidence, "UPDATE reporting_evidence SET quote = 'Ja.' WHERE assessment_id = %s"),
        (report_by_its_text, "UPDATE reporting_reporttext SET text = 'Ett bra år.' WHERE report_id = %s"),
    ],
)
def test_what_was_written_past_the_history_is_not_approved(make: Making, cast: Cast, begin: Begun, change: str) -> None:
    written = begin(make, cast.colleague)
    run_sql(change, written.pk)
    with pytest.raises(IntegrityError, match="four_eyes"):
        approve_by_sql(written, cast.head)


def test_nothing_is_rewritten_and_approved_in_one(make: Making, cast: Cast) -> None:
    begun = make.assessment()
    changed = "happened = 'Allt gick bra.', state = 'approved', approved_by_id = %s, approved_at = %s"
    with pytest.raises(IntegrityError, match="four_eyes"):
        run_sql(f"UPDATE reporting_assessment SET {changed} WHERE id = %s", cast.head.pk, MOMENT, begun.pk)  # noqa: S608


# ------------------------------------------------------------------ the work plan


def adopt_by_sql(make: Making, by: User, number: int = 1, day: str = "2021-06-28") -> WorkPlanVersion:
    with transaction.atomic():
        return make.work_plan_version(number=number, adopted_on=day, adopted_by=by)


def activity_written_at(make: Making, moment: str) -> Activity:
    with time_machine.travel(moment, tick=False):
        return make.activity()


def test_nobody_adopts_a_plan_they_have_written_in(make: Making, cast: Cast) -> None:
    make.activity()
    with pytest.raises(IntegrityError, match="work_plan_version_four_eyes"):
        adopt_by_sql(make, cast.officer)
    adopted = adopt_by_sql(make, cast.head)
    with pytest.raises(IntegrityError, match="workplanversion_sealed"), transaction.atomic():
        WorkPlanVersion.objects.filter(pk=adopted.pk).update(adopted_by=cast.officer)


@pytest.mark.parametrize(
    ("moment", "refused"),
    [
        ("2021-06-27 21:59:59+00:00", False),  # summer time: 23:59 the day before
        ("2021-06-27 22:00:00+00:00", True),
        ("2021-03-28 00:30:00+00:00", False),
    ],
)
def test_what_was_written_before_the_last_versions_day_is_behind_it(
    make: Making, cast: Cast, moment: str, refused: bool
) -> None:
    activity_written_at(make, moment)
    adopt_by_sql(make, cast.head)
    if refused:
        with pytest.raises(IntegrityError, match="work_plan_version_four_eyes"):
            adopt_by_sql(make, cast.officer, number=2, day="2021-12-01")
    else:
        adopt_by_sql(make, cast.officer, number=2, day="2021-12-01")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2021-01-31 22:59:59", "2021-01-31"),
        ("2021-01-31 23:00:00", "2021-02-01"),
        ("2021-03-28 00:59:59", "2021-03-28"),
        ("2021-07-31 22:00:00.123456", "2021-08-01"),
        ("2021-10-30 22:30:00", "2021-10-31"),
        ("2021-10-31 22:30:00", "2021-10-31"),
        ("2021-10-31 23:30:00", "2021-11-01"),
    ],
)
def test_a_moments_day_is_the_swedish_one_in_both_databases(db: None, moment: str, day: str) -> None:
    asked = triggers.SWEDISH_DAY.sub(
        triggers.IN_SQLITE if connection.vendor == "sqlite" else triggers.IN_POSTGRESQL, "swedish_day(h.at)"
    )
    given = "%s" if connection.vendor == "sqlite" else "(%s || '+00')::timestamptz"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked} FROM (SELECT {given} AS at) h", [moment])  # noqa: S608
        assert str(cursor.fetchone()[0]) == day


# ------------------------------------------------------------------ the refusal itself


def test_the_refusal_reaches_the_person_in_words(make: Making, cast: Cast) -> None:
    begun = make.assessment()
    step(begun, to="proposed", by=cast.officer)
    with pytest.raises(TransitionRefused, match="Den som har skrivit på bedömningen kan inte godkänna den"):
        step(begun, to="approved", by=cast.officer)
    assert Assessment.objects.get(pk=begun.pk).state == "proposed"


def test_another_refusal_is_let_through(make: Making) -> None:
    with pytest.raises(IntegrityError), refused_by("assessment_four_eyes", "Fel mening."):
        Assessment.objects.filter(pk=make.assessment().pk).update(state="approved")


def test_every_trigger_is_there_and_comes_back(db: None) -> None:
    for app, kept in (("reporting", TRIGGERS), ("priorities", import_module("priorities.work_plan.triggers").TRIGGERS)):
        names = {name for trigger in kept for name in trigger.parts}
        assert names <= installed(), app
    run_sql("DROP TRIGGER report_sealed_on_delete" + ("" if is_sqlite(connection) else " ON reporting_report"))
    installed_triggers.clear(connection, "reporting")
    assert not {name for trigger in TRIGGERS for name in trigger.parts} & installed()
    installed_triggers.install(connection, TRIGGERS)
    installed_triggers.install(connection, TRIGGERS)
    assert {name for trigger in TRIGGERS for name in trigger.parts} <= installed()
    installed_triggers.clear(connection, "reporting")
    assert "log_is_append_only_on_delete" in installed()


def test_a_trigger_on_a_table_that_is_not_there_is_left_out(db: None) -> None:
    installed_triggers.install(connection, [Trigger("nowhere", "no_such_table", on_update="1 = 1")])
    assert "nowhere_on_update" not in installed()


def installed() -> set[str]:
    return {name for name, _table in installed_triggers.installed(connection)}
