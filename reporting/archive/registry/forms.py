from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reporting.archive.registry.entries import Unregistered
from strategy.texts.fields import WrittenLineField
from strategy.tools.numbers import number_in

MOST_AT_ONCE = 100


class NumberForm(forms.Form):
    """One row of the list, as `templates/reporting/archive/registry.html` draws it. Left empty it says nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    number = WrittenLineField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(self, data: Any = None, *, entry: Unregistered) -> None:
        super().__init__(data, prefix=str(entry.thing.pk), initial={"version": entry.version})
        self.entry = entry
        self.fields["number"].widget.attrs["aria-label"] = f"{self.fields['number'].label}: {entry.about}"

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and not any(character.isdigit() for character in number):
            raise ValidationError(_("Ett diarienummer innehåller en siffra, som Ju2022/00123."))
        return number


def numbers_sent(sent: dict[str, Any]) -> list[int]:
    """Ids of the rows that a number was written for, of those sent; the others have nothing to say."""
    named = [name.removesuffix("-number") for name, value in sent.items() if name.endswith("-number") and value.strip()]
    return [pk for pk in map(number_in, named) if pk is not None][:MOST_AT_ONCE]
