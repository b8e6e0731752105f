from dialogue.querysets.events import (
    AgendaItemGoalQuerySet,
    AgendaItemQuerySet,
    CounterpartQuerySet,
    EventCounterpartQuerySet,
    EventQuerySet,
)
from dialogue.querysets.interventions import CommitmentQuerySet, InterventionQuerySet
from dialogue.querysets.observations import AttachmentQuerySet, ObservationQuerySet, ObservationStepQuerySet

__all__ = [
    "AgendaItemGoalQuerySet",
    "AgendaItemQuerySet",
    "AttachmentQuerySet",
    "CommitmentQuerySet",
    "CounterpartQuerySet",
    "EventCounterpartQuerySet",
    "EventQuerySet",
    "InterventionQuerySet",
    "ObservationQuerySet",
    "ObservationStepQuerySet",
]
