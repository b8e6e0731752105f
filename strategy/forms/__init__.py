from strategy.forms.people import LanguageForm
from strategy.forms.records import MARKING, ClassifiedForm, DateInput, RecordForm, in_a_row, lines, narrows

__all__ = [
    "MARKING",
    "ClassifiedForm",
    "DateInput",
    "LanguageForm",
    "RecordForm",
    "in_a_row",
    "lines",
    "narrows",
]
