from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.assessments.citable import named
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from strategy.people.models import User
from strategy.records.days import DayField, place


class EvidenceForm(forms.ModelForm[Evidence]):
    """One piece: something in the product by its key, among what the writer may see, or a document in words."""

    piece = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = Evidence
        fields = ["document", "document_date", "stance"]
        widgets = {"stance": forms.RadioSelect}
        field_classes = {"document_date": DayField}
        help_texts = {"document": _("Titel, utgivare och år – för det som inte finns i Verka.")}

    def __init__(self, *args: Any, user: User, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "evidence_%s"} | kwargs)  # another form on the page has fields so named
        self.instance.strategy = assessment.strategy
        self.instance.assessment = assessment
        self.user = user
        self.fields["stance"].required = False
        place(self, assessment.strategy)

    def clean(self) -> dict[str, Any]:
        """`thing` is what was named, with what evidence calls it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key, document = cleaned.get("piece"), cleaned.get("document")
        cleaned["thing"] = named(self.instance.assessment.goal, self.user, key) if key else None
        if bool(cleaned["thing"]) == bool(document):
            raise forms.ValidationError(_("Bocka för ett underlag, eller skriv vilket dokument det är."))
        cleaned["stance"] = cleaned.get("stance") or Evidence.Stance.SUPPORTS
        return cleaned


class StanceForm(forms.Form):
    stance = forms.ChoiceField(choices=Evidence.Stance.choices)
