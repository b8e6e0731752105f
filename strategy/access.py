"""Who may see and do what: the table of `docs/access.md`, kept in code this once.

Nothing here imports a model. A rule turns a holder (somebody's membership in a strategy) into a condition
on the fields that every record of the kind has: `strategy`, `effective_classification`, `state`, `author`,
`organisation`. Every queryset applies it through `visible_to(user)` and, for reports, `visible_in(edition)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, cast

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    OFFICER = "officer", _("handläggare")
    HEAD = "head", _("enhetschef")
    DELEGATION = "delegation", _("delegation")
    READER = "reader", _("läsare")
    CONTACT = "contact", _("kontaktperson")
    ADMIN = "admin", _("administratör")


# Whose sign-in rests on more than a password, where the setting REQUIRE_MFA says so.
SECOND_FACTOR_ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.DELEGATION, Role.ADMIN})


class Classification(TextChoices):
    """How freely a text may travel, from the freest to the strictest."""

    OPEN = "open", _("offentlig")
    WORKING = "working", _("arbetsmaterial")
    SECRET = "secret", _("sekretessmarkerad")

    @classmethod
    def strictest(cls, *values: str) -> "Classification":
        return cls(max(values, key=cls.values.index))


class Audience(TextChoices):
    INTERNAL = "internal", pgettext_lazy("audience", "intern")
    INTERNAL_SECRET = "internal-secret", pgettext_lazy("audience", "intern med sekretess")
    AGENCIES = "agencies", pgettext_lazy("audience", "samrådskretsen")
    EXTERNAL = "external", pgettext_lazy("audience", "extern")


class Kind(StrEnum):
    """The rows of the table."""

    STRATEGY = "strategy"  # its text, focus areas, goals
    MEMBERSHIP = "membership"  # accounts and invitations
    COUNTERPART = "counterpart"
    DIALOGUE = "dialogue"  # events, interventions, commitments
    OBSERVATION = "observation"
    OBSERVATION_STEP = "observation step"  # what contact and reviewers said to each other
    ROUND = "round"
    ASSESSMENT = "assessment"  # with overall judgements
    ASSESSMENT_STEP = "assessment step"  # what was said on the way to a judgement
    INDICATOR = "indicator"
    FUNDING = "funding"  # measurements, contributions, postings
    WORK_PLAN = "work plan"
    WORK_PLAN_VERSION = "work plan version"
    WORK_PLAN_LINE = "work plan line"  # a line as it was adopted
    REPORT = "report"
    HISTORY = "history"  # who changed what in a thing
    BIN = "bin"
    BIN_COUNTS = "bin counts"  # how much of each kind lies there, and nothing of what


class Action(StrEnum):
    READ = "read"
    WRITE = "write"
    APPROVE = "approve"


class Holder(Protocol):
    """Somebody's membership, in force today. `strategy_id` is None for administrators: every strategy."""

    role: str
    strategy_id: int | None
    organisation_id: int | None
    user_id: int


@dataclass(frozen=True)
class Edition:
    """For whom a report is made; `organisation_id` names the agency of an agency's own copy."""

    audience: str
    organisation_id: int | None = None


Rule = Callable[[Holder], Q]

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING  # not an empty Q, which vanishes beside an or
NOT_SECRET = Q(effective_classification__in=[Classification.OPEN, Classification.WORKING])
SUBMITTED = ~Q(state="draft")
ACCEPTED = Q(state="accepted")
APPROVED = Q(state="approved")
RELEASED = Q(state="released")
NO_OWN_COPY = Q(organisation=None)  # an agency's own copy may hold what that agency has marked secret


def always(condition: Q) -> Rule:
    return lambda holder: condition


def own_observations(holder: Holder) -> Q:
    """What the contact's organisation has submitted, and the contact's own drafts."""
    return Q(organisation=holder.organisation_id) & SUBMITTED | Q(author=holder.user_id, state="draft")


def contacts_of_the_strategy(holder: Holder) -> Q:
    return Q(role=Role.CONTACT)


def released_to_own_organisation(holder: Holder) -> Q:
    return RELEASED & Q(releases__organisation=holder.organisation_id)


def lines_of_own_organisation(holder: Holder) -> Q:
    """Work plan lines that the contact's organisation answers for or takes part in."""
    return lines_of(holder.organisation_id)


def lines_of(organisation_id: int | None) -> Q:
    return (Q(responsible=organisation_id) | Q(participants=organisation_id)) & NOT_SECRET


READERS: dict[Kind, dict[str, Rule]] = {
    Kind.STRATEGY: dict.fromkeys(Role.values, always(EVERYTHING)),
    Kind.MEMBERSHIP: {
        Role.OFFICER: contacts_of_the_strategy,
        Role.HEAD: contacts_of_the_strategy,
        Role.ADMIN: always(EVERYTHING),
    },
    Kind.DIALOGUE: {
        Role.OFFICER: always(EVERYTHING),
        Role.HEAD: always(EVERYTHING),
        Role.DELEGATION: always(EVERYTHING),
        Role.READER: always(NOT_SECRET),
    },
    Kind.OBSERVATION: {
        Role.OFFICER: always(SUBMITTED),
        Role.HEAD: always(SUBMITTED),
        Role.DELEGATION: always(ACCEPTED),
        Role.READER: always(ACCEPTED & NOT_SECRET),
        Role.CONTACT: own_observations,
    },
    Kind.WORK_PLAN: {
        Role.OFFICER: always(EVERYTHING),
        Role.HEAD: always(EVERYTHING),
        Role.DELEGATION: always(EVERYTHING),
        Role.READER: always(NOT_SECRET),
        Role.CONTACT: lines_of_own_organisation,
    },
    Kind.ASSESSMENT: {
        Role.OFFICER: always(EVERYTHING),
        Role.HEAD: always(EVERYTHING),
        Role.DELEGATION: always(APPROVED & NOT_SECRET),
        Role.READER: always(APPROVED & NOT_SECRET),
    },
    Kind.REPORT: {
        Role.OFFICER: always(EVERYTHING),
        Role.HEAD: always(EVERYTHING),
        Role.DELEGATION: always(RELEASED),
        Role.READER: always(RELEASED & NO_OWN_COPY),
        Role.CONTACT: released_to_own_organisation,
    },
}

READERS |= {
    Kind.COUNTERPART: dict.fromkeys(READERS[Kind.DIALOGUE], always(EVERYTHING)),
    Kind.INDICATOR: dict.fromkeys(READERS[Kind.DIALOGUE], always(EVERYTHING)),
    Kind.FUNDING: READERS[Kind.DIALOGUE],
    Kind.WORK_PLAN_VERSION: dict.fromkeys(READERS[Kind.DIALOGUE], always(EVERYTHING)),
    Kind.WORK_PLAN_LINE: READERS[Kind.DIALOGUE],
    Kind.HISTORY: {
        Role.OFFICER: always(EVERYTHING),
        Role.HEAD: always(EVERYTHING),
        Role.CONTACT: own_observations,
    },
    Kind.BIN: dict.fromkeys([Role.OFFICER, Role.HEAD], always(EVERYTHING)),
    Kind.BIN_COUNTS: dict.fromkeys([Role.OFFICER, Role.HEAD, Role.ADMIN], always(EVERYTHING)),
    Kind.ROUND: dict.fromkeys(READERS[Kind.ASSESSMENT], always(EVERYTHING)),
    Kind.OBSERVATION_STEP: {role: READERS[Kind.OBSERVATION][role] for role in (Role.OFFICER, Role.HEAD, Role.CONTACT)},
    Kind.ASSESSMENT_STEP: {role: READERS[Kind.ASSESSMENT][role] for role in (Role.OFFICER, Role.HEAD)},
}

WRITERS: dict[Kind, frozenset[str]] = {
    Kind.STRATEGY: frozenset({Role.OFFICER, Role.ADMIN}),
    Kind.MEMBERSHIP: frozenset({Role.OFFICER, Role.HEAD, Role.ADMIN}),
    Kind.DIALOGUE: frozenset({Role.OFFICER, Role.DELEGATION}),
    Kind.OBSERVATION: frozenset({Role.CONTACT}),
    Kind.ASSESSMENT: frozenset({Role.OFFICER}),
    Kind.INDICATOR: frozenset({Role.OFFICER}),
    Kind.FUNDING: frozenset({Role.OFFICER}),
    Kind.WORK_PLAN: frozenset({Role.OFFICER}),
    Kind.REPORT: frozenset({Role.OFFICER}),
    Kind.BIN: frozenset({Role.OFFICER}),  # restores
}

APPROVERS: dict[Kind, frozenset[str]] = {
    Kind.OBSERVATION: frozenset({Role.OFFICER}),  # accepts, declines, asks for more
    Kind.ASSESSMENT: frozenset({Role.HEAD}),
    Kind.WORK_PLAN: frozenset({Role.HEAD}),  # adopts a version
    Kind.REPORT: frozenset({Role.HEAD}),  # and releases
}

# An edition holds only what has been settled, whatever its audience.
SETTLED: dict[Kind, Q] = {Kind.OBSERVATION: ACCEPTED, Kind.ASSESSMENT: APPROVED}

# The public text of an approved assessment was written for everybody, unless the whole is secret.
PUBLIC_TEXT = APPROVED & NOT_SECRET & ~Q(public_text="")


def readable(kind: Kind, holders: Iterable[Holder], path: str = "") -> Q:
    """The condition for what these memberships may read together; `path` leads to the record that decides."""
    condition = NOTHING
    for holder in holders:
        rule = READERS[kind].get(holder.role)
        if rule is not None:
            condition |= within(holder, path) & under(path, rule(holder))
    return condition


def includable(kind: Kind, edition: Edition, path: str = "") -> Q:
    """The condition for what may stand in a report's edition (rule 2 of the domain)."""
    openly = Q(effective_classification=Classification.OPEN)
    shared = Q(effective_classification=Classification.WORKING, shared_with_agencies=True)
    marking = {
        Audience.INTERNAL: NOT_SECRET,
        Audience.INTERNAL_SECRET: EVERYTHING,
        Audience.AGENCIES: openly | shared | own_copy(kind, edition.organisation_id),
        Audience.EXTERNAL: openly,
    }[Audience(edition.audience)]
    return under(path, SETTLED.get(kind, EVERYTHING) & marking)


def own_copy(kind: Kind, organisation_id: int | None) -> Q:
    """What an agency's own copy holds besides: what it wrote itself, and its own lines of the work plan."""
    if organisation_id is None:
        return NOTHING
    own = {Kind.OBSERVATION: Q(organisation=organisation_id), Kind.WORK_PLAN: lines_of(organisation_id)}
    return own.get(kind, NOTHING)


def may(action: Action, kind: Kind, holders: Iterable[Holder], strategy_id: int) -> bool:
    """Whether somebody with these memberships may do this to records of a kind in a strategy."""
    roles: dict[Action, Iterable[str]] = {
        Action.READ: READERS[kind],
        Action.WRITE: WRITERS.get(kind, ()),
        Action.APPROVE: APPROVERS.get(kind, ()),
    }
    return any(holder.role in roles[action] and holder.strategy_id in (None, strategy_id) for holder in holders)


def reading_history(holders: Iterable[Holder], kind: Kind) -> list[Holder]:
    """Those of the memberships by which somebody may read who changed what; a contact's hold for observations alone."""
    return [
        holder
        for holder in holders
        if holder.role in READERS[Kind.HISTORY] and (holder.role != Role.CONTACT or kind == Kind.OBSERVATION)
    ]


def marking(holders: Iterable[Holder]) -> Q:
    """The condition on a child's own marking, where its parent is already known to be readable."""
    condition = NOTHING
    for holder in holders:
        condition |= within(holder, "") & (NOT_SECRET if holder.role == Role.READER else EVERYTHING)
    return condition


def within(holder: Holder, path: str) -> Q:
    return EVERYTHING if holder.strategy_id is None else under(path, Q(strategy=holder.strategy_id))


def under(path: str, condition: Q) -> Q:
    """The same condition seen from a record whose foreign key `path` leads to the one it speaks of."""
    if not path:
        return condition
    moved: list[Q | tuple[str, Any]] = []
    for child in condition.children:
        if isinstance(child, Q):
            moved.append(under(path, child))
        else:
            name, value = cast(tuple[str, Any], child)
            moved.append((f"{path}__{name}", value))
    return Q(*moved, _connector=condition.connector, _negated=condition.negated)
