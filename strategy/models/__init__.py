from strategy.models.audit import AuditEntry, Through, Verb
from strategy.models.disposal import DisposalDecision
from strategy.models.entry import LetterRequest, Session
from strategy.models.invitations import Invitation
from strategy.models.jobs import Job
from strategy.models.people import Membership, Organisation, User
from strategy.models.rates import RateWindow
from strategy.models.records import GROUND, MARKING, Classified, Record, Registrable, SecrecyProvision, Sighted, Step
from strategy.models.sending import Draft, Sending
from strategy.models.strategy import (
    Amendment,
    Footnote,
    MandateArea,
    Paragraph,
    Recipient,
    Reference,
    Section,
    Strategy,
)

__all__ = [
    "GROUND",
    "MARKING",
    "Amendment",
    "AuditEntry",
    "Classified",
    "DisposalDecision",
    "Draft",
    "Footnote",
    "Invitation",
    "Job",
    "LetterRequest",
    "MandateArea",
    "Membership",
    "Organisation",
    "Paragraph",
    "RateWindow",
    "Recipient",
    "Record",
    "Reference",
    "Registrable",
    "SecrecyProvision",
    "Section",
    "Sending",
    "Session",
    "Sighted",
    "Step",
    "Strategy",
    "Through",
    "User",
    "Verb",
]
