"""The questions that the rest of the product asks of the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from strategy.access.conditions import (
    ACCEPTED,
    APPROVED,
    EVERYTHING,
    NOT_SECRET,
    NOTHING,
    OF_ACCEPTED,
    SENT,
    SUBMITTED,
    Holder,
    Rule,
    any_of,
    both,
    lines_of,
    under,
    within,
)
from strategy.access.table import GRANTABLE, OWN_OFFICE, TABLE, AccessRow
from strategy.access.words import Action, Audience, Classification, Kind, Role


@dataclass(frozen=True)
class Edition:
    """For whom a report is made; `organisation_id` names the agency of an agency's own copy."""

    audience: str
    organisation_id: int | None = None


def rule_of(rows: list[AccessRow], role: str, holder: Holder) -> Q:
    """What a role reads of the kind that these rows divide between them: what all of them give in full is the whole."""
    seen = [(row.when, row.cell(role).condition.rule(holder)) for row in rows if row.cell(role).action]
    if len(seen) == len(rows) > 1 and all(condition == EVERYTHING for _when, condition in seen):
        return EVERYTHING
    return any_of(both(when, condition) for when, condition in seen)


def readers(kind: Kind) -> dict[str, Rule]:
    rows = [row for row in TABLE if row.kind == kind]
    roles = [role.value for role in Role if any(row.cell(role).action for row in rows)]
    return {role: partial(rule_of, rows, role) for role in roles}


def those_who(action: Action, kind: Kind) -> frozenset[str]:
    return frozenset(role for row in TABLE if row.kind == kind for role, cell in row.cells if cell.action == action)


READERS: dict[Kind, dict[str, Rule]] = {kind: readers(kind) for kind in Kind}
WRITERS: dict[Kind, frozenset[str]] = {kind: those_who(Action.WRITE, kind) for kind in Kind}
APPROVERS: dict[Kind, frozenset[str]] = {kind: those_who(Action.APPROVE, kind) for kind in Kind}

# An edition holds only what has been settled, whatever its audience.
SETTLED: dict[Kind, Q] = {
    Kind.OBSERVATION: ACCEPTED,
    Kind.ADDITION: SUBMITTED & OF_ACCEPTED,
    Kind.ASSESSMENT: APPROVED,
    Kind.INSTRUCTION: SENT,
    Kind.REQUEST: SUBMITTED,
    Kind.ANSWER_PART: SUBMITTED,
}

# The public text of an approved assessment was written for everybody, unless the whole is secret.
PUBLIC_TEXT = APPROVED & NOT_SECRET & ~Q(public_text="")


def readable(kind: Kind, holders: Iterable[Holder], path: str = "") -> Q:
    """The condition for what these memberships may read together; `path` leads to the record that decides."""
    rules = [(holder, READERS[kind][holder.role]) for holder in holders if holder.role in READERS[kind]]
    return any_of(both(within(holder, path), under(path, rule(holder))) for holder, rule in rules)


def reads_all(kind: Kind, holders: Iterable[Holder], strategy_id: int | None, among: Q = EVERYTHING) -> bool:
    """Whether one of these memberships reads all there is of a kind in a strategy, or all that meets `among`."""
    return any(
        holder.role in READERS[kind]
        and holder.strategy_id in (None, strategy_id)
        and READERS[kind][holder.role](holder) in (EVERYTHING, among)
        for holder in holders
    )


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
    """What an agency's own copy holds besides: what it was asked and wrote, and its own lines of the work plan."""
    if organisation_id is None:
        return NOTHING
    own = {
        Kind.OBSERVATION: Q(organisation=organisation_id),
        Kind.ADDITION: Q(organisation=organisation_id),
        Kind.ANSWER_PART: Q(organisation=organisation_id),
        Kind.REQUEST: Q(organisations=organisation_id),
        Kind.WORK_PLAN: lines_of(organisation_id),
    }
    return own.get(kind, NOTHING)


def may(action: Action, kind: Kind, holders: Iterable[Holder], strategy_id: int | None) -> bool:
    """Whether somebody with these memberships may do this to records of a kind in a strategy; None for what is in no
    strategy.
    """
    roles: dict[Action, Iterable[str]] = {
        Action.READ: READERS[kind],
        Action.WRITE: WRITERS[kind],
        Action.APPROVE: APPROVERS[kind],
    }
    return any(
        holder.role in roles[action]
        and holder.strategy_id in (None, strategy_id)
        and (holder.deputy_for_id is None or (action, kind) not in OWN_OFFICE)
        for holder in holders
    )


def may_grant(role: str, holders: Iterable[Holder], strategy_id: int | None) -> bool:
    """Whether somebody with these memberships may give the role to others in a strategy, or end it."""
    return any(
        role in GRANTABLE.get(holder.role, ()) and holder.strategy_id in (None, strategy_id) for holder in holders
    )


def reading_history(holders: Iterable[Holder], kind: Kind) -> list[Holder]:
    """Those of the memberships by which somebody may read who changed what; a contact's hold for observations alone."""
    return [
        holder
        for holder in holders
        if holder.role in READERS[Kind.HISTORY] and (holder.role != Role.CONTACT or kind == Kind.OBSERVATION)
    ]


def marking(holders: Iterable[Holder]) -> Q:
    """The condition on a child's own marking, where its parent is already known to be readable."""
    return any_of(
        both(within(holder, ""), NOT_SECRET if holder.role == Role.READER else EVERYTHING) for holder in holders
    )
