from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from reporting.disclosures.masking import MaskedWords
from reporting.disclosures.models import DisclosureItem, DisclosureRequest, Masking
from reporting.disclosures.parts import Part
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayField, NearDayField, place
from strategy.records.forms import RecordForm, lines, narrows
from strategy.records.kinds import disclosed_kinds
from strategy.records.models import SecrecyProvision
from strategy.texts.fields import WrittenLineField, WrittenTextField

FEWEST_LETTERS = 2


class DisclosureRequestForm(RecordForm):
    """Only what is needed to find and answer: whoever asks need not say who they are (TF 2:18)."""

    past_dates = ("received_on",)
    side_by_side = (("received_on", "registry_number"),)

    class Meta:
        model = DisclosureRequest
        fields = ["asked_for", "received_on", "registry_number", "reference"]
        widgets = {"asked_for": lines(4)}
        field_classes = {"received_on": NearDayField}
        help_texts = {
            "asked_for": _("Så som begäran är ställd."),
            "reference": _(
                "Det som behövs för att svara, som ett ärendenummer. Den som begär får vara anonym: fråga inte efter "
                "namn eller syfte i onödan."
            ),
        }


class RecordSearch(forms.Form):
    """What is looked for among the records that the person may see."""

    words = WrittenLineField(label=_("Ord"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Slag"), required=False)
    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Mål"), required=False, empty_label=_("Alla mål"))
    first = DayField(label=_("Från"), required=False)
    last = DayField(label=_("Till"), required=False)

    def __init__(self, data: Any, *, strategy: Strategy, user: User) -> None:
        super().__init__(data)
        place(self, strategy)
        kind, goal = self.fields["kind"], self.fields["goal"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(goal, forms.ModelChoiceField)
        kind.choices = [("", _("Alla slag")), *((noun, found.label) for noun, found in disclosed_kinds().items())]
        goal.queryset = Goal.objects.visible_to(user).of(strategy.pk)

    @property
    def is_active(self) -> bool:
        return narrows(self, self.fields)

    @property
    def wish(self) -> dict[str, Any]:
        """What was written and makes sense; the rest counts as not written."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class OutcomeForm(RecordForm):
    """What is decided of one record. `seen` tells the text that was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = DisclosureItem
        fields = ["outcome", "provision", "reason"]
        widgets = {"outcome": forms.RadioSelect, "reason": lines(3)}
        help_texts = {
            "provision": _("Behövs när posten inte lämnas ut."),
            "reason": _("Varför uppgifterna inte kan lämnas ut. Står i beslutet: skriv inte det som är hemligt."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.TypedChoiceField)
        outcome.choices = DisclosureItem.Outcome.choices
        outcome.required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == DisclosureItem.Outcome.REFUSED:
            for name in ("provision", "reason"):
                if not cleaned.get(name):
                    self.add_error(name, ValidationError(_("Behövs när posten inte lämnas ut.")))
        else:
            cleaned.update({"provision": None, "reason": ""})
        return cleaned


class GroundForm(forms.Form):
    """On what ground something is masked."""

    provision = forms.ModelChoiceField(
        SecrecyProvision.objects.all(), label=_("Bestämmelse"), empty_label=_("Välj bestämmelse")
    )
    reason = WrittenTextField(
        label=_("Skäl"),
        widget=lines(2),
        help_text=_("Varför uppgifterna inte kan lämnas ut. Står i beslutet: skriv inte det som är hemligt."),
    )


class PassagesForm(GroundForm):
    """Ticked passages of one record. `parts` are what the page shows to tick, and `seen` tells them."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    passages = forms.MultipleChoiceField(
        label=_("Ställen"), error_messages={"required": _("Kryssa i det som ska maskeras.")}
    )

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["passages"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(passage.key, passage.text) for part in parts for passage in part.passages]

    @property
    def ticked(self) -> list[str]:
        """In a form that was refused, what had been ticked."""
        return self.data.getlist("passages") if self.is_bound else []  # type: ignore[attr-defined] # a QueryDict


class WordsForm(GroundForm):
    words = WrittenLineField(
        label=_("Ord"),
        max_length=Masking._meta.get_field("words").max_length,
        help_text=_("Som ett namn. Maskeras överallt i begärans poster, även böjt och inuti längre ord."),
    )
    field_order = ("words", "provision", "reason")

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].split())
        if sum(map(str.isalnum, words)) < FEWEST_LETTERS:
            raise ValidationError(_("Skriv minst två bokstäver eller siffror."))
        return words

    def clean(self) -> dict[str, Any]:
        """The reason stands in the decision, where the words must not."""
        cleaned: dict[str, Any] = super().clean() or {}
        if MaskedWords(cleaned.get("words") or "\0", "").stand_in(cleaned.get("reason", "")):
            self.add_error("reason", _("Skälet står i beslutet: skriv inte det som maskeras."))
        return cleaned


class SeenForm(forms.Form):
    """What a button says besides yes: what was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
