from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access import Classification
from strategy.access.secret_content import content_stays_out
from strategy.records.conflicts import Reconciliation, RecordField, answered, reconciled
from strategy.records.days import DayField, place
from strategy.records.markings import REFUSED, content_fields, empty, is_secret
from strategy.records.models import GROUND, MARKING, Classified
from strategy.records.owners import OwnerField
from strategy.records.refusals import Conflict
from strategy.texts.fields import WrittenTextField

NOT_WRITTEN = ("lowering_reason", "moved_out")  # asked for beside what is written


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def in_a_row() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "choices-row"})


def narrows(form: forms.Form, names: Iterable[str]) -> bool:
    """Whether something was chosen in any of these fields of a filter."""
    return any(form.data.get(name) for name in names)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable at run time
    """A form over a record; where it exists already, the version that the writer saw travels hidden along.

    After `show_conflict` the page tells what somebody else wrote beside what was typed, and asks where the two
    differ; sending the form once more is then an informed choice.
    """

    bound_field_class = RecordField

    instance: Any  # a Record
    version = forms.IntegerField(widget=forms.HiddenInput)
    moved_out = forms.BooleanField(
        label=_("Innehållet är flyttat till departementets eget system: töm fälten här"),
        help_text=_("Det som har stått här tidigare finns kvar i historiken tills ett gallringsbeslut tar bort det."),
        required=False,
    )
    past_dates: ClassVar[Sequence[str]] = ()
    side_by_side: ClassVar[Sequence[Sequence[str]]] = ()
    needed_for: ClassVar[Mapping[str, Promise]] = {}  # what may be left empty, but not always: for what it may not

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Reconciliation | None = None
        place(self, self.instance.strategy)
        owner = self.fields.get("owner")
        if isinstance(owner, OwnerField):
            owner.offer(self.instance)
        for name in {*self.past_dates} & {*self.fields}:
            cast(DayField, self.fields[name]).offer(last=self.instance.strategy.today())
        if not content_stays_out():
            del self.fields["moved_out"]
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.past_dates:
            day: date | None = cleaned.get(name)
            if day is not None and day > self.instance.strategy.today():
                self.add_error(name, _("Dagen har inte varit än."))
        return cleaned

    def rows(self) -> list[list[forms.BoundField]]:
        """What is written, apart from the marking: a row a field, or several where they are short."""
        rows: list[list[forms.BoundField]] = []
        for field in self.visible_fields():
            if field.name in (*MARKING, *NOT_WRITTEN):
                continue
            companions = next((group for group in self.side_by_side if field.name in group), ())
            if rows and rows[-1][-1].name in companions:
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    def full_clean(self) -> None:
        """Choices made after a conflict come first, so that what is validated is what will be saved."""
        if self.is_bound and self.instance.pk is not None:
            self.data = answered(self, cast(QueryDict, self.data))
        if self.is_bound and content_stays_out() and self.is_about_a_secret():
            for name in self.content_asked_for():
                self.fields[name].required = False
        super().full_clean()

    def is_about_a_secret(self) -> bool:
        """By the marking that was chosen, or that of what this hangs on."""
        if not isinstance(self.instance, Classified):
            return is_secret(self.instance)
        chosen = self.data.get(self.add_prefix("classification"), self.instance.classification)
        return chosen == Classification.SECRET or any(parent.is_secret for parent in self.instance.parents())

    def content_asked_for(self) -> list[str]:
        return [field.name for field in content_fields(type(self.instance)) if field.name in self.fields]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # where Django puts what was typed into the record
        if self.cleaned_data.get("moved_out") and self.is_about_a_secret():
            empty(self.instance)

    @property
    def content_is_refused(self) -> bool:
        """Whether something was turned down because a secret record holds no content."""
        return any(error.code == REFUSED for errors in self.errors.as_data().values() for error in errors)

    def show_what_is_newer(self) -> None:
        """After the version that the writer saw, of a record that is there."""
        if self.instance.pk is not None:
            now = type(self.instance)._base_manager.get(pk=self.instance.pk)
            if now.version != self.cleaned_data.get("version"):
                self.show_conflict(Conflict(now))

    def show_conflict(self, conflict: Conflict) -> None:
        self.conflict, self.data = reconciled(self, conflict)
        self.add_error(None, str(conflict))


class ClassifiedForm(RecordForm):
    """Asks for the marking; a secret one states its ground, and only a secret one keeps it. A lower one says why."""

    past_dates: ClassVar[Sequence[str]] = ("secrecy_marked_on",)
    secrecy_marked_on = DayField(label=_("Sekretessmarkerad den"), required=False)
    lowering_reason = WrittenTextField(
        label=_("Varför markeringen sänks"),
        help_text=_("Står i historiken med ditt namn."),
        widget=lines(2),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marked = self.instance.classification if self.instance.pk else self.instance.taken_over_from
        if self.marked in {"", Classification.OPEN}:
            del self.fields["lowering_reason"]
        self.fields["classification"].widget = in_a_row()
        self.fields["classification"].widget.choices = Classification.choices
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
        if cleaned.get("classification") == Classification.SECRET:
            for name in GROUND:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Behövs för en sekretessmarkering.")))
        elif "classification" in cleaned:
            cleaned.update({"secrecy_provision": None, "secrecy_marked_on": None, "secrecy_authority": ""})
        if self.is_lowered(cleaned.get("classification")) and not cleaned.get("lowering_reason"):
            self.add_error("lowering_reason", _("Skriv varför markeringen sänks."))
        self.instance.lowering_reason = cleaned.get("lowering_reason", "")
        return cleaned

    def is_lowered(self, chosen: str | None) -> bool:
        return bool(self.marked and chosen) and Classification(self.marked).is_lowered_to(str(chosen))

    def ground_is_asked_for(self) -> bool:
        """Whether the fields of the ground stand open whatever is chosen; otherwise the style sheet sees to it."""
        asked = any(self[name].conflict for name in ("classification", *GROUND))  # type: ignore[attr-defined] # a RecordField
        return asked or any(name in self.errors for name in GROUND)
