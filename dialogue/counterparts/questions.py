"""What one person may see of a counterpart."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.meetings.models.events import Counterpart, CounterpartQuerySet, Event, EventQuerySet
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.positions import Position, positions
from strategy.people.models import User


def known_to(user: User) -> CounterpartQuerySet:
    """Those that something this person may see tells of: no other is there at all."""
    visible = Counterpart.objects.visible_to(user)
    spoken = Intervention.objects.visible_to(user).filter(counterpart=OuterRef("pk"))
    promised = Commitment.objects.visible_to(user).filter(counterpart=OuterRef("pk"))
    return visible.met_by(user) | visible.filter(Exists(spoken)) | visible.filter(Exists(promised))


@dataclass
class Dealings:
    """What was said with a counterpart, what it has promised, and when it is met."""

    counterpart: Counterpart
    user: User

    @cached_property
    def positions(self) -> list[Position]:
        return positions(Intervention.objects.visible_to(self.user).filter(counterpart=self.counterpart))

    @cached_property
    def promises(self) -> CommitmentQuerySet:
        """Its own, the late ones first."""
        own = Commitment.objects.visible_to(self.user).of_counterparts().filter(counterpart=self.counterpart)
        return own.with_parts().late_first(self.counterpart.strategy.today())

    @property
    def first_promises(self) -> list[Commitment]:
        return list(self.promises[:MOST_PROMISES])

    @property
    def has_more_promises(self) -> bool:
        return self.kept["all"] > MOST_PROMISES

    @cached_property
    def kept(self) -> dict[str, int]:
        return self.promises.counts_on(self.counterpart.strategy.today())

    @property
    def meetings(self) -> EventQuerySet:
        met = Event.objects.visible_to(self.user).with_counterpart(self.counterpart)
        return met.exclude(state=Event.State.CANCELLED)

    @cached_property
    def next_meeting(self) -> Event | None:
        return self.meetings.planned_from(self.counterpart.strategy.today()).first()

    @cached_property
    def latest_meetings(self) -> list[Event]:
        return list(self.meetings.taken_place().named().order_by("-starts_on", "-pk")[:MOST])


MOST, MOST_PROMISES = 10, 12
