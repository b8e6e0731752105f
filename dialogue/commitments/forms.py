from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.meetings.models.events import Counterpart
from priorities.goals.forms import GoalFilter, GoalsField
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DueDayField, NearDayField, place
from strategy.records.forms import ClassifiedForm, in_a_row, lines, narrows
from strategy.records.models import MARKING
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField


class CommitmentForm(ClassifiedForm):
    instance: Commitment
    side_by_side = (("counterpart", "due_on"),)
    needed_for = {"counterpart": _("krävs för en utfästelse")}

    class Meta:
        model = Commitment
        fields = ["text", "whose", "counterpart", "due_on", "owner", "goals", *MARKING]
        widgets = {"whose": in_a_row(), "text": lines(3)}
        field_classes = {"due_on": DueDayField, "owner": OwnerField}
        help_texts = {
            "counterpart": _("Den som har lovat, eller den som vår uppföljningspunkt gäller."),
            "due_on": _("Lämna tomt om ingen dag är satt."),
            "owner": _("För en uppföljningspunkt. För en utfästelse svarar den som ansvarar för mötet."),
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
        if cleaned.get("whose") == Commitment.Whose.COUNTERPART and not cleaned.get("counterpart"):
            self.add_error("counterpart", _("Ange vems utfästelse det är."))
        if cleaned.get("whose") == Commitment.Whose.COUNTERPART:
            cleaned["owner"] = None
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


WHOSE = [
    (Commitment.Whose.COUNTERPART, _("utfästelser: deras")),
    (Commitment.Whose.SWEDEN, _("uppföljningspunkter: våra")),
]
SITUATIONS = ["open", "late", "fulfilled", "partly", "lapsed", "all"]


class CommitmentFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Counterparts are offered where a commitment of theirs can be seen. The tab, `state`, only travels along."""

    whose = django_filters.ChoiceFilter(label=_("Slag"), choices=WHOSE, empty_label=_("Alla slag"))
    counterpart = django_filters.ModelChoiceFilter(label=_("Motpart"), empty_label=_("Alla motparter"))
    goal = GoalFilter(label=_("Mål"), method="concerning", empty_label=_("Alla mål"))
    state = django_filters.ChoiceFilter(
        choices=[(name, name) for name in SITUATIONS], widget=forms.HiddenInput, method="left_to_the_tabs"
    )

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: Any, commitments: CommitmentQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, commitments)
        counterparts = Counterpart.objects.visible_to(user).of(strategy.pk)
        self.filters["counterpart"].extra["queryset"] = counterparts.party_to(commitments)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)

    def concerning(self, commitments: CommitmentQuerySet, name: str, goal: Goal) -> CommitmentQuerySet:
        return commitments.concerning(goal)

    def left_to_the_tabs(self, commitments: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return commitments

    @property
    def is_active(self) -> bool:
        return narrows(self.form, {"whose", "counterpart", "goal"})
