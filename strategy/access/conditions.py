"""What a right may depend on: a condition on a record's fields, with what it is called.

A rule turns a holder (somebody's membership in a strategy) into a condition on the fields that every record of the
kind has: `strategy`, `effective_classification`, `state`, `author`, `organisation`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Protocol, cast

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from strategy.access.words import Audience, Classification, Role


class Holder(Protocol):
    """Somebody's membership, in force today. `strategy_id` is None for administrators: every strategy."""

    role: str
    strategy_id: int | None
    organisation_id: int | None
    user_id: int
    deputy_for_id: int | None  # the head's own membership, where this one stands in for it


Rule = Callable[[Holder], Q]

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING  # not an empty Q, which vanishes beside an or
SECRET = Q(effective_classification=Classification.SECRET)
NOT_SECRET_VALUES = [Classification.OPEN, Classification.WORKING]
NOT_SECRET = Q(effective_classification__in=NOT_SECRET_VALUES)
OPEN = Q(effective_classification=Classification.OPEN)
DRAFT = Q(state="draft")
SENT = Q(state="sent")
NOT_SENT = ~SENT
SUBMITTED = ~DRAFT
ACCEPTED = Q(state="accepted")
OF_ACCEPTED = Q(observation__state="accepted")
APPROVED = Q(state="approved")
NOT_APPROVED = ~APPROVED
RELEASED = Q(state="released")
NOT_RELEASED = ~RELEASED
OF_ACCOUNTS = Q(about_account=True)
OF_THE_MATERIAL = Q(about_account=False, is_private=False)  # drafts of observations are their writers' alone


@dataclass(frozen=True)
class Condition:
    """`name` is English, for documents; `words` say the same on pages."""

    name: str
    words: Promise | str
    rule: Rule

    def __and__(self, other: "Condition") -> "Condition":
        words = format_lazy("{}, {}", self.words, other.words)
        return Condition(f"{self.name}, {other.name}", words, lambda it: both(self.rule(it), other.rule(it)))


def always(condition: Q) -> Rule:
    return lambda holder: condition


def both(one: Q, other: Q) -> Q:
    """One and the other, without what says nothing."""
    if other == EVERYTHING:
        return one
    return other if one == EVERYTHING else one & other


def any_of(conditions: Iterable[Q]) -> Q:
    """Any of them; nothing where there are none."""
    found = list(conditions)
    return EVERYTHING if EVERYTHING in found else reduce(or_, found or [NOTHING])


# An instruction may have been marked secret since.
STILL_SHARED = Q(instruction=None) | Q(instruction__effective_classification__in=NOT_SECRET_VALUES)
IS_ANSWERED = ~Q(answered_at=None) & NOT_SECRET


def put_to_person(holder: Holder) -> Q:
    return Q(parties__person=holder.user_id) & STILL_SHARED


def put_to_organisation(holder: Holder) -> Q:
    """Never an instruction or a judgement under way, which are the ministry's own."""
    own = Q(parties__person=None, parties__organisation=holder.organisation_id)
    return own & Q(subject__in=["work_plan", "report"], audience__in=[Audience.AGENCIES, Audience.EXTERNAL])


def lines_of(organisation_id: int | None) -> Q:
    """Work plan lines that an organisation answers for or takes part in."""
    return (Q(responsible=organisation_id) | Q(participants=organisation_id)) & NOT_SECRET


UNCONDITIONALLY = Condition("", "", always(EVERYTHING))
UNLESS_SECRET = Condition("not secret", _("inte sekretessmarkerat"), always(NOT_SECRET))
IF_OPEN = Condition("open", _("offentliga"), always(OPEN))
IF_ACCEPTED = Condition("accepted", _("med i underlaget"), always(ACCEPTED))
IF_OF_ACCEPTED = Condition(
    "those of accepted ones", _("till observationer som är med i underlaget"), always(OF_ACCEPTED)
)
IF_CONTACT = Condition("contacts of the strategy", _("strategins kontaktpersoner"), always(Q(role=Role.CONTACT)))
IF_WRITER = Condition("the writer's own", _("det man själv har skrivit"), lambda holder: Q(author=holder.user_id))
IF_OWN = Condition(
    "own organisation's", _("den egna organisationens"), lambda holder: Q(organisation=holder.organisation_id)
)
IF_PUT_TO_OWN = Condition(
    "those put to own organisation",
    _("de som är ställda till den egna organisationen"),
    lambda holder: Q(organisations=holder.organisation_id) & SUBMITTED,
)
IF_WRITER_OR_SHARED = Condition(
    "the writer's own or shared with own organisation",
    _("det man själv skriver, och det som kollegor vid den egna organisationen delar"),
    lambda holder: Q(author=holder.user_id) | Q(organisation=holder.organisation_id, is_shared=True),
)
IF_OWN_LINE = Condition(
    "lines of own organisation, not secret",
    _("rader som den egna organisationen har del i, inte sekretessmarkerade"),
    lambda holder: lines_of(holder.organisation_id),
)
IF_ASKED = Condition("those put to oneself", _("de som man själv har fått"), put_to_person)
IF_ASKED_OUTSIDE = Condition(
    "work plans and reports put to own organisation",
    _("arbetsplaner och rapporter som den egna organisationen har fått"),
    put_to_organisation,
)
IF_OWN_OR_ANSWERED = Condition(
    "one's own; others' when they are answered",
    _("egna; andras när de är besvarade"),
    lambda holder: under("circulation", put_to_person(holder)) & (Q(author=holder.user_id) | IS_ANSWERED),
)
IF_OWN_OR_ANSWERED_OUTSIDE = Condition(
    "own organisation's; others' when they are answered",
    _("den egna organisationens; andras när de är besvarade"),
    lambda holder: (
        under("circulation", put_to_organisation(holder)) & (Q(organisation=holder.organisation_id) | IS_ANSWERED)
    ),
)
IF_GIVEN = Condition(
    "one's own and those given to one",
    _("de som man själv har lämnat eller fått"),
    lambda holder: Q(leaver=holder.user_id) | Q(receiver=holder.user_id),
)
# An agency's own copy may hold what that agency has marked secret.
UNLESS_OWN_COPY = Condition(
    "but for an agency's own copy", _("utom en myndighets egen utgåva"), always(Q(organisation=None))
)
IF_SENT_TO_OWN = Condition(
    "released to own organisation",
    _("expedierade till den egna organisationen"),
    lambda holder: Q(releases__organisation=holder.organisation_id),
)
# Whose accounts these are is asked by the log's own queryset.
OF_CONTACTS = Condition("the strategy's contacts'", _("strategins kontaktpersoners"), always(NOTHING))
# Asked of the thing itself, and not of its history: see `reading_history`.
OF_OWN_OBSERVATIONS = Condition(
    "own organisation's observations", _("den egna organisationens observationer"), always(EVERYTHING)
)


def within(holder: Holder, path: str) -> Q:
    return EVERYTHING if holder.strategy_id is None else under(path, Q(strategy=holder.strategy_id))


def under(path: str, condition: Q) -> Q:
    """The same condition seen from a record whose foreign key `path` leads to the one it speaks of."""
    if not path or condition in (EVERYTHING, NOTHING):
        return condition
    moved: list[Q | tuple[str, Any]] = []
    for child in condition.children:
        if isinstance(child, Q):
            moved.append(under(path, child))
        else:
            name, value = cast(tuple[str, Any], child)
            moved.append((f"{path}__{name}", value))
    return Q(*moved, _connector=condition.connector, _negated=condition.negated)
