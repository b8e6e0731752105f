"""Asking the index, the condition of access in the same query: what one may not see moves nothing that one sees."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from strategy.access.conditions import NOT_SECRET
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.kinds import RecordKind, naming_ties
from strategy.records.models import Classified, Record
from strategy.search import store
from strategy.search.index import searched_models
from strategy.search.models import SearchEntry, SearchEntryQuerySet
from strategy.search.words import ANYWHERE, TITLE, Mark, Question, Term, goal_token

MOST = 1000  # that are counted


@dataclass(frozen=True)
class Narrowing:
    """What the hits are narrowed to. Without secret texts where they are shown as one types."""

    strategies: Collection[Strategy]
    kind: str = ""
    year: int | None = None
    goal: int | None = None
    without_secret: bool = False


Key = tuple[str, int]


@dataclass(frozen=True)
class Hits:
    """The first that there are, in order, by kind and key; `more` says that there are others still."""

    question: Question
    keys: Sequence[Key] = ()
    more: bool = False
    way: str = "all"  # how the words were met: all, unfinished or some
    years: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(kind for kind, _key in self.keys)
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
            keys = [(kind, key) for kind, key, _day in entries[:MOST]]
            return replace(hits, keys=keys, more=len(entries) > MOST, years=years_of(entries[:MOST]))
    return Hits(question)


def years_of(entries: Iterable[tuple[str, int, date | None]]) -> list[int]:
    return sorted({day.year for _kind, _key, day in entries if day}, reverse=True)


def first_entries(visible: SearchEntryQuerySet, hits: Hits, narrowing: Narrowing) -> list[tuple[str, int, date | None]]:
    """Those whose title meets the question before the others; one more than are counted."""
    columns = ("kind", "key", "day")
    called, all_of_them = (
        list(matching(visible, hits, mark, narrowing).newest_first().values_list(*columns)[: MOST + 1])
        for mark in (TITLE, ANYWHERE)
    )
    return list(dict.fromkeys([*called, *all_of_them]))[: MOST + 1]


def matching(visible: SearchEntryQuerySet, hits: Hits, mark: Mark, narrowing: Narrowing) -> SearchEntryQuerySet:
    asked = hits.question.clauses(mark)
    if hits.way == "some":
        asked = [[term for clause in asked for term in clause]]
    if narrowing.goal is not None:
        asked = [*asked, [Term(goal_token(narrowing.goal))]]
    found = visible.filter(pk__in=store.matching(asked))
    for phrase in hits.question.phrases:
        called = Q(title__contains=f" {phrase} ")
        found = found.filter(called if mark is TITLE else called | Q(text__contains=f" {phrase} "))
    return found


def visible_entries(user: User, narrowing: Narrowing) -> SearchEntryQuerySet:
    """Those of things that this person may see: each is looked up as the pages of its kind do."""
    kinds = [narrowing.kind] if narrowing.kind in searched_models() else list(searched_models())
    seen = [Q(kind=noun) & Q(Exists(visible_things(user, noun, narrowing))) for noun in kinds]
    entries = SearchEntry.objects.filter(strategy__in=[strategy.pk for strategy in narrowing.strategies])
    if narrowing.year is not None:
        entries = entries.filter(day__range=(date(narrowing.year, 1, 1), date(narrowing.year, 12, 31)))
    return entries.filter(reduce(or_, seen))


def visible_things(user: User, noun: str, narrowing: Narrowing) -> Any:
    model: Any = searched_models()[noun]
    things = model.objects.visible_to(user).order_by().filter(pk=OuterRef("key"))
    return things.filter(NOT_SECRET) if narrowing.without_secret and issubclass(model, Classified) else things


def things_of(user: User, keys: Sequence[Key]) -> dict[Key, Any]:
    """What these are, read as their own pages read them: a secret one that is shown is noted in the log."""
    found: dict[Key, Any] = {}
    for noun, group in groupby(sorted(keys), key=lambda key: key[0]):
        model: Any = searched_models()[noun]
        rows = model.objects.visible_to(user).filter(pk__in=[key for _noun, key in group])
        found |= {(noun, thing.pk): thing for thing in rows.select_related(*ties_of(model))}
    return found


def ties_of(model: Any) -> list[str]:
    """What to fetch along, so that no thing's name or address takes a question of its own."""
    return RecordKind(model).ties if issubclass(model, Record) else naming_ties(model)
