from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from dialogue.commitments.models import Commitment
from dialogue.instructions.models import Instruction
from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event
from reporting.assessments.material import Material

MOST_MEETINGS, MOST_PROMISES = 3, 5


@dataclass
class Ahead:
    """The next meeting, as somebody has it before them who has never been at one."""

    material: Material
    event: Event

    @cached_property
    def counterparts(self) -> list[Counterpart]:
        return list(self.material.own(Counterpart.objects).filter(event_counterparts__event=self.event).distinct())

    @cached_property
    def prepared(self) -> list[AgendaItemGoal]:
        prepared = self.material.own(AgendaItemGoal.objects).filter(agenda_item__event=self.event)
        return list(prepared.select_related("goal").order_by("agenda_item__order", "goal__order"))

    @cached_property
    def instruction(self) -> Instruction | None:
        """The latest version that its reader may see."""
        found: Instruction | None = self.material.own(Instruction.objects).to(self.event).first()
        return found

    @cached_property
    def promises(self) -> list[Commitment]:
        """Open ones of those who will be met."""
        met = [counterpart.pk for counterpart in self.counterparts]
        is_open = self.material.commitments.open_on(self.material.strategy.today()).filter(counterpart__in=met)
        by_day = is_open.select_related("counterpart", "strategy").order_by(F("due_on").asc(nulls_last=True), "pk")
        return list(by_day[:MOST_PROMISES])


def latest_meetings(material: Material) -> list[Event]:
    """That count as dialogue, the latest first."""
    held = material.events.dialogue().taken_place()
    return list(held.order_by("-starts_on", "-pk")[:MOST_MEETINGS])
