"""The form of one piece of evidence, and what a writer may choose among."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.figures.numbers import given, measured
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from strategy.people.models import User
from strategy.records.days import DayField, place

# What a piece of evidence may be, besides a document in words; the decision's own paragraphs come with the baseline.
SOURCES = ("intervention", "commitment", "observation", "measurement", "contribution", "activity")


class EvidenceForm(forms.ModelForm[Evidence]):
    """One piece: something in the product, chosen among what the writer may see, or a document in words."""

    class Meta:
        model = Evidence
        fields = [*SOURCES, "document", "document_date", "stance"]
        widgets = {"stance": forms.RadioSelect}
        field_classes = {"document_date": DayField}
        help_texts = {"document": _("Titel, utgivare och år – för det som inte finns i Verka.")}

    def __init__(self, *args: Any, user: User, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "evidence_%s"} | kwargs)  # another form on the page has fields so named
        self.instance.strategy = assessment.strategy
        self.instance.assessment = assessment
        place(self, assessment.strategy)
        for name, choices in evidence_for(assessment.goal, user).items():
            self.choose(name, choices)

    def choose(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset
        field.empty_label = str(_("Välj …"))
        field.label_from_instance = EVIDENCE_LABELS[name]  # type: ignore[method-assign]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = [name for name in (*SOURCES, "document") if cleaned.get(name)]
        if len(named) != 1:
            raise forms.ValidationError(
                _(
                    "Välj en sak: ett svar, en utfästelse, en observation, ett mätvärde, ett bidrag, "
                    "en aktivitet eller ett dokument."
                )
            )
        return cleaned


def evidence_for(goal: Goal, user: User) -> dict[str, Any]:
    """What about the goal somebody may see and so may cite; the latest first."""
    return {
        "intervention": Intervention.objects.visible_to(user)
        .filter(goal=goal)
        .select_related("event")
        .order_by("-event__starts_on", "-pk"),
        "commitment": Commitment.objects.visible_to(user).filter(goals=goal),
        "observation": Observation.objects.visible_to(user).accepted().filter(goals=goal),
        "measurement": Measurement.objects.visible_to(user)
        .filter(indicator__goals=goal)
        .select_related("indicator")
        .order_by("-measured_on", "-pk"),
        "contribution": Contribution.objects.visible_to(user).given().filter(goals=goal).select_related("giver"),
        "activity": Activity.objects.visible_to(user).filter(goals=goal).select_related("responsible"),
    }


EVIDENCE_LABELS: dict[str, Any] = {
    "intervention": lambda thing: f"{thing.event.starts_on:%Y-%m-%d} {thing.event.title}: {thing.message[:80]}",
    "commitment": lambda thing: f"{thing.due_on or ''} {thing.text[:100]}".strip(),
    "observation": lambda thing: f"{thing.observed_on:%Y-%m-%d} {thing.title}",
    "measurement": lambda thing: f"{thing.measured_on:%Y-%m-%d} {thing.indicator}: {measured(thing)}",
    "contribution": lambda thing: f"{thing}, {thing.giver.short_name}: {given(thing)}",
    "activity": lambda thing: f"{thing.ended_on or thing.due_on:%Y-%m-%d} {thing.responsible.short_name}: {thing}",
}
