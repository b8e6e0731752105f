from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.base import DateInput, GoalField
from dialogue.models import Counterpart, Event, Observation
from dialogue.querysets import EventQuerySet, ObservationQuerySet
from priorities.models import Goal
from strategy.models import Organisation, Strategy, User


class GoalFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc] # untyped library
    field_class = GoalField


class EventFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """What to show of the meetings. Every choice comes from the meetings that the person may see."""

    kind = django_filters.ChoiceFilter(label=_("slag"), choices=Event.EventKind, empty_label=_("Alla slag"))
    level = django_filters.ChoiceFilter(label=_("nivå"), choices=Event.Level, empty_label=_("Alla nivåer"))
    goal = GoalFilter(label=_("mål"), method="concerning", empty_label=_("Alla mål"))
    counterpart = django_filters.ModelChoiceFilter(
        label=_("motpart"), method="with_counterpart", empty_label=_("Alla motparter")
    )
    country = django_filters.ChoiceFilter(label=_("land"), empty_label=_("Alla länder"))
    state = django_filters.ChoiceFilter(label=_("läge"), choices=Event.State, empty_label=_("Alla lägen"))
    first = django_filters.DateFilter(label=_("från"), field_name="ends_on", lookup_expr="gte", widget=DateInput())
    last = django_filters.DateFilter(label=_("till"), field_name="starts_on", lookup_expr="lte", widget=DateInput())

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: Any, events: EventQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, events)
        self.user = user
        countries = events.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
        self.filters["country"].extra["choices"] = [(country, country) for country in countries]
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)
        self.filters["counterpart"].extra["queryset"] = (
            Counterpart.objects.visible_to(user).filter(strategy=strategy).met_at(events)
        )

    def concerning(self, events: EventQuerySet, name: str, goal: Goal) -> EventQuerySet:
        return events.concerning(goal, self.user)

    def with_counterpart(self, events: EventQuerySet, name: str, counterpart: Counterpart) -> EventQuerySet:
        return events.with_counterpart(counterpart)


class ObservationFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """Organisations are offered where something of theirs can be seen."""

    organisation = django_filters.ModelChoiceFilter(label=_("organisation"), empty_label=_("Alla organisationer"))
    goal = GoalFilter(label=_("mål"), field_name="goals", empty_label=_("Alla mål"))
    state = django_filters.ChoiceFilter(choices=Observation.State, widget=forms.HiddenInput)

    class Meta:
        model = Observation
        fields: list[str] = []

    def __init__(self, data: Any, observations: ObservationQuerySet, *, strategy: Strategy, user: User) -> None:
        super().__init__(data, observations)
        writers = observations.order_by().values("organisation")
        self.filters["organisation"].extra["queryset"] = Organisation.objects.visible_to(user).filter(pk__in=writers)
        self.filters["goal"].extra["queryset"] = Goal.objects.visible_to(user).of(strategy.pk)
