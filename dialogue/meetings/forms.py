from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart, EventQuerySet
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.questions import concerning
from priorities.goals.forms import GoalField, GoalFilter
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayFilter, NearDayField, place
from strategy.records.forms import ClassifiedForm, RecordForm, in_a_row, lines, narrows
from strategy.records.models import MARKING
from strategy.texts.fields import WrittenLineField

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
    side_by_side = (("kind", "level"), ("starts_on", "ends_on"), ("place", "country"))

    class Meta:
        model = Event
        fields = [
            "kind",
            "level",
            "title",
            "starts_on",
            "ends_on",
            "place",
            "country",
            "participants",
            "registry_number",
            *MARKING,
        ]
        widgets = {"participants": lines(2)}
        field_classes = {"starts_on": NearDayField, "ends_on": NearDayField}
        help_texts = {
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


class EventTextsForm(RecordForm):
    """What was written after the meeting: the summary, and the report home as it was pasted."""

    instance: Event

    class Meta:
        model = Event
        fields = ["summary", "report_home"]
        widgets = {"summary": lines(5), "report_home": lines(14)}
        help_texts = {
            "summary": _("Två till fem meningar om mötet som helhet."),
            "report_home": _("Klistra in den som den kom. Den ligger kvar bredvid när du tar isär den mål för mål."),
        }


class EventCounterpartForm(RecordForm):
    instance: EventCounterpart

    class Meta:
        model = EventCounterpart
        fields = ["counterpart", "represented_by"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counterpart"] = counterpart_field(self.instance.event, user, required=True)


class NewCounterpartForm(RecordForm):
    """A counterpart that the register lacks, made together with its part in the meeting."""

    instance: Counterpart
    side_by_side = (("kind", "party", "country"),)
    represented_by = WrittenLineField(label=_("Företrädd av"), max_length=300, required=False)

    class Meta:
        model = Counterpart
        fields = ["name", "kind", "party", "country"]
        help_texts = {"name": _("Ett organ eller en funktion, aldrig en persons namn.")}


class AgendaItemForm(RecordForm):
    instance: AgendaItem
    side_by_side = (("number", "document_symbol"),)

    class Meta:
        model = AgendaItem
        fields = ["number", "document_symbol", "title"]
        help_texts = {"document_symbol": _("Till exempel C/112/6.")}


class PreparedGoalForm(RecordForm):
    instance: AgendaItemGoal

    class Meta:
        model = AgendaItemGoal
        fields = ["goal", "message"]
        widgets = {"message": lines(4)}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"] = goal_field(self.instance.strategy_id, user)


class InterventionForm(ClassifiedForm):
    instance: Intervention
    side_by_side = (("goal", "agenda_item"), ("carried_by", "counterpart"))
    needed_for = {"lean": _("krävs när det finns ett svar")}

    class Meta:
        model = Intervention
        fields = [
            "goal",
            "agenda_item",
            "message",
            "carried_by",
            "counterpart",
            "response",
            "lean",
            *MARKING,
        ]
        widgets = {"message": lines(4), "response": lines(4), "lean": in_a_row()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        self.explain_inherited(event.get_effective_classification_display())
        self.fields["goal"] = goal_field(event.strategy_id, user)
        self.fields["counterpart"] = counterpart_field(event, user, required=False)
        self.fields["agenda_item"] = forms.ModelChoiceField(
            AgendaItem.objects.visible_to(user).filter(event=event), label=_("Punkt"), required=False
        )
        self.fields["lean"].required = False
        if self.initial.get("lean") == Intervention.Lean.NONE:  # is not chosen in advance: an answer may be written
            self.initial["lean"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lean = cleaned.get("lean")
        if cleaned.get("response") and not lean:
            self.add_error("lean", _("Ange åt vilket håll svaret lutar."))
        elif cleaned.get("response") and lean == Intervention.Lean.NONE:
            self.add_error("lean", _("Ett svar är inskrivet. Ange åt vilket håll det lutar, eller töm fältet Svar."))
        elif not lean:
            cleaned["lean"] = Intervention.Lean.NONE
        return cleaned


def goal_field(strategy_id: int, user: User) -> GoalField:
    return GoalField(Goal.objects.visible_to(user).of(strategy_id), label=_("Mål"), empty_label=_("Välj mål"))


def counterpart_field(event: Event, user: User, *, required: bool) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Those at the meeting stand first."""
    counterparts = Counterpart.objects.visible_to(user).of(event.strategy_id)
    return forms.ModelChoiceField(
        counterparts.those_at_first(event), label=_("Motpart"), required=required, empty_label=_("Välj motpart")
    )
