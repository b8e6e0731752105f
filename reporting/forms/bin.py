from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reporting.records import RecordKind


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
