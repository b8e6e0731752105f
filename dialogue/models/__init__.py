from dialogue.models.events import AgendaItem, AgendaItemGoal, Counterpart, Event, EventCounterpart
from dialogue.models.interventions import Commitment, Intervention
from dialogue.models.observations import Attachment, Observation, ObservationStep

__all__ = [
    "AgendaItem",
    "AgendaItemGoal",
    "Attachment",
    "Commitment",
    "Counterpart",
    "Event",
    "EventCounterpart",
    "Intervention",
    "Observation",
    "ObservationStep",
]
