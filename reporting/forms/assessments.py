from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.models import Commitment, Intervention, Observation
from reporting.models import Assessment, Attainment, Development, Effort, Evidence, RoundDecision
from strategy.forms import MARKING, ClassifiedForm, DateInput, lines
from strategy.models import User


class AssessmentForm(ClassifiedForm):
    """What is asked for may be empty in a draft; what is still missing is told when it is put forward."""

    instance: Assessment

    class Meta:
        model = Assessment
        fields = [
            "attainment",
            "development",
            "effort",
            "happened",
            "contribution",
            "next_steps",
            "public_text",
            "assessed_on",
            *(name for name in MARKING if name != "shared_with_agencies"),
        ]
        widgets = {
            "attainment": forms.RadioSelect,
            "development": forms.RadioSelect,
            "effort": forms.RadioSelect,
            "happened": lines(6),
            "contribution": lines(5),
            "next_steps": lines(4),
            "public_text": lines(4),
            "assessed_on": DateInput(),
        }
        help_texts = {
            "attainment": _("Var målet står nu, räknat från strategins början."),
            "development": _("Vad just det här året har betytt."),
            "effort": _("Vad Sverige självt har gjort. För mål som Sverige genomför: själva genomförandet."),
            "happened": _("Hänvisa till underlaget med dess nummer, till exempel [1]."),
            "public_text": _("Den enda text från bedömningen som står i externa utgåvor."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, scale in (("attainment", Attainment), ("development", Development), ("effort", Effort)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = scale.choices


class EvidenceForm(forms.ModelForm[Evidence]):
    """One piece: something in the product, chosen among what the writer may see, or a document in words."""

    class Meta:
        model = Evidence
        fields = ["intervention", "commitment", "observation", "document", "document_date", "stance"]
        widgets = {
            "document_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "stance": forms.RadioSelect,
        }
        help_texts = {"document": _("Titel, utgivare och år – för det som inte finns i Verka.")}

    def __init__(self, *args: Any, user: User, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal = assessment.goal
        self.instance.strategy = assessment.strategy
        self.instance.assessment = assessment
        self.choose("intervention", Intervention.objects.visible_to(user).filter(goal=goal).select_related("event"))
        self.choose("commitment", Commitment.objects.visible_to(user).filter(goals=goal))
        self.choose("observation", Observation.objects.visible_to(user).accepted().filter(goals=goal))

    def choose(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset
        field.empty_label = str(_("Välj …"))
        field.label_from_instance = EVIDENCE_LABELS[name]  # type: ignore[method-assign]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = [name for name in ("intervention", "commitment", "observation", "document") if cleaned.get(name)]
        if len(named) != 1:
            raise forms.ValidationError(_("Välj en sak: ett svar, en utfästelse, en observation eller ett dokument."))
        return cleaned


EVIDENCE_LABELS: dict[str, Any] = {
    "intervention": lambda thing: f"{thing.event.starts_on:%Y-%m-%d} {thing.event.title}: {thing.message[:80]}",
    "commitment": lambda thing: f"{thing.due_on or ''} {thing.text[:100]}".strip(),
    "observation": lambda thing: f"{thing.observed_on:%Y-%m-%d} {thing.title}",
}


class DecisionForm(forms.Form):
    """A head's decision on the assessments ticked."""

    decision = forms.ChoiceField(choices=RoundDecision.Decision.choices)
    assessments = forms.ModelMultipleChoiceField(
        queryset=Assessment.objects.none(),
        error_messages={"required": _("Markera minst en bedömning.")},
    )
    reason = forms.CharField(
        label=_("Motivering"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs när du återlämnar: vad ska ändras?"),
    )

    def __init__(self, *args: Any, proposed: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessments"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = proposed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        returns = cleaned.get("decision") == RoundDecision.Decision.RETURNED
        if returns and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför du återlämnar."))
        return cleaned
