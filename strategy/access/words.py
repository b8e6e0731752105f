"""The words that rules are written in: who, what, how freely, for whom."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    OFFICER = "officer", _("handläggare")
    HEAD = "head", _("enhetschef")
    DELEGATION = "delegation", _("delegation")
    READER = "reader", pgettext_lazy("role", "läsare")
    CONTACT = "contact", _("kontaktperson")
    ADMIN = "admin", _("administratör")


class Classification(TextChoices):
    """How freely a text may travel, from the freest to the strictest."""

    OPEN = "open", _("offentlig")
    WORKING = "working", _("arbetsmaterial")
    SECRET = "secret", _("sekretessmarkerad")

    @classmethod
    def strictest(cls, *values: str) -> "Classification":
        return cls(max(values, key=cls.values.index))

    def is_lowered_to(self, other: str) -> bool:
        """Whether `other` lets the text travel more freely."""
        order = Classification.values
        return order.index(other) < order.index(self.value)


class Audience(TextChoices):
    INTERNAL = "internal", pgettext_lazy("audience", "intern")
    INTERNAL_SECRET = "internal-secret", pgettext_lazy("audience", "intern med sekretess")
    AGENCIES = "agencies", pgettext_lazy("audience", "samrådskretsen")
    EXTERNAL = "external", pgettext_lazy("audience", "extern")


class Kind(StrEnum):
    """What the table speaks of."""

    STRATEGY = "strategy"  # its text, focus areas, goals
    DECISION_DRAFT = "decision draft"  # what is found in the text of the next strategy, until it is confirmed
    MEMBERSHIP = "membership"  # accounts and invitations
    COUNTERPART = "counterpart"
    DIALOGUE = "dialogue"  # events, interventions, commitments
    KEY_MESSAGE = "key message"  # what to say on a goal, and what not
    INSTRUCTION = "instruction"  # Sweden's line for one meeting
    OBSERVATION = "observation"
    OBSERVATION_STEP = "observation step"  # what contact and reviewers said to each other
    ADDITION = "addition"  # to an observation that was sent
    REQUEST = "request"  # questions to agencies and missions
    ANSWER = "answer"  # who has been asked, and who has answered
    ANSWER_PART = "answer part"  # what they say
    ROUND = "round"
    ASSESSMENT = "assessment"  # with overall judgements
    ASSESSMENT_STEP = "assessment step"  # what was said on the way to a judgement
    INDICATOR = "indicator"
    FUNDING = "funding"  # measurements, contributions, postings
    FRAMEWORK = "framework"  # other people's yardsticks, and what stands in them
    CROSSWALK = "crosswalk"  # which goals are about the same
    WORK_PLAN = "work plan"
    WORK_PLAN_REPORT = "work plan report"  # how a line goes, told by whoever does it
    WORK_PLAN_PROPOSAL = "work plan proposal"  # a line, or another day for one, that others ask for
    WORK_PLAN_VERSION = "work plan version"
    WORK_PLAN_LINE = "work plan line"  # a line as it was adopted
    REPORT = "report"
    CIRCULATION = "circulation"  # what is shared for comments, as it stood then
    COMMENT = "comment"  # what is said of it
    REGISTRY = "registry"  # what lacks a registry number
    DISCLOSURE = "disclosure"  # requests to have official documents disclosed, and what was decided
    HISTORY = "history"  # who changed what in a thing
    BIN = "bin"
    BIN_COUNTS = "bin counts"  # how much of each kind lies there, and nothing of what
    DEPUTY = "deputy"  # who stands in for a head, and when
    LOG = "log"  # who did what to which thing, and when
    DISPOSAL = "disposal"  # what is removed for good, under which decision
    HANDOVER = "handover"  # what somebody gave over to another, as it stood that day
    DISPOSAL_COUNTS = "disposal counts"  # how much of each kind went, and nothing of what


class Action(StrEnum):
    READ = "read"
    WRITE = "write"
    APPROVE = "approve"
