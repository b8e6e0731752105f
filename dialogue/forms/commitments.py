from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.models import Commitment, Counterpart
from priorities.forms import GoalsField
from priorities.models import Goal
from strategy.forms import MARKING, ClassifiedForm, DueDayField, NearDayField, in_a_row, lines, place
from strategy.models import User
from strategy.texts.fields import WrittenTextField


class CommitmentForm(ClassifiedForm):
    instance: Commitment
    side_by_side = (("counterpart", "due_on"),)
    needed_for = {"counterpart": _("krävs för en utfästelse")}

    class Meta:
        model = Commitment
        fields = ["text", "owner", "counterpart", "due_on", "goals", *MARKING]
        widgets = {"owner": in_a_row(), "text": lines(3)}
        field_classes = {"due_on": DueDayField}
        help_texts = {
            "counterpart": _("Den som har lovat, eller den som vår uppföljningspunkt gäller."),
            "due_on": _("Lämna tomt om ingen dag är satt."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strategy_id = self.instance.strategy_id
        counterparts = Counterpart.objects.visible_to(user).of(strategy_id)
        if self.instance.event is not None:
            self.explain_inherited(self.instance.event.get_effective_classification_display())
            counterparts = counterparts.those_at_first(self.instance.event)
        self.fields["counterpart"].queryset = counterparts  # type: ignore[attr-defined]
        self.fields["goals"] = GoalsField(Goal.objects.visible_to(user).of(strategy_id), label=_("Mål"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("owner") == Commitment.Owner.COUNTERPART and not cleaned.get("counterpart"):
            self.add_error("counterpart", _("Ange vems utfästelse det är."))
        return cleaned


class ResolutionForm(forms.Form):
    """How a commitment went. Only the states that it can move to are offered."""

    state = forms.ChoiceField(label=_("Hur det gick"), widget=in_a_row())
    resolved_on = NearDayField(label=_("Vilken dag"))
    resolution = WrittenTextField(
        label=_("Beskrivning"),
        widget=lines(3),
        help_text=_("Vad som gjordes eller uteblev, och hur vi vet det."),
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place(self, commitment.strategy)
        allowed = Commitment.TRANSITIONS[commitment.state] - {Commitment.State.OPEN}
        choices = [choice for choice in Commitment.State.choices if choice[0] in allowed]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
