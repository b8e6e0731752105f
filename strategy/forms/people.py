import django_filters
from django import forms
from django.conf import settings

from strategy.models import Organisation


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class ByShortName:
    def label_from_instance(self, organisation: Organisation) -> str:
        return organisation.in_lists


class OrganisationField(ByShortName, forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    pass


class OrganisationsField(ByShortName, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    pass


class OrganisationFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc] # untyped library
    field_class = OrganisationField
