"""What the database itself refuses: that anybody approves what they have written on, or changes what is sealed.

The writers are read from the history, as `assessments.judgements` and `reports.services` read them:
there the person is told why, here a way past the services is closed. So that the history can be believed, what is
approved says what its history has last: nobody writes beside it and approves that.
"""
# ruff: noqa: S608 - the tables and columns are our own

from dataclasses import replace

from django.db.models import Model

from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment, OverallAssessmentStep
from reporting.assessments.models.rounds import RoundDecision
from reporting.disclosures.models import DisclosureCopy, DisclosureDecision
from reporting.handover.models import Handover, HandoverCopy
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report, ReportStep, ReportText
from reporting.reports.outgoing import EditionReview, ReportRelease
from strategy.records.models import Record
from strategy.records.triggers import (
    NOT_DISPOSED_OF,
    REGISTRATION,
    SAVING,
    Trigger,
    columns_of,
    differs,
    sealed,
    sealed_in,
)

APPROVING = ("state", "approved_by", "approved_at", *SAVING)

IS_APPROVED = "NEW.state = 'approved' AND OLD.state <> 'approved'"
IS_REPORT_APPROVED = "NEW.state IN ('approved', 'released') AND OLD.state NOT IN ('approved', 'released')"


def history_of(model: type[Model]) -> str:
    return str(model.history.model._meta.db_table)  # type: ignore[attr-defined]


def written_by_approver(model: type[Model], tie: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {history_of(model)} h WHERE h.{tie} = NEW.id AND h.updated_by_id = NEW.approved_by_id)"
    )


def made_by_approver(model: type[Model], waiting: str) -> str:
    """To send back what was waiting for a decision is not to have written on it."""
    history = history_of(model)
    return f"""EXISTS (
        SELECT 1 FROM {history} h
        WHERE h.id = NEW.id AND h.updated_by_id = NEW.approved_by_id AND NOT (h.state = 'returned' AND EXISTS (
            SELECT 1 FROM {history} p WHERE p.id = h.id AND p.version = h.version - 1 AND p.state = '{waiting}')))"""


def past_history(model: type[Model], *free: str, row: str = "NEW") -> str:
    """That the row says something else than the last version that the history has of it, these fields aside."""
    history, same = history_of(model), f"NOT {differs(columns_of(model, *free), 'h', row)}"
    last = f"SELECT MAX(m.history_id) FROM {history} m WHERE m.id = {row}.id"
    return f"NOT EXISTS (SELECT 1 FROM {history} h WHERE h.history_id = ({last}) AND {same})"


def parts_past_history(model: type[Model], tie: str) -> str:
    past = past_history(model, *SAVING, row="part")
    return f"EXISTS (SELECT 1 FROM {model._meta.db_table} part WHERE part.{tie} = NEW.id AND {past})"


ASSESSMENT = Trigger(
    name="assessment_four_eyes",
    table="reporting_assessment",
    on_update=f"""{IS_APPROVED} AND (
        {made_by_approver(Assessment, "proposed")}
        OR {written_by_approver(Evidence, "assessment_id")}
        OR {past_history(Assessment, *APPROVING, "effective_classification")}
        OR {parts_past_history(Evidence, "assessment_id")})""",
    on_insert="NEW.state = 'approved' AND NEW.created_by_id = NEW.approved_by_id",
)
OVERALL_ASSESSMENT = Trigger(
    name="overall_assessment_four_eyes",
    table="reporting_overallassessment",
    on_update=f"""{IS_APPROVED} AND (
        {made_by_approver(OverallAssessment, "proposed")}
        OR {past_history(OverallAssessment, *APPROVING, "effective_classification")})""",
    on_insert=ASSESSMENT.on_insert,
)
REPORT = Trigger(
    name="report_four_eyes",
    table="reporting_report",
    on_update=f"""{IS_REPORT_APPROVED} AND (
        {made_by_approver(Report, "draft")}
        OR {written_by_approver(ReportText, "report_id")}
        OR {past_history(Report, *APPROVING)}
        OR {parts_past_history(ReportText, "report_id")})""",
    on_insert="NEW.state IN ('approved', 'released') AND NEW.created_by_id = NEW.approved_by_id",
)


REPORT_SEALED = Trigger(
    name="report_sealed",
    table="reporting_report",
    on_update=f"""OLD.state = 'approved' AND NEW.state NOT IN ('approved', 'released')
        OR OLD.state = 'released' AND NEW.state <> 'released'
        OR OLD.state IN ('approved', 'released')
        AND {differs(columns_of(Report, *SAVING, "state", "registry_number"))}""",
    on_delete="OLD.state IN ('approved', 'released')",
)


def part_sealed(part: type[Model], tie: str, whole: type[Model], step: type[Model], *free: str) -> Trigger:
    """A part of what is approved. Nothing is moved into it, nor added after the step by which it was; what lay in the
    bin then is no part of it, and goes by a disposal decision.
    """
    approved = f"SELECT 1 FROM {whole._meta.db_table} w WHERE w.state IN ('approved', 'released') AND w.id IN"
    stays = f"(OLD.removed_at IS NULL OR {NOT_DISPOSED_OF})" if issubclass(part, Record) else "1 = 1"
    return Trigger(
        name=f"{part._meta.model_name}_sealed",
        table=part._meta.db_table,
        on_insert=f"""EXISTS (
            SELECT 1 FROM {step._meta.db_table} s WHERE s.{tie} = NEW.{tie} AND s.to_state = 'approved')""",
        on_update=f"EXISTS ({approved} (OLD.{tie}, NEW.{tie})) AND {differs(columns_of(part, *free))}",
        on_delete=f"EXISTS ({approved} (OLD.{tie})) AND {stays}",
    )


TRIGGERS = [
    ASSESSMENT,
    OVERALL_ASSESSMENT,
    REPORT,
    sealed_in("approved", Assessment),
    sealed_in("approved", OverallAssessment),
    REPORT_SEALED,
    part_sealed(Evidence, "assessment_id", Assessment, AssessmentStep, *SAVING),
    part_sealed(ReportText, "report_id", Report, ReportStep, *SAVING),
    part_sealed(Snapshot, "report_id", Report, ReportStep),
    part_sealed(ReportFile, "report_id", Report, ReportStep),
    *(replace(sealed(copy), on_delete="1 = 1") for copy in (DisclosureCopy, HandoverCopy)),
    *(sealed(model, *REGISTRATION) for model in (RoundDecision, ReportRelease, DisclosureDecision)),
    *(sealed(model) for model in (Handover, EditionReview, AssessmentStep, OverallAssessmentStep, ReportStep)),
]
