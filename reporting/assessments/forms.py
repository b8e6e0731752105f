from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from reporting.assessments.judgements import Judgement
from reporting.assessments.models.judgements import Assessment, OverallAssessment
from reporting.assessments.models.rounds import RoundDecision
from reporting.assessments.models.scales import Attainment, Development, Effort
from strategy.records.days import NearDayField
from strategy.records.forms import ClassifiedForm, lines
from strategy.records.models import MARKING
from strategy.texts.fields import WrittenTextField


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
        }
        field_classes = {"assessed_on": NearDayField}
        help_texts = {
            "attainment": _("Var målet står nu, räknat från strategins början."),
            "development": _("Vad just det här året har betytt."),
            "effort": _("Vad Sverige självt har gjort. För mål som Sverige genomför: själva genomförandet."),
            "happened": _("Hänvisa till underlaget med dess nummer, till exempel [1]."),
            "public_text": _("Den enda text från bedömningen som står i externa utgåvor."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.goal.actor == Goal.Actor.SWEDEN:
            self.fields["effort"].label = _("Genomförande")
        for name, scale in (("attainment", Attainment), ("development", Development), ("effort", Effort)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = scale.choices


class OverallAssessmentForm(ClassifiedForm):
    class Meta:
        model = OverallAssessment
        fields = ("text", "public_text", *MARKING)
        widgets = {"text": lines(14), "public_text": lines(5)}
        help_texts = {
            "text": _("Det samlade omdömet: vad året har inneburit, inte en uppräkning mål för mål."),
            "public_text": _("Den enda text från bedömningen som står i externa utgåvor."),
        }


def seen_as(judgement: Judgement) -> str:
    """Which judgement in which version, as the round's page tells it back."""
    kind = "assessment" if isinstance(judgement, Assessment) else "overall"
    return f"{kind}-{judgement.pk}-{judgement.version}"


class DecisionForm(forms.Form):
    """A head's decision on the judgements ticked: of goals, overall ones, or both."""

    decision = forms.ChoiceField(choices=RoundDecision.Decision.choices)
    overall = forms.ModelMultipleChoiceField(queryset=OverallAssessment.objects.none(), required=False)
    assessments = forms.ModelMultipleChoiceField(queryset=Assessment.objects.none(), required=False)
    reason = WrittenTextField(
        label=_("Motivering"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs när du återlämnar: vad ska ändras?"),
    )

    def __init__(self, *args: Any, proposed: Any, proposed_overall: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("assessments", proposed), ("overall", proposed_overall)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = queryset

    @property
    def judgements(self) -> list[Judgement]:
        return self.judgements_in(self.cleaned_data)

    def judgements_in(self, cleaned: dict[str, Any]) -> list[Judgement]:
        return [*cleaned.get("overall", ()), *cleaned.get("assessments", ())]

    @property
    def seen(self) -> set[str]:
        """What stood on the page, a hidden field each: nobody decides on a text that they have not been shown."""
        assert isinstance(self.data, QueryDict)
        return set(self.data.getlist("seen"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("overall") and not cleaned.get("assessments") and not self.errors:
            self.add_error(None, _("Markera minst en bedömning."))
        changed = [judgement for judgement in self.judgements_in(cleaned) if seen_as(judgement) not in self.seen]
        if changed:
            names = ", ".join(str(judgement) for judgement in changed)
            sentence = _("Ändrad sedan du öppnade sidan: %(names)s. Läs den nya texten innan du beslutar.")
            self.add_error(None, sentence % {"names": names})
        returns = cleaned.get("decision") == RoundDecision.Decision.RETURNED
        if returns and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför du återlämnar."))
        return cleaned
