"""Gathers the tables of the rooms, for Django."""

from strategy.accounts.entry.models import LetterRequest, Session
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import (
    Amendment,
    Footnote,
    MandateArea,
    Paragraph,
    Recipient,
    Reference,
    Section,
    Strategy,
)
from strategy.jobs.models import Job
from strategy.notices.models import Letter, Notice, NoticeChoice
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log.models import AuditEntry
from strategy.records.models import SecrecyProvision
from strategy.search.models import SearchEntry
from strategy.sending.models import Draft, Sending
from strategy.web.models import KeptFilter, RateWindow

__all__ = [
    "Amendment",
    "AuditEntry",
    "Draft",
    "Footnote",
    "Invitation",
    "Job",
    "KeptFilter",
    "Letter",
    "LetterRequest",
    "MandateArea",
    "Membership",
    "Notice",
    "NoticeChoice",
    "Organisation",
    "Paragraph",
    "RateWindow",
    "Recipient",
    "Reference",
    "SearchEntry",
    "SecrecyProvision",
    "Section",
    "Sending",
    "Session",
    "Strategy",
    "User",
]
