"""For Django, which looks for an app's models here; each stands in its room."""

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement, Qualifier
from priorities.figures.models.postings import Posting
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.goals.models import FocusArea, Goal
from priorities.key_messages.models import KeyMessage
from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanLine, WorkPlanVersion
from priorities.work_plan.proposals import WorkPlanProposal

__all__ = [
    "Activity",
    "ActivityUpdate",
    "Contribution",
    "Crosswalk",
    "FocusArea",
    "Framework",
    "FrameworkItem",
    "Goal",
    "Indicator",
    "KeyMessage",
    "Measurement",
    "Posting",
    "Qualifier",
    "WorkPlanLine",
    "WorkPlanProposal",
    "WorkPlanVersion",
]
