from priorities.models.funding import Contribution, Posting
from priorities.models.goals import FocusArea, Goal
from priorities.models.indicators import Indicator, Measurement, Qualifier
from priorities.models.work_plan import Activity, ActivityUpdate, WorkPlanLine, WorkPlanVersion

__all__ = [
    "Activity",
    "ActivityUpdate",
    "Contribution",
    "FocusArea",
    "Goal",
    "Indicator",
    "Measurement",
    "Posting",
    "Qualifier",
    "WorkPlanLine",
    "WorkPlanVersion",
]
