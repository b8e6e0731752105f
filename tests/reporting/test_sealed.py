"""What is approved, decided or sent, and every version of the history, the database keeps as it is."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from priorities.work_plan.adoption import adopt_work_plan, fingerprint
from reporting.archive.registry.services import register
from reporting.assessments.judgements import step
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import RoundDecision
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report, ReportText
from reporting.reports.releases import receivers, release_report
from reporting.reports.services import approve_report
from reporting.triggers import TRIGGERS
from strategy.records import installed_triggers
from strategy.records.installed_triggers import is_sqlite
from strategy.records.services import create_record, save_record
from tests.conftest import Cast
from tests.making import Making, read_and_decide
from tests.reporting.assessments.test_four_eyes import run_sql

pytestmark = pytest.mark.both


@pytest.fixture
def approved_assessment(make: Making, cast: Cast) -> Assessment:
    """With a piece of evidence and the steps of its life, as the services leave it."""
    begun = make.assessment()
    make.evidence(begun)
    step(begun, to="proposed", by=cast.officer)
    read_and_decide(year_round=begun.round, judgements=[begun], by=cast.head, decision="approved")
    return begun


@pytest.fixture
def released_report(make: Making, cast: Cast) -> Report:
    made = make.report(state="draft", audience="external")
    create_record(record=ReportText(strategy=make.strategy, report=made, key="summary", text="Året."), by=cast.officer)
    make.review(made)
    approve_report(report=made, by=cast.head, expected_version=made.version)
    chosen = [receivers(made)[0]]
    release_report(report=made, organisations=chosen, by=cast.officer, expected_version=made.version)
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_assessment SET happened = 'Allt gick bra.'",
        "UPDATE reporting_assessment SET attainment = 'attained'",
        "UPDATE reporting_assessment SET state = 'draft'",
        "DELETE FROM reporting_assessment",
        "UPDATE reporting_evidence SET quote = 'Ja.'",
        "UPDATE reporting_evidence SET removed_at = updated_at",
        "DELETE FROM reporting_evidence",
        "INSERT INTO reporting_evidence (strategy_id, created_at, updated_at, version, assessment_id, number, document,"
        " quote, stance) SELECT strategy_id, created_at, updated_at, 1, assessment_id, 99, 'Till sist', '', stance"
        " FROM reporting_evidence",
        "UPDATE reporting_assessmentstep SET by_id = by_id + 1",
        "DELETE FROM reporting_assessmentstep",
        "UPDATE reporting_rounddecision SET reason = 'Ja.'",
        "DELETE FROM reporting_rounddecision",
    ],
)
def test_what_is_approved_stays(make: Making, approved_assessment: Assessment, statement: str) -> None:
    chosen = {"reporting_assessment ": "id", "reporting_rounddecision": "round_id"}
    key = next((column for table, column in chosen.items() if table in f"{statement} "), "assessment_id")
    value = approved_assessment.round_id if key == "round_id" else approved_assessment.pk
    with pytest.raises(IntegrityError, match="sealed"):
        run_sql(f"{statement} WHERE {key} = %s", value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_report SET year = 2020 WHERE id = %s",
        "UPDATE reporting_report SET state = 'approved' WHERE id = %s",
        "DELETE FROM reporting_report WHERE id = %s",
        "UPDATE reporting_reporttext SET text = 'Ja.' WHERE report_id = %s",
        "DELETE FROM reporting_reporttext WHERE report_id = %s",
        "UPDATE reporting_snapshot SET content = '{}' WHERE report_id = %s",
        "DELETE FROM reporting_snapshot WHERE report_id = %s",
        "INSERT INTO reporting_snapshot (report_id, taken_at, content, sha256, disclosure)"
        " SELECT report_id, taken_at, '{}', sha256, disclosure FROM reporting_snapshot WHERE report_id = %s",
        "UPDATE reporting_editionreview SET note = 'Ja.' WHERE report_id = %s",
        "DELETE FROM reporting_editionreview WHERE report_id = %s",
        "UPDATE reporting_reportrelease SET at = '2020-01-01 00:00:00+00:00' WHERE report_id = %s",
        "DELETE FROM reporting_reportrelease WHERE report_id = %s",
        "DELETE FROM reporting_reportstep WHERE report_id = %s",
    ],
)
def test_what_has_gone_out_stays(released_report: Report, statement: str) -> None:
    with pytest.raises(IntegrityError, match="sealed"):
        run_sql(statement, released_report.pk)


@pytest.mark.parametrize("part", ["evidence", "text", "snapshot", "file"])
def test_nothing_is_moved_into_what_is_approved(
    make: Making, approved_assessment: Assessment, released_report: Report, part: str
) -> None:
    begun, draft = make.assessment("i.2"), make.report(state="draft", edition_number=2, audience="external")
    snapshot = make.snapshot(draft)
    text = ReportText(strategy=make.strategy, report=draft, key="agenda", text="Annat.")
    make.save(text)
    moves: dict[str, tuple[Any, dict[str, Any]]] = {
        "evidence": (make.evidence(begun), {"assessment": approved_assessment}),
        "text": (text, {"report": released_report}),
        "snapshot": (snapshot, {"report": released_report}),
        "file": (make_file(snapshot), {"report": released_report}),
    }
    stranger, into = moves[part]
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        type(stranger)._base_manager.filter(pk=stranger.pk).update(**into)


def make_file(snapshot: Snapshot) -> ReportFile:
    return ReportFile.objects.create(
        report=snapshot.report, snapshot=snapshot, format="json", file="reports/x.json", size=1, sha256="0" * 64
    )


def test_a_file_that_was_sent_stays(make: Making, released_report: Report) -> None:
    snapshot = released_report.snapshots.get()
    with transaction.atomic():
        installed_triggers.clear(connection, "reporting")  # as it was made, before the approval
        file = make_file(snapshot)
        installed_triggers.install(connection, TRIGGERS)
    for statement in ("UPDATE reporting_reportfile SET sha256 = '1'", "DELETE FROM reporting_reportfile"):
        with pytest.raises(IntegrityError, match="reportfile_sealed"):
            run_sql(f"{statement} WHERE id = %s", file.pk)


def test_nothing_is_replaced_or_emptied(make: Making, approved_assessment: Assessment) -> None:
    """SQLite's own way to write over a row, and PostgreSQL's own way to empty a table."""
    if is_sqlite(connection):
        columns = ", ".join(
            f'"{field.column}"' for field in Assessment._meta.concrete_fields if field.name != "happened"
        )
        table = "reporting_assessment"
        statement = f"INSERT OR REPLACE INTO {table} ({columns}, happened) SELECT {columns}, 'Ja.' FROM {table}"  # noqa: S608
    else:
        statement = "TRUNCATE dialogue_historicalevent"
    with pytest.raises(IntegrityError, match="sealed"):
        run_sql(statement)


def test_a_number_is_no_change_and_a_marking_is_told_of(make: Making, approved_assessment: Assessment) -> None:
    decision = RoundDecision.objects.get()
    register(thing=decision, number="Ju2022/00001", by=make.officer, expected_version=1)
    register(thing=approved_assessment, number="Ju2022/00002", by=make.officer, expected_version=3)
    approved_assessment.classification = "open"
    approved_assessment.lowering_reason = "Det är redan känt."
    save_record(record=approved_assessment, by=make.officer)
    approved_assessment.refresh_from_db()
    assert approved_assessment.classification == "open"


def test_a_line_of_an_adopted_plan_stays(make: Making, cast: Cast) -> None:
    make.activity()
    seen = fingerprint(make.strategy)
    adopted = adopt_work_plan(strategy=make.strategy, by=cast.head, seen=seen)
    for statement in (
        "UPDATE priorities_workplanline SET title = 'Något annat' WHERE plan_id = %s",
        "DELETE FROM priorities_workplanline WHERE plan_id = %s",
        "UPDATE priorities_workplanversion SET note = 'Något annat' WHERE id = %s",
    ):
        with pytest.raises(IntegrityError, match="sealed"):
            run_sql(statement, adopted.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET history_change_reason = 'Annat' WHERE history_id = %s",
        "UPDATE {table} SET history_date = '2020-01-01 00:00:00+00:00' WHERE history_id = %s",
        "DELETE FROM {table} WHERE history_id = %s",
    ],
)
def test_a_version_of_anything_stays_as_it_was_written(make: Making, statement: str) -> None:
    observation = make.observation()
    observation.goals.set([make.goal()])
    things: list[Any] = [make.event(), observation, make.activity(), make.assessment(), make.officer]
    for thing in things:
        row = type(thing).history.filter(id=thing.pk).latest("history_id")
        with pytest.raises(IntegrityError, match="_sealed"):
            run_sql(statement.format(table=row._meta.db_table), row.history_id)
    tie = observation.history.first().goals.first()
    with pytest.raises(IntegrityError, match="_sealed"):
        run_sql(f"DELETE FROM {tie._meta.db_table} WHERE m2m_history_id = %s", tie.pk)  # noqa: S608
