import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language

ENGLISH_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
NO_BREAK = "\N{NO-BREAK SPACE}"


class ByFocusArea(ModelChoiceIterator):  # type: ignore[type-arg] # not subscriptable at run time
    """Goals as groups of choices, one a focus area. The queryset comes with its focus areas, in order."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for area, goals in groupby(self.queryset, key=lambda goal: goal.focus_area):
            yield str(area), [self.choice(goal) for goal in goals]


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByFocusArea


class GoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByFocusArea

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-columns"}), **kwargs)


class GoalFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc] # untyped library
    field_class = GoalField


class NumberField(forms.DecimalField):
    """A number as people write it: with spaces between thousands, and a decimal comma or point.

    In English a comma before three digits stands between thousands; in Swedish a comma is always the decimal one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split())
            grouped = get_language() == "en" and ENGLISH_THOUSANDS.fullmatch(value)
            value = value.replace(",", "" if grouped else ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        shown = f"{value.normalize():,f}".replace(",", NO_BREAK)
        return shown if get_language() == "en" else shown.replace(".", ",")
