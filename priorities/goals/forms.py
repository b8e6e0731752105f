from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator
from django.forms.widgets import ChoiceWidget

from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.forms import narrows


class InGroups(ModelChoiceIterator):  # type: ignore[type-arg] # not subscriptable at run time
    """Things as groups of choices, one for each that they stand `under`. The queryset comes with those, in order."""

    under: ClassVar[str]

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for group, things in groupby(self.queryset, key=attrgetter(self.under)):
            yield str(group), [self.choice(thing) for thing in things]


class ByFocusArea(InGroups):
    under = "focus_area"


class Typed(ChoiceWidget):
    """With JavaScript a goal is typed, by its code or a word of its title; without it, a list or boxes stand there."""

    template_name: str | None = "priorities/goals/typed.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"plain": super().template_name}


class TypedGoal(Typed, forms.Select):  # type: ignore[misc] # the stubs have the template's name narrower than its base
    pass


class TypedGoals(Typed, forms.CheckboxSelectMultiple):  # type: ignore[misc] # as above
    pass


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByFocusArea
    widget = TypedGoal


class GoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByFocusArea

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=TypedGoals(attrs={"class": "choices-columns"}), **kwargs)


class GoalFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc] # untyped library
    """One of a row of lists that narrow what stands below."""

    field_class = GoalField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.Select, **kwargs)


class ByGoal(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Figures by the goal that they say something about; each filter places `goal` among its own fields."""

    def __init__(self, data: Any, figures: Any, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, figures)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)
