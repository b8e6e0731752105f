from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.models import Commitment, Counterpart, Event, Observation
from dialogue.querysets import CommitmentQuerySet, EventQuerySet, ObservationQuerySet
from priorities.forms import GoalFilter
from priorities.models import Goal
from strategy.forms import DayFilter, OrganisationFilter, narrows, place
from strategy.models import Organisation, Strategy, User

KINDS = [
    (_("Dialog"), [kind for kind in Event.EventKind.choices if kind[0] in Event.DIALOGUE_KINDS]),
    (_("Samordning"), [kind for kind in Event.EventKind.choices if kind[0] not in Event.DIALOGUE_KINDS]),
]


class EventFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """What to show of the meetings. Every choice comes from the meetings that the person may see."""

    kind = django_filters.ChoiceFilter(label=_("Slag"), choices=KINDS, empty_label=_("Alla slag"))
    level = django_filters.ChoiceFilter(label=_("Nivå"), choices=Event.Level.choices, empty_label=_("Alla nivåer"))
    goal = GoalFilter(label=_("Mål"), method="concerning", empty_label=_("Alla mål"))
    counterpart = django_filters.ModelChoiceFilter(
        label=_("Motpart"), method="with_counterpart", empty_label=_("Alla motparter")
    )
    country = django_filters.ChoiceFilter(label=_("Land"), empty_label=_("Alla länder"))
    state = django_filters.ChoiceFilter(label=_("Läge"), choices=Event.State.choices, empty_label=_("Alla lägen"))
    first = DayFilter(label=_("Från"), field_name="ends_on", lookup_expr="gte")
    last = DayFilter(label=_("Till"), field_name="starts_on", lookup_expr="lte")

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: Any, events: EventQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, events)
        self.user = user
        self.filters["country"].extra["choices"] = [(country, country) for country in events.countries()]
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)
        counterparts = Counterpart.objects.visible_to(user).of(strategy.pk)
        self.filters["counterpart"].extra["queryset"] = counterparts.met_by(user)
        place(self.form, strategy)

    def concerning(self, events: EventQuerySet, name: str, goal: Goal) -> EventQuerySet:
        return events.concerning(goal, self.user)

    def with_counterpart(self, events: EventQuerySet, name: str, counterpart: Counterpart) -> EventQuerySet:
        return events.with_counterpart(counterpart)

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)


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


OWNERS = [
    (Commitment.Owner.COUNTERPART, _("utfästelser: deras")),
    (Commitment.Owner.SWEDEN, _("uppföljningspunkter: våra")),
]
SITUATIONS = ["open", "late", "fulfilled", "partly", "lapsed", "all"]


class CommitmentFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Counterparts are offered where a commitment of theirs can be seen. The tab, `state`, only travels along."""

    owner = django_filters.ChoiceFilter(label=_("Slag"), choices=OWNERS, empty_label=_("Alla slag"))
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
        return narrows(self.form, {"owner", "counterpart", "goal"})
