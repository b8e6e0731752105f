from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.forms.models import ModelChoiceIterator

from strategy.people.organisations import Organisation
from strategy.tools.sorting import swedish_sort_key


class ByWhatTheyAreCalled(ModelChoiceIterator):  # type: ignore[type-arg] # not subscriptable at run time
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from sorted(map(self.choice, self.queryset), key=lambda choice: swedish_sort_key(choice[1]))


class Listed:
    def label_from_instance(self, organisation: Organisation) -> str:
        return organisation.in_lists


class OrganisationField(Listed, forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    iterator = ByWhatTheyAreCalled


class OrganisationsField(Listed, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    iterator = ByWhatTheyAreCalled


class OrganisationFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc] # untyped library
    field_class = OrganisationField
