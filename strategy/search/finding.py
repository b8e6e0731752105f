"""Asking the index, the condition of access in the same query: what one may not see moves nothing that one sees."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, When

from strategy import access
from strategy.decision.models import Strategy, TextQuerySet
from strategy.people.models import User
from strategy.records.models import RecordQuerySet
from strategy.search import store
from strategy.search.index import searched, searched_models
from strategy.search.models import SearchEntry, SearchEntryQuerySet
from strategy.search.words import ANYWHERE, SEEN_AS_TYPED, TITLE, Mark, Question, Term, goal_token

MOST = 1000  # that are counted
RULED = (RecordQuerySet.visible_to, TextQuerySet.visible_to)
FOUND = (RecordQuerySet.findable_by, TextQuerySet.findable_by)


@dataclass(frozen=True)
class Narrowing:
    """What the hits are narrowed to. Without secret texts where they are shown as one types."""

    strategies: Collection[Strategy]
    kind: str = ""
    year: int | None = None
    goal: int | None = None
    without_secret: bool = False


class Found(NamedTuple):
    """An entry by its key, with what it stands for; `called`, whether its title is enough for the question."""

    pk: int
    kind: str
    key: int
    called: bool


@dataclass(frozen=True)
class Hits:
    """The first entries that there are, in order; `more` says that there are others still."""

    question: Question
    entries: Sequence[Found] = ()
    more: bool = False
    way: str = "all"  # how the words were met: all, unfinished or some

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(entry.kind for entry in self.entries)
        return {kind: counted[kind] for kind in searched_models() if counted[kind]}


def find(user: User, question: Question, narrowing: Narrowing) -> Hits:
    """With all words; else with the last for a beginning; else with some of them."""
    if question.is_empty or not narrowing.strategies:
        return Hits(question)
    visible = visible_entries(user, narrowing)
    unfinished = [Hits(question.unfinished, way="unfinished")] if question.unfinished != question else []
    for hits in [Hits(question), *unfinished, Hits(question, way="some")]:
        entries = first_entries(visible, hits, narrowing)
        if entries:
            return replace(hits, entries=entries[:MOST], more=len(entries) > MOST)
    return Hits(question)


def first_entries(visible: SearchEntryQuerySet, hits: Hits, narrowing: Narrowing) -> list[Found]:
    """Those whose title meets the question before the others, the newest first; one more than are counted."""
    titled, anywhere = (matching(hits, mark, narrowing) for mark in (TITLE, ANYWHERE))
    entries = visible.filter(anywhere).annotate(called=Case(When(titled, then=True), default=False))
    rows = entries.order_by("-called", "-pk").values_list("pk", "kind", "key", "called")
    return [Found(*row) for row in rows[: MOST + 1]]


def matching(hits: Hits, mark: Mark, narrowing: Narrowing) -> Q:
    asked = hits.question.clauses(mark)
    if hits.way == "some":
        asked = [[term for clause in asked for term in clause]]
    if narrowing.goal is not None:
        asked = [*asked, [Term(goal_token(narrowing.goal))]]
    if narrowing.without_secret:
        asked = [*asked, [Term(SEEN_AS_TYPED)]]
    met = Q(pk__in=store.matching(asked))
    for phrase in hits.question.phrases:
        called = Q(title__contains=f" {phrase} ")
        met &= called if mark is TITLE else called | Q(text__contains=f" {phrase} ")
    return met


def visible_entries(user: User, narrowing: Narrowing) -> SearchEntryQuerySet:
    """Those of things that this person may see: each is looked up as the pages of its kind do.

    Where they may see all of a kind nothing is looked up: what nobody may find is in no index.
    """
    kinds = [narrowing.kind] if narrowing.kind in searched_models() else list(searched_models())
    whole = [noun for noun in kinds if sees_all(user, noun, narrowing)]
    some = [Q(kind=noun) & Q(Exists(visible_things(user, noun))) for noun in kinds if noun not in whole]
    entries = SearchEntry.objects.filter(strategy__in=[strategy.pk for strategy in narrowing.strategies])
    if narrowing.year is not None:
        entries = entries.filter(day__range=(date(narrowing.year, 1, 1), date(narrowing.year, 12, 31)))
    if narrowing.without_secret:
        entries = entries.filter(is_secret=False)
    return entries.filter(reduce(or_, some, Q(kind__in=whole)))


def sees_all(user: User, noun: str, narrowing: Narrowing) -> bool:
    """Whether the table of access alone says who sees such a thing, and gives this person all that is indexed."""
    model: Any = searched_models()[noun]
    things, holders = type(model.objects.all()), user.memberships_today
    is_ruled = things.visible_to in RULED and things.findable_by in FOUND
    return is_ruled and all(
        access.reads_all(things.kind, holders, strategy.pk, searched(model).when) for strategy in narrowing.strategies
    )


def visible_things(user: User, noun: str) -> Any:
    model: Any = searched_models()[noun]
    return model.objects.findable_by(user).order_by().filter(pk=OuterRef("key"))
