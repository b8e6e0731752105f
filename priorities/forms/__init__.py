from priorities.forms.fields import GoalField, GoalFilter, GoalsField, NumberField
from priorities.forms.filters import ContributionFilter, IndicatorFilter, PostingFilter, narrows
from priorities.forms.funding import ContributionForm, PostingForm
from priorities.forms.indicators import IndicatorForm, MeasurementForm

__all__ = [
    "ContributionFilter",
    "ContributionForm",
    "GoalField",
    "GoalFilter",
    "GoalsField",
    "IndicatorFilter",
    "IndicatorForm",
    "MeasurementForm",
    "NumberField",
    "PostingFilter",
    "PostingForm",
    "narrows",
]
