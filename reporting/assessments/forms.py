from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import Judgement, OverallAssessment
from reporting.assessments.models.rounds import RoundDecision
from reporting.assessments.models.scales import Attainment, Development, Effort
from strategy.access import Classification
from strategy.records.days import NearDayField
from strategy.records.forms import ClassifiedForm, lines
from strategy.records.models import MARKING
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField


def choice_label(label: str | Promise, previous: Assessment | None) -> str | Promise:
    """A choice; the one of the year before is marked, in words for those who do not see the line below it."""
    if previous is None:
        return label
    words = _("bedömningen %(year)s") % {"year": previous.round.year}
    return format_html('<span class="chosen-before">{}<span class="ds-sr-only"> ({})</span></span>', label, words)


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
            "owner",
            *(name for name in MARKING if name != "shared_with_agencies"),
        ]
        widgets = {
            **{name: forms.RadioSelect(attrs={"class": "scale"}) for name in ("attainment", "development", "effort")},
            "happened": lines(6),
            "contribution": lines(4),
            "next_steps": lines(3),
            "public_text": lines(3),
        }
        field_classes = {"assessed_on": NearDayField, "owner": OwnerField}
        help_texts = {
            "attainment": _("Var målet står nu, räknat från strategins början."),
            "development": _("Vad just det här året har betytt."),
            "effort": _("Vad Sverige självt har gjort."),
            "happened": _("Hänvisa till underlaget med dess nummer, till exempel [1]."),
            "public_text": _("Den enda text från bedömningen som står i externa utgåvor."),
        }

    def __init__(self, *args: Any, previous: Assessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.previous = previous
        self.heading: str | Promise = ""
        if self.instance.goal.actor == Goal.Actor.SWEDEN:
            self.fields["effort"].label, self.fields["effort"].help_text = (
                _("Genomförande"),
                _("Hur långt det har kommit."),
            )
        for name, scale in (("attainment", Attainment), ("development", Development), ("effort", Effort)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            before = getattr(previous, name, "")
            field.choices = [
                (value, choice_label(label, previous if value == before else None)) for value, label in scale.choices
            ]

    def show_as_saved(self) -> None:
        """What is told next is told of what has just been saved."""
        assert isinstance(self.data, QueryDict)
        self.data = self.data.copy()
        self.data["version"] = str(self.instance.version)
        self.heading = _("Bedömningen är sparad men kan inte föreslås än")

    @property
    def marking_asks(self) -> bool:
        """Whether the folded part has to be seen: something is wrong there, or it is more than working material."""
        names = ("assessed_on", "owner", "lowering_reason", *MARKING)
        wrong = any(name in self.errors for name in names)
        return wrong or self.conflict is not None or self.instance.classification != Classification.WORKING


class OverallAssessmentForm(ClassifiedForm):
    class Meta:
        model = OverallAssessment
        fields = ("text", "public_text", "owner", *MARKING)
        field_classes = {"owner": OwnerField}
        widgets = {"text": lines(14), "public_text": lines(5)}
        help_texts = {
            "text": _("Det samlade omdömet: vad året har inneburit, inte en uppräkning mål för mål."),
            "public_text": _("Den enda text från bedömningen som står i externa utgåvor."),
        }


class DecisionForm(forms.Form):
    """A head's decision on the judgements ticked, among those that wait for one."""

    decision = forms.ChoiceField(choices=RoundDecision.Decision.choices)
    judgements = forms.MultipleChoiceField(
        error_messages={
            "required": _("Markera minst en bedömning."),
            "invalid_choice": _("En av bedömningarna väntar inte längre på beslut. Ladda om sidan."),
        },
    )
    reason = WrittenTextField(
        label=_("Motivering"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Behövs när du återlämnar: vad ska ändras?"),
    )

    def __init__(self, *args: Any, among: Iterable[Judgement] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = {judgement.key: judgement for judgement in among}
        self.fields["judgements"].choices = [(key, key) for key in self.among]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Judgement]:
        return [self.among[key] for key in self.cleaned_data["judgements"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        returns = cleaned.get("decision") == RoundDecision.Decision.RETURNED
        if returns and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför du återlämnar."))
        return cleaned
