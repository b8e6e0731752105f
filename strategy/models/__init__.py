from strategy.models.entry import LetterRequest, Session
from strategy.models.jobs import Job
from strategy.models.people import Membership, Organisation, User
from strategy.models.records import Classified, Record, SecrecyProvision, Step
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
    "Amendment",
    "Classified",
    "Footnote",
    "Job",
    "LetterRequest",
    "MandateArea",
    "Membership",
    "Organisation",
    "Paragraph",
    "Recipient",
    "Record",
    "Reference",
    "SecrecyProvision",
    "Section",
    "Session",
    "Step",
    "Strategy",
    "User",
]
