from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.files.forms import UploadsField
from dialogue.files.uploads import ACCEPTED
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation, ObservationQuerySet
from dialogue.pieces.forms import BY_ITS_WRITER, PieceForm
from priorities.goals.forms import GoalFilter, GoalsField
from priorities.goals.models import Goal
from strategy.decision.models import MandateArea, Strategy
from strategy.people.forms import OrganisationFilter
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.days import NearDayField
from strategy.records.forms import ClassifiedForm, in_a_row, lines, narrows
from strategy.records.models import MARKING
from strategy.records.owners import OwnerField
from strategy.texts.fields import WrittenTextField

SENT = _("Det som skickas till en annan myndighet blir en allmän handling.")


class ObservationForm(ClassifiedForm):
    """Few fields must be filled in: what, where and when."""

    instance: Observation
    past_dates = [*ClassifiedForm.past_dates, "observed_on"]
    documents = UploadsField(label=_("Foto eller fil"), required=False, help_text=ACCEPTED)

    class Meta:
        model = Observation
        fields = [
            "title",
            "text",
            "country",
            "place",
            "observed_on",
            "goals",
            "mandate_areas",
            "source",
            "confidence",
            "agency_registry_number",
            "agreed_with",
            *BY_ITS_WRITER,
        ]
        widgets = {
            "text": lines(8),
            "mandate_areas": forms.CheckboxSelectMultiple(attrs={"class": "choices-columns"}),
            "source": in_a_row(),
            "confidence": in_a_row(),
        }
        field_classes = {"observed_on": NearDayField}
        help_texts = {
            "title": _("En rad som säger vad det gäller."),
            "text": _("Vad hände, vem gjorde vad, och hur vet ni det?"),
            "goals": _("Välj om ni vet. Annars gör handläggaren det."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strategy_id = self.instance.strategy_id
        self.fields["goals"] = GoalsField(
            Goal.objects.visible_to(user).of(strategy_id),
            label=_("Mål"),
            required=False,
            help_text=self.Meta.help_texts["goals"],
        )
        areas = MandateArea.objects.visible_to(user).filter(strategy=strategy_id)
        self.fields["mandate_areas"].queryset = areas  # type: ignore[attr-defined]


class AdditionForm(PieceForm):
    class Meta:
        model = Addition
        fields = ["text", *BY_ITS_WRITER]
        widgets = {"text": lines(8)}


class AcceptanceForm(forms.Form):
    goals = GoalsField(
        Goal.objects.none(),
        label=_("Mål som observationen säger något om"),
        required=False,
        help_text=_("Lämna tomt om den gäller IOM:s uppdrag men inget av målen."),
    )
    note = WrittenTextField(
        label=_("Anteckning som kontaktpersonen läser"), widget=lines(2), required=False, help_text=SENT
    )

    def __init__(self, *args: Any, observation: Observation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.visible_to(user).of(observation.strategy_id)
        self.fields["goals"].queryset = goals  # type: ignore[attr-defined]
        self.fields["goals"].initial = [goal.pk for goal in observation.goals.all()]


class ReasonForm(forms.Form):
    reason = WrittenTextField(label=_("Motivering som kontaktpersonen läser"), widget=lines(3), help_text=SENT)


class WithdrawalForm(forms.Form):
    reason = WrittenTextField(label=_("Varför"), widget=lines(2), required=False)


class RegistrationForm(ClassifiedForm):
    """The ministry's own part of an observation that somebody else wrote."""

    instance: Observation

    class Meta:
        model = Observation
        fields = ["registry_number", "owner", "goals", *MARKING]
        field_classes = {"owner": OwnerField}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goals"] = GoalsField(
            Goal.objects.visible_to(user).of(self.instance.strategy_id), label=_("Mål"), required=False
        )


class ObservationFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Organisations are offered where something of theirs can be seen. The tab, `state`, only travels along."""

    organisation = OrganisationFilter(label=_("Organisation"), empty_label=_("Alla organisationer"))
    goal = GoalFilter(label=_("Mål"), field_name="goals", empty_label=_("Alla mål"))
    state = django_filters.ChoiceFilter(
        choices=Observation.State.choices, widget=forms.HiddenInput, method="left_to_the_tabs"
    )

    class Meta:
        model = Observation
        fields: list[str] = []

    def __init__(self, data: Any, observations: ObservationQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, observations)
        writers = observations.order_by().values("organisation")
        self.filters["organisation"].extra["queryset"] = Organisation.objects.visible_to(user).filter(pk__in=writers)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)

    def left_to_the_tabs(self, observations: ObservationQuerySet, name: str, value: str) -> ObservationQuerySet:
        return observations

    @property
    def is_active(self) -> bool:
        return narrows(self.form, {"organisation", "goal"})
