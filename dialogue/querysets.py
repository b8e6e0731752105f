from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet

from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet, TextQuerySet

if TYPE_CHECKING:
    from dialogue.models import (
        AgendaItem,
        AgendaItemGoal,
        Attachment,
        Commitment,
        Counterpart,
        Event,
        EventCounterpart,
        Intervention,
        Observation,
        ObservationStep,
    )
    from strategy.models import User


class CounterpartQuerySet(TextQuerySet["Counterpart"]):
    """Counterparts are bodies and functions, not what was said; still only those with a part in dialogue see them."""

    def visible_to(self, user: "User") -> Self:
        holders = [holder for holder in user.memberships_today if holder.role in access.READERS[Kind.DIALOGUE]]
        return self.filter(access.readable(Kind.STRATEGY, holders), removed_at=None)


class EventQuerySet(RecordQuerySet["Event"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def dialogue(self) -> Self:
        """The kinds that count as dialogue with the organisation; the rest is coordination."""
        return self.filter(kind__in=self.model.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        """Begun within the period, both days included."""
        return self.filter(starts_on__range=(first, last))

    def meetings(self, first: date, last: date) -> Self:
        """*Meetings* of the key figures: held or minuted events that count as dialogue, in the period."""
        return self.dialogue().taken_place().in_period(first, last)

    def planned_from(self, day: date) -> Self:
        return self.filter(state="planned", ends_on__gte=day).order_by("starts_on", "pk")


class EventCounterpartQuerySet(RecordQuerySet["EventCounterpart"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemQuerySet(RecordQuerySet["AgendaItem"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemGoalQuerySet(RecordQuerySet["AgendaItemGoal"]):
    kind = Kind.DIALOGUE
    path = "agenda_item__event"

    def present(self) -> Self:
        return super().present().filter(agenda_item__removed_at=None)

    def unanswered(self) -> Self:
        """Neither raised nor marked as not raised: what keeps an event from being minuted."""
        event = F("agenda_item__event")
        raised = Q(goal__interventions__event=event, goal__interventions__removed_at=None)
        return self.filter(not_raised=False).exclude(
            pk__in=self.model._base_manager.filter(raised).values("pk")
        )


class InterventionQuerySet(RecordQuerySet["Intervention"]):
    """Each carries its effective marking, which is never weaker than the event's."""

    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def dialogue(self) -> Self:
        """In events that took place and count as dialogue: what coverage counts."""
        from dialogue.models import Event

        return self.filter(event__kind__in=Event.DIALOGUE_KINDS, event__state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(event__starts_on__range=(first, last))


class CommitmentQuerySet(RecordQuerySet["Commitment"]):
    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(Q(event=None) | Q(event__removed_at=None))

    def open_at_counterparts(self) -> Self:
        """*Open commitments* of the key figures: a counterpart's, state open."""
        return self.filter(owner="counterpart", state="open")

    def late_on(self, day: date) -> Self:
        return self.filter(state="open", due_on__lt=day)


class ObservationQuerySet(RecordQuerySet["Observation"]):
    kind = Kind.OBSERVATION

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(observed_on__range=(first, last))


class ObservationStepQuerySet(QuerySet["ObservationStep"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(
            access.readable(Kind.OBSERVATION, user.memberships_today, "observation"), observation__removed_at=None
        )


class AttachmentQuerySet(RecordQuerySet["Attachment"]):
    """Visible where its own marking allows it and what it belongs to is visible."""

    kind = Kind.DIALOGUE

    def visible_to(self, user: "User") -> Self:
        from dialogue.models import Event, Observation

        return self.present().filter(
            Q(event__in=Event.objects.visible_to(user)) & access.readable(Kind.DIALOGUE, user.memberships_today)
            | Q(observation__in=Observation.objects.visible_to(user)) & access.marking(user.memberships_today)
        )

    def visible_in(self, edition: Edition) -> Self:
        from dialogue.models import Event, Observation

        return self.present().filter(
            Q(event__in=Event.objects.visible_in(edition)) | Q(observation__in=Observation.objects.visible_in(edition)),
            access.includable(Kind.DIALOGUE, edition),
        )
