from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import disposal_kinds, in_the_bin
from strategy.records.days import DayField, place


def choices() -> list[tuple[Any, Any]]:
    of_the_bin = ["bin", *in_the_bin()]
    others = [name for name in disposal_kinds() if name not in of_the_bin]
    return [(_("Papperskorgen"), named(of_the_bin)), (_("Annat"), named(others))]


def named(names: list[str]) -> list[tuple[str, str]]:
    return [(name, capfirst(str(disposal_kinds()[name].label))) for name in names]


class DisposalForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """The decision as it stands on paper. Nothing is removed by sending this.

    Its days are counted by the clock, in the demonstration too: what is removed is told by the moments that are stored.
    """

    kind = forms.ChoiceField(
        label=_("Vad som gallras"), choices=choices, help_text=_("Bara ett slag för varje beslut.")
    )

    class Meta:
        model = DisposalDecision
        fields = ["name", "registry_number", "decided_on", "kind", "older_than"]
        field_classes = {"decided_on": DayField, "older_than": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place(self, self.instance.strategy)

    def clean_decided_on(self) -> date:
        return not_to_come(self.cleaned_data["decided_on"])

    def clean_older_than(self) -> date:
        return not_to_come(self.cleaned_data["older_than"])


def not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("Dagen har inte varit än."))
    return day


class ConfirmationForm(forms.Form):
    confirmed = forms.BooleanField(label=_("Jag har läst listan och beslutet, och bekräftar att det gallras för gott."))
