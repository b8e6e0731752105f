"""Questions about meetings that look into their agenda and at what was said there."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q

from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.events import EventCounterpart, EventQuerySet
from dialogue.meetings.models.interventions import Intervention
from priorities.goals.models import Goal
from strategy.people.models import User


def without_preparation(events: EventQuerySet) -> EventQuerySet:
    """Those for which no goal is prepared under any item of the agenda."""
    prepared = AgendaItemGoal.objects.present().filter(agenda_item__event=OuterRef("pk"))
    return events.filter(~Exists(prepared))


def concerning(events: EventQuerySet, goal: Goal, user: User) -> EventQuerySet:
    """Prepared for the goal, or with an intervention on it that this person may see."""
    prepared = AgendaItemGoal.objects.visible_to(user).filter(goal=goal)
    raised = Intervention.objects.visible_to(user).filter(goal=goal)
    return events.filter(Q(pk__in=prepared.values("agenda_item__event")) | Q(pk__in=raised.order_by().values("event")))


def with_parts_for(events: EventQuerySet, user: User) -> EventQuerySet:
    """Each with the counterparts and interventions that this person may see."""
    parts = EventCounterpart.objects.visible_to(user).select_related("counterpart")
    interventions = Intervention.objects.visible_to(user).select_related("goal", "counterpart", "agenda_item")
    return events.prefetch_related(
        Prefetch("event_counterparts", parts.order_by("counterpart__sort_key"), to_attr="visible_parts"),
        Prefetch("interventions", interventions.order_by("goal__order", "pk"), to_attr="visible_interventions"),
    )


def in_brief_for(events: EventQuerySet, user: User) -> EventQuerySet:
    """`with_parts_for`, as a list needs it: the names of the counterparts and the codes of the goals."""
    parts = EventCounterpart.objects.visible_to(user).annotate(name=F("counterpart__name"))
    interventions = Intervention.objects.visible_to(user).annotate(code=F("goal__code"))
    names = parts.order_by("counterpart__sort_key").only("event")
    codes = interventions.order_by("goal__order", "pk").only("event")
    return (
        events.select_related("owner")
        .defer("participants", "summary")
        .prefetch_related(
            Prefetch("event_counterparts", names, to_attr="visible_parts"),
            Prefetch("interventions", codes, to_attr="visible_interventions"),
        )
    )
