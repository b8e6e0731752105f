from strategy.querysets.entry import LetterRequestQuerySet, SessionManager
from strategy.querysets.people import (
    InvitationQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    UserManager,
    UserQuerySet,
    short_name_of,
)
from strategy.querysets.records import RecordQuerySet, StrategyQuerySet, TextQuerySet
from strategy.querysets.sending import DraftQuerySet, SendingQuerySet
from strategy.querysets.upkeep import AuditEntryQuerySet, DisposalDecisionQuerySet, JobQuerySet, RateWindowQuerySet

__all__ = [
    "AuditEntryQuerySet",
    "DisposalDecisionQuerySet",
    "DraftQuerySet",
    "InvitationQuerySet",
    "JobQuerySet",
    "LetterRequestQuerySet",
    "MembershipQuerySet",
    "OrganisationQuerySet",
    "RateWindowQuerySet",
    "RecordQuerySet",
    "SendingQuerySet",
    "SessionManager",
    "StrategyQuerySet",
    "TextQuerySet",
    "UserManager",
    "UserQuerySet",
    "short_name_of",
]
