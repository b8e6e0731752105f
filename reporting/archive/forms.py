from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayFilter, place
from strategy.records.forms import narrows
from strategy.records.kinds import RecordKind, heading, kinds, other_kinds
from strategy.records.log.models import AuditEntry, AuditEntryQuerySet, Verb


class BinFilter(forms.Form):
    """Which kind to show, out of those that something of lies there."""

    of = forms.ChoiceField(label=_("Slag"), required=False)

    def __init__(self, data: Any, *, kinds: Iterable[RecordKind]) -> None:
        super().__init__(data)
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Alla slag")), *((kind.noun, capfirst(str(kind.label))) for kind in kinds)]

    @property
    def kind(self) -> str:
        """Empty for all; an address that asks for something else gets all."""
        return str(self.cleaned_data.get("of", "")) if self.is_valid() else ""


def kind_choices() -> list[tuple[Any, Any]]:
    return [
        (_("Underlaget"), [(kind.noun, capfirst(str(kind.label))) for kind in kinds().values()]),
        (_("Annat"), [(name, heading(model)) for name, model in other_kinds().items()]),
    ]


class LogFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """What to show of the log. Persons whose accounts are closed are offered nowhere; words find them."""

    words = django_filters.CharFilter(label=_("Sök"), method="holding")
    by = django_filters.ModelChoiceFilter(label=_("Person"), empty_label=_("Alla"))
    kind = django_filters.ChoiceFilter(
        label=_("Slag"), choices=kind_choices, method="of_kind", empty_label=_("Alla slag")
    )
    verb = django_filters.ChoiceFilter(label=_("Vad som gjordes"), choices=Verb.choices, empty_label=_("Allt"))
    first = DayFilter(label=_("Från"), field_name="at", lookup_expr="date__gte")
    last = DayFilter(label=_("Till"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, data: Any, entries: AuditEntryQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, entries)
        self.filters["by"].extra["queryset"] = User.objects.colleagues_in(strategy, user)
        place(self.form, strategy)

    def holding(self, entries: AuditEntryQuerySet, name: str, words: str) -> AuditEntryQuerySet:
        return entries.holding(words)

    def of_kind(self, entries: AuditEntryQuerySet, name: str, kind: str) -> AuditEntryQuerySet:
        model = kinds()[kind].model._meta.model_name if kind in kinds() else kind
        types = ContentType.objects.filter(model=model)
        return entries.filter(content_type__in=[found.pk for found in types])

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)
