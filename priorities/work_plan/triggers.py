"""Nobody adopts a work plan that they have written in, and nothing of what was adopted changes."""

from priorities.work_plan.models import WorkPlanLine, WorkPlanVersion
from strategy.records.triggers import REGISTRATION, Trigger, sealed

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
TRIGGERS = [WORK_PLAN_VERSION, sealed(WorkPlanVersion, *REGISTRATION), sealed(WorkPlanLine)]
