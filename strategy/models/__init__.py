from strategy.models.invitations import Invitation
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
    "Invitation",
    "Job",
    "MandateArea",
    "Membership",
    "Organisation",
    "Paragraph",
    "Recipient",
    "Record",
    "Reference",
    "SecrecyProvision",
    "Section",
    "Step",
    "Strategy",
    "User",
]
