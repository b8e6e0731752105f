"""Meetings, whom they were with, and their agenda."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Value,
    When,
)

from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet
from strategy.sorting import swedish_sort_key

if TYPE_CHECKING:
    from dialogue import models
    from dialogue.querysets.interventions import CommitmentQuerySet
    from priorities.models import Goal
    from strategy.models import User


class CounterpartQuerySet(RecordQuerySet["models.Counterpart"]):
    """Counterparts are bodies and functions, not what was said; still only those with a part in dialogue see them."""

    kind = Kind.COUNTERPART

    def visible_in(self, edition: Edition) -> Self:
        return self

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def met_by(self, user: "User") -> Self:
        """Those with a part in an event that this person may see; no other may show in a list of choices."""
        from dialogue.models import EventCounterpart

        return self.filter(Exists(EventCounterpart.objects.visible_to(user).filter(counterpart=OuterRef("pk"))))

    def party_to(self, commitments: "CommitmentQuerySet") -> Self:
        """Those who have promised something, or whom our own points concern."""
        return self.filter(pk__in=commitments.order_by().values("counterpart"))

    def those_at_first(self, event: "models.Event") -> Self:
        """The ones with a part in the event before all others."""
        from dialogue.models import EventCounterpart

        parts = EventCounterpart.objects.present().filter(event=event)
        there = Case(When(pk__in=parts.values("counterpart"), then=Value(0)), default=Value(1))
        return self.order_by(there, "sort_key")


class EventQuerySet(RecordQuerySet["models.Event"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def dialogue(self) -> Self:
        """The kinds that count as dialogue with the organisation; the rest is coordination."""
        return self.filter(kind__in=self.model.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(state__in=["held", "minuted"])

    def named(self) -> Self:
        """With name, days and place, and nothing more."""
        return self.only("title", "starts_on", "ends_on", "place", "effective_classification")

    def unminuted(self) -> Self:
        """Held, and nothing written of it yet."""
        return self.filter(state="held")

    def in_period(self, first: date, last: date) -> Self:
        """Begun within the period, both days included."""
        return self.filter(starts_on__range=(first, last))

    def meetings(self, first: date, last: date) -> Self:
        """*Meetings* of the key figures: held or minuted events that count as dialogue, in the period."""
        return self.dialogue().taken_place().in_period(first, last)

    def planned_from(self, day: date) -> Self:
        return self.filter(self.are_planned(day)).order_by("starts_on", "pk")

    def are_planned(self, day: date) -> Q:
        return Q(state="planned", ends_on__gte=day)

    def consultations(self) -> Self:
        """Consultations with the agencies, but for those called off; the next ones first, then the latest."""
        return self.filter(kind="organisation_consultation").exclude(state="cancelled").planned_first()

    def were_coming(self, day: date) -> Q:
        """What lay ahead on a day, by the dates alone: what has taken place since is taken for planned then."""
        return Q(state__in=["held", "minuted"], starts_on__gt=day) | self.are_planned(day)

    def without_preparation(self) -> Self:
        """Those for which no goal is prepared under any item of the agenda."""
        from dialogue.models import AgendaItemGoal

        prepared = AgendaItemGoal.objects.present().filter(agenda_item__event=OuterRef("pk"))
        return self.filter(~Exists(prepared))

    def countries(self) -> list[str]:
        """The countries that these concern, in alphabetical order."""
        found = self.exclude(country="").order_by().values_list("country", flat=True).distinct()
        return sorted(found, key=swedish_sort_key)

    def planned_first(self) -> Self:
        """What is planned in the order it comes, then everything else with the latest first."""
        coming = Case(When(state="planned", then=F("starts_on")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_on", "-pk")

    def concerning(self, goal: "Goal", user: "User") -> Self:
        """Prepared for the goal, or with an intervention on it that this person may see."""
        from dialogue.models import AgendaItemGoal, Intervention

        prepared = AgendaItemGoal.objects.visible_to(user).filter(goal=goal)
        raised = Intervention.objects.visible_to(user).filter(goal=goal)
        return self.filter(
            Q(pk__in=prepared.values("agenda_item__event")) | Q(pk__in=raised.order_by().values("event"))
        )

    def with_counterpart(self, counterpart: "models.Counterpart") -> Self:
        from dialogue.models import EventCounterpart

        parts = EventCounterpart.objects.present().filter(counterpart=counterpart)
        return self.filter(pk__in=parts.values("event"))

    def with_parts_for(self, user: "User") -> Self:
        """Each with the counterparts and interventions that this person may see."""
        from dialogue.models import EventCounterpart, Intervention

        parts = EventCounterpart.objects.visible_to(user).select_related("counterpart")
        interventions = Intervention.objects.visible_to(user).select_related("goal", "counterpart", "agenda_item")
        return self.prefetch_related(
            Prefetch("event_counterparts", parts.order_by("counterpart__sort_key"), to_attr="visible_parts"),
            Prefetch("interventions", interventions.order_by("goal__order", "pk"), to_attr="visible_interventions"),
        )

    def in_brief_for(self, user: "User") -> Self:
        """`with_parts_for`, as a list needs it: the names of the counterparts and the codes of the goals."""
        from dialogue.models import EventCounterpart, Intervention

        parts = EventCounterpart.objects.visible_to(user).annotate(name=F("counterpart__name"))
        interventions = Intervention.objects.visible_to(user).annotate(code=F("goal__code"))
        names = parts.order_by("counterpart__sort_key").only("event")
        codes = interventions.order_by("goal__order", "pk").only("event")
        return self.defer("participants", "summary", "report_home").prefetch_related(
            Prefetch("event_counterparts", names, to_attr="visible_parts"),
            Prefetch("interventions", codes, to_attr="visible_interventions"),
        )


class EventCounterpartQuerySet(RecordQuerySet["models.EventCounterpart"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemQuerySet(RecordQuerySet["models.AgendaItem"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemGoalQuerySet(RecordQuerySet["models.AgendaItemGoal"]):
    kind = Kind.DIALOGUE
    path = "agenda_item__event"

    def present(self) -> Self:
        return super().present().filter(agenda_item__removed_at=None)

    def unanswered(self) -> Self:
        """Neither raised nor marked as not raised: what keeps an event from being minuted."""
        event = F("agenda_item__event")
        raised = Q(goal__interventions__event=event, goal__interventions__removed_at=None)
        return self.filter(not_raised=False).exclude(pk__in=self.model._base_manager.filter(raised).values("pk"))
