from strategy.models.jobs import Job
from strategy.models.people import Membership, Organisation, User
from strategy.models.records import Classified, Record, Registrable, SecrecyProvision, Step
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
    "MandateArea",
    "Membership",
    "Organisation",
    "Paragraph",
    "Recipient",
    "Record",
    "Reference",
    "Registrable",
    "SecrecyProvision",
    "Section",
    "Step",
    "Strategy",
    "User",
]
