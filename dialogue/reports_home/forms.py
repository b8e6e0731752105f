import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dialogue.files.forms import UploadField
from dialogue.files.texts import text_of
from dialogue.meetings.forms import counterpart_field
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.reports_home.models import Passage
from dialogue.reports_home.reading import Span, merged, trimmed
from priorities.goals.models import Goal
from strategy.people.models import User
from strategy.records.days import DueDayField, place
from strategy.records.forms import ClassifiedForm, in_a_row, lines
from strategy.records.models import MARKING

MOST_SPANS = 200


class ReportHomeForm(ClassifiedForm):
    """Pasted, or in a file that the text is taken out of; where both are given, what was pasted is the text."""

    instance: ReportHome
    file = UploadField(
        label=_("Fil"),
        required=False,
        help_text=_(
            "Word (docx), mejl (eml), PDF eller ren text, högst 10 MB. Texten hämtas ur filen om fältet ovanför är "
            "tomt, och filen ligger kvar bredvid."
        ),
    )

    class Meta:
        model = ReportHome
        fields = ["text", "registry_number", *MARKING]
        widgets = {"text": lines(14)}
        help_texts = {"text": _("Klistra in den som den kom. Den ändras inte sedan: en rättelse blir en ny version.")}

    field_order = ["text", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain_inherited(self.instance.event.get_effective_classification_display())
        self.fields["text"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("text") or "file" in self.errors or "text" in self.errors:
            return cleaned
        if cleaned.get("file"):
            try:
                cleaned["text"] = text_of(cleaned["file"])
            except ValidationError as refused:
                self.add_error("file", refused)
        elif not self.is_about_a_secret():
            self.add_error("text", _("Klistra in hemrapporten, eller bifoga den som fil."))
        return cleaned


class ReportHomeMarkingForm(ClassifiedForm):
    instance: ReportHome

    class Meta:
        model = ReportHome
        fields = ["registry_number", *MARKING]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.explain_inherited(self.instance.event.get_effective_classification_display())


class GoalCodeField(forms.CharField):
    """A goal by its code, with or without words after it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Mål"), widget=forms.TextInput(attrs={"list": "goal-codes", "size": 8}), **options)
        self.goals: dict[str, Goal] = {}

    def clean(self, value: Any) -> Goal:
        typed = str(super().clean(value)).split()[0].casefold()
        if typed not in self.goals:
            raise ValidationError(_("Skriv målets beteckning, till exempel i.3."))
        return self.goals[typed]


class SpansField(forms.Field):
    """The passages that are marked or ticked, as `120-245`. Those that follow on each other are one."""

    widget = forms.MultipleHiddenInput
    text = ""

    def clean(self, value: Any) -> list[Span]:
        found = (re.fullmatch(r"(\d{1,9})-(\d{1,9})", one) for one in value or [])
        spans = [trimmed(self.text, int(one[1]), min(int(one[2]), len(self.text))) for one in found if one]
        chosen = merged(self.text, (span for span in spans if span.end > span.start))
        if not chosen or len(chosen) > MOST_SPANS:
            raise ValidationError(_("Markera ett stycke i hemrapporten, eller kryssa för meningar."))
        return chosen


class PassageForm(forms.Form):
    """What the marked passages become, on which goal."""

    spans = SpansField()
    became = forms.ChoiceField(label=_("Blir"), choices=Passage.Became.choices, widget=in_a_row())
    goal = GoalCodeField()
    lean = forms.ChoiceField(
        label=_("Svaret lutar"),
        choices=[choice for choice in Intervention.Lean.choices if choice[0] != Intervention.Lean.NONE],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
        required=False,
    )
    due_on = DueDayField(label=_("Senast den"), required=False)

    def __init__(self, *args: Any, report: ReportHome, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place(self, report.strategy)
        self.fields["counterpart"] = counterpart_field(report.event, user, required=False)
        self.spans_field.text = report.text
        goals = Goal.objects.visible_to(user).of(report.strategy_id)
        self.goals = list(goals)
        self.fields["goal"].goals = {goal.code.casefold(): goal for goal in self.goals}  # type: ignore[attr-defined]

    @property
    def spans_field(self) -> SpansField:
        field = self.fields["spans"]
        assert isinstance(field, SpansField)
        return field

    @property
    def chosen(self) -> list[Span]:
        """To be shown again: as they were sent, the sentences apart."""
        sent = cast(QueryDict, self.data).getlist("spans") if self.is_bound else []
        found = (re.fullmatch(r"(\d{1,9})-(\d{1,9})", one) for one in sent)
        return [Span(int(one[1]), int(one[2])) for one in found if one]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("became") == Passage.Became.RESPONSE and not cleaned.get("lean"):
            self.add_error("lean", _("Ange åt vilket håll svaret lutar."))
        if cleaned.get("became") == Passage.Became.COMMITMENT and not cleaned.get("counterpart"):
            self.add_error("counterpart", _("Ange vems utfästelse det är."))
        return cleaned
