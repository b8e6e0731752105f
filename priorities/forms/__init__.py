from priorities.forms.fields import GoalField, GoalFilter, GoalsField
from priorities.forms.filters import ContributionFilter, IndicatorFilter, PostingFilter
from priorities.forms.funding import ContributionForm, PostingForm
from priorities.forms.indicators import IndicatorForm, MeasurementForm
from priorities.forms.numbers import MoneyField, NumberField
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
    "ContributionFilter",
    "ContributionForm",
    "DeadlineForm",
    "DropForm",
    "GoalField",
    "GoalFilter",
    "GoalsField",
    "IndicatorFilter",
    "IndicatorForm",
    "MeasurementForm",
    "MoneyField",
    "NoteForm",
    "NumberField",
    "PostingFilter",
    "PostingForm",
    "WorkPlanFilter",
]
