from strategy.models.jobs import Job
from strategy.models.people import Membership, Organisation, User
from strategy.models.rates import RateWindow
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
    "MandateArea",
    "Membership",
    "Organisation",
    "Paragraph",
    "RateWindow",
    "Recipient",
    "Record",
    "Reference",
    "SecrecyProvision",
    "Section",
    "Step",
    "Strategy",
    "User",
]
