from priorities.forms.fields import GoalField, GoalFilter, GoalsField
from priorities.forms.work_plan import (
    ActivityForm,
    AdoptionForm,
    CompletionForm,
    DeadlineForm,
    DropForm,
    NoteForm,
    WorkPlanFilter,
)

__all__ = [
    "ActivityForm",
    "AdoptionForm",
    "CompletionForm",
    "DeadlineForm",
    "DropForm",
    "GoalField",
    "GoalFilter",
    "GoalsField",
    "NoteForm",
    "WorkPlanFilter",
]
