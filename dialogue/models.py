"""For Django, which looks for an app's models here; each stands in its room."""

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.decisions.models import DecisionDraft
from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.additions import Addition, ObservationReading
from dialogue.observations.models import Observation, ObservationStep
from dialogue.observations.sets import ObservationSet
from dialogue.reports_home.models import Passage
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart, RequestReading

__all__ = [
    "Addition",
    "AgendaItem",
    "AgendaItemGoal",
    "Answer",
    "AnswerPart",
    "Attachment",
    "Commitment",
    "Counterpart",
    "DecisionDraft",
    "Event",
    "EventCounterpart",
    "Instruction",
    "InstructionGoal",
    "Intervention",
    "Observation",
    "ObservationReading",
    "ObservationSet",
    "ObservationStep",
    "Passage",
    "ReportHome",
    "Request",
    "RequestReading",
]
