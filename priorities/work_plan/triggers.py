"""Nobody adopts a work plan that they have written in; nothing of what was adopted, proposed or reported changes."""

from priorities.work_plan.models import ActivityUpdate, WorkPlanLine, WorkPlanVersion
from priorities.work_plan.proposals import WorkPlanProposal
from strategy.records.triggers import NOT_DISPOSED_OF, REGISTRATION, Trigger, differs, sealed

# The same days as `adoption.writers_since` counts: a version keeps its day and not its hour.
WORK_PLAN_VERSION = Trigger(
    name="work_plan_version_four_eyes",
    table="priorities_workplanversion",
    on_insert="""EXISTS (
        SELECT 1 FROM priorities_historicalactivity h
        WHERE h.strategy_id = NEW.strategy_id AND h.updated_by_id = NEW.adopted_by_id AND NOT EXISTS (
            SELECT 1 FROM priorities_workplanversion v
            WHERE v.strategy_id = NEW.strategy_id AND v.number < NEW.number
            AND swedish_day(h.history_date) < v.adopted_on))""",
)
PROPOSED = ("kind", "author_id", "organisation_id", "title", "responsible_id", "due_before", "due_on", "removed_at")
DECIDED = ("state", "activity_id", "decided_by_id")
# What is marked secret may be moved out into the ministry's own system, which empties it here.
STAYS_HERE = "NEW.effective_classification <> 'secret'"
WORK_PLAN_PROPOSAL = Trigger(
    name="work_plan_proposal_sent",
    table=WorkPlanProposal._meta.db_table,
    on_update=f"{differs(PROPOSED)} OR OLD.state <> 'proposed' AND {differs(DECIDED)}"
    f" OR {STAYS_HERE} AND (NEW.why <> OLD.why OR OLD.state <> 'proposed' AND NEW.reason <> OLD.reason)",
    on_delete=NOT_DISPOSED_OF,
)
TRIGGERS = [
    WORK_PLAN_VERSION,
    WORK_PLAN_PROPOSAL,
    sealed(WorkPlanVersion, *REGISTRATION),
    sealed(WorkPlanLine),
    sealed(ActivityUpdate, *REGISTRATION),
]
