"""The meeting itself: its facts, what was written after it, and what to show of all meetings."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Counterpart, Event, EventQuerySet
from dialogue.meetings.models.questions import concerning
from priorities.goals.forms import GoalFilter
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayFilter, NearDayField, place
from strategy.records.forms import ClassifiedForm, RecordForm, lines, narrows
from strategy.records.models import MARKING
from strategy.records.owners import OwnerField

KIND_CHOICES = [
    (_("Dialog"), [kind for kind in Event.EventKind.choices if kind[0] in Event.DIALOGUE_KINDS]),
    (_("Samordning"), [kind for kind in Event.EventKind.choices if kind[0] not in Event.DIALOGUE_KINDS]),
]


class EventFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped library
    """What to show of the meetings. Every choice comes from the meetings that the person may see."""

    kind = django_filters.ChoiceFilter(label=_("Slag"), choices=KIND_CHOICES, empty_label=_("Alla slag"))
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
        return concerning(events, goal, self.user)

    def with_counterpart(self, events: EventQuerySet, name: str, counterpart: Counterpart) -> EventQuerySet:
        return events.with_counterpart(counterpart)

    @property
    def is_active(self) -> bool:
        return narrows(self.form, self.filters)


class EventForm(ClassifiedForm):
    """A meeting's facts. A meeting of one day needs no last day."""

    instance: Event
    side_by_side = (("kind", "level"), ("title", "series"), ("starts_on", "ends_on"), ("place", "country"))

    class Meta:
        model = Event
        fields = [
            "kind",
            "level",
            "title",
            "series",
            "starts_on",
            "ends_on",
            "place",
            "country",
            "participants",
            "owner",
            "registry_number",
            *MARKING,
        ]
        widgets = {"participants": lines(2)}
        field_classes = {"owner": OwnerField, "starts_on": NearDayField, "ends_on": NearDayField}
        help_texts = {
            "series": _("Till exempel SCPF. Möten av samma slag i samma serie visas tillsammans."),
            "ends_on": _("Lämna tomt för ett möte på en dag."),
            "participants": _("Skriv funktioner hellre än namn."),
            "country": _("Landet som dialogen gäller, om den gäller ett land."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("ends_on") and "ends_on" not in self.errors:
            cleaned["ends_on"] = cleaned.get("starts_on")
        return cleaned


class NextSessionForm(EventForm):
    """Of the series that it continues; its days are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].required = True


class EventTextsForm(RecordForm):
    """What was written after the meeting: how it went as a whole, and who took part."""

    instance: Event

    class Meta:
        model = Event
        fields = ["summary", "participants"]
        widgets = {"summary": lines(5), "participants": lines(2)}
        help_texts = {
            "summary": _("Två till fem meningar om mötet som helhet."),
            "participants": _("Skriv funktioner hellre än namn."),
        }
