"""What the database itself refuses: that anybody approves what they have written on, or changes what is sealed.

The writers are read from the history, as `services.judgements.writers_of` and `services.reports.writers` read them:
there the person is told why, here a way past the services is closed.
"""

from strategy.triggers import Trigger

# Becoming approved, or getting another approver. To send back what was proposed is not to have written on it.
APPROVING = """NEW.state = 'approved' AND (OLD.state <> 'approved'
    OR COALESCE(OLD.approved_by_id, 0) <> COALESCE(NEW.approved_by_id, 0))"""
BORN_APPROVED = "NEW.state = 'approved' AND NEW.created_by_id = NEW.approved_by_id"


def wrote_on(history: str) -> str:
    return f"""EXISTS (
        SELECT 1 FROM {history} h
        WHERE h.id = NEW.id AND h.updated_by_id = NEW.approved_by_id AND NOT (h.state = 'returned' AND EXISTS (
            SELECT 1 FROM {history} p WHERE p.id = h.id AND p.version = h.version - 1 AND p.state = 'proposed')))"""  # noqa: S608 - our own table names


ASSESSMENT = Trigger(
    name="assessment_four_eyes",
    table="reporting_assessment",
    on_update=f"""{APPROVING} AND ({wrote_on("reporting_historicalassessment")} OR EXISTS (
        SELECT 1 FROM reporting_historicalevidence e
        WHERE e.assessment_id = NEW.id AND e.updated_by_id = NEW.approved_by_id))""",  # noqa: S608 - the same
    on_insert=BORN_APPROVED,
)
OVERALL_ASSESSMENT = Trigger(
    name="overall_assessment_four_eyes",
    table="reporting_overallassessment",
    on_update=f"{APPROVING} AND {wrote_on('reporting_historicaloverallassessment')}",
    on_insert=BORN_APPROVED,
)
REPORT = Trigger(
    name="report_four_eyes",
    table="reporting_report",
    on_update="""NEW.state IN ('approved', 'released') AND (OLD.state NOT IN ('approved', 'released')
        OR COALESCE(OLD.approved_by_id, 0) <> COALESCE(NEW.approved_by_id, 0)) AND (EXISTS (
            SELECT 1 FROM reporting_historicalreport h
            WHERE h.id = NEW.id AND h.updated_by_id = NEW.approved_by_id) OR EXISTS (
            SELECT 1 FROM reporting_historicalreporttext t
            WHERE t.report_id = NEW.id AND t.updated_by_id = NEW.approved_by_id))""",
    on_insert="NEW.state IN ('approved', 'released') AND NEW.created_by_id = NEW.approved_by_id",
)
SEALED = [
    Trigger(name=f"{name}_sealed", table=f"reporting_{name.replace('_', '')}", on_update="NEW.id = OLD.id")
    for name in ("disclosure_decision", "disclosure_review")
]
TRIGGERS = [ASSESSMENT, OVERALL_ASSESSMENT, REPORT, *SEALED]
