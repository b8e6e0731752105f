from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.access import Classification
from strategy.services import Conflict

MARKING = (
    "classification",
    "secrecy_provision",
    "secrecy_marked_on",
    "secrecy_authority",
    "shared_with_agencies",
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def in_a_row() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "choices-row"})


def narrows(form: forms.Form, names: Iterable[str]) -> bool:
    """Whether something was chosen in any of these fields of a filter."""
    return any(form.data.get(name) for name in names)


@dataclass(frozen=True)
class Difference:
    label: str
    theirs: str
    yours: str


class RecordForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """A form over a record; where it exists already, the version that the writer saw travels hidden along.

    After `show_conflict` the page tells what somebody else wrote beside what was typed, and sending the
    form once more is then an informed choice.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    past_dates: ClassVar[Sequence[str]] = ()
    side_by_side: ClassVar[Sequence[Sequence[str]]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.past_dates:
            day: date | None = cleaned.get(name)
            if day is not None and day > timezone.localdate():
                self.add_error(name, _("Dagen har inte varit än."))
        return cleaned

    def rows(self) -> list[list[forms.BoundField]]:
        """What is written, apart from the marking: a row a field, or several where they are short."""
        rows: list[list[forms.BoundField]] = []
        for field in self.visible_fields():
            if field.name in MARKING:
                continue
            companions = next((group for group in self.side_by_side if field.name in group), ())
            if rows and rows[-1][-1].name in companions:
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    def show_conflict(self, conflict: Conflict) -> None:
        stored = model_to_dict(conflict.record)
        for name in self.changed_data:
            if name not in stored:
                continue
            field = self.fields[name]
            theirs, yours = shown(field, stored[name]), shown(field, self.cleaned_data.get(name))
            if theirs != yours:
                self.differences.append(Difference(str(field.label), theirs, yours))
        self.add_error(None, str(conflict))
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = str(conflict.record.version)
        self.data = typed


def shown(field: forms.Field, value: Any) -> str:
    """A field's value in words."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(str(thing) for thing in value or ())
    if isinstance(field, forms.ModelChoiceField):
        chosen = field.queryset.filter(pk=getattr(value, "pk", value)).first() if field.queryset is not None else None
        return str(chosen or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type] # models' choices are flat
    return "" if value is None else str(value)


class ClassifiedForm(RecordForm):
    """Asks for the marking; a secret one states its ground, and only a secret one keeps it."""

    past_dates: ClassVar[Sequence[str]] = ("secrecy_marked_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classification"].widget = in_a_row()
        self.fields["classification"].widget.choices = Classification.choices
        self.fields["secrecy_marked_on"].widget = DateInput()
        if "shared_with_agencies" in self.fields:
            self.fields["shared_with_agencies"].help_text = _(
                "Att dela med en annan myndighet gör handlingen till en allmän handling."
            )

    def explain_inherited(self, marking: str) -> None:
        """Says that what this hangs on sets a lowest marking; `marking` is in words."""
        sentence = _("Den strängaste gäller: mötet är markerat som %(marking)s.")
        self.fields["classification"].help_text = sentence % {"marking": marking}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ground = ("secrecy_provision", "secrecy_marked_on", "secrecy_authority")
        if cleaned.get("classification") == Classification.SECRET:
            for name in ground:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Behövs för en sekretessmarkering.")))
        else:
            cleaned.update({"secrecy_provision": None, "secrecy_marked_on": None, "secrecy_authority": ""})
        return cleaned

    def ground_is_asked_for(self) -> bool:
        """Whether the fields of the secrecy ground are to stand open."""
        names = ("secrecy_provision", "secrecy_marked_on", "secrecy_authority")
        return self["classification"].value() == Classification.SECRET or any(name in self.errors for name in names)
