"""Keeping the index: what a thing is found by is written in the transaction that writes the thing.

It follows Django's signals, as history does, so that no way of saving goes past it; what writes rows by the heap calls
`rebuild` afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import translation

from strategy.records.history import noun_of
from strategy.records.kinds import models_with
from strategy.search import store
from strategy.search.models import SearchEntry, order_of
from strategy.search.words import ANYWHERE, TITLE, goal_token, running, tokens
from strategy.texts.searched import Searched

BATCH = 500


@cache
def searched_models() -> dict[str, type[Model]]:
    """By noun, in the order of their groups."""
    declared = sorted(models_with("SEARCHED"), key=lambda model: model.SEARCHED.place)
    return {noun_of(model): model for model in declared}


def is_searched(model: type[Model]) -> bool:
    return getattr(model, "SEARCHED", None) is not None


def searched(model: Any) -> Searched:
    declared: Searched = model.SEARCHED
    return declared


@cache
def dependents() -> dict[type[Model], list[tuple[type[Model], str]]]:
    """By model, those that are found by something of it, and the way from them to it."""
    found: dict[type[Model], dict[tuple[type[Model], str], None]] = defaultdict(dict)
    for model in searched_models().values():
        declared = searched(model)
        for name in (*declared.names, declared.day):
            for way in ways_through(model, name):
                found[at_the_end_of(model, way)][model, way] = None
    return {model: list(ways) for model, ways in found.items()}


def ways_through(model: type[Model], name: str) -> list[str]:
    """The ways to the things that a name passes: `assessment` and `assessment__round` of `assessment__round__year`."""
    steps = name.split("__")
    ways = ["__".join(steps[:length]) for length in range(1, len(steps))]
    return [way for way in ways if at_the_end_of(model, way) is not None]


def at_the_end_of(model: Any, way: str) -> Any:
    """The model that a way leads to; None where it ends in a value, such as the day of a moment."""
    for name in way.split("__"):
        model = model._meta.get_field(name).related_model
    return model


@cache
def labels(model: Any, name: str) -> dict[Any, str]:
    """The words for each value of a choice, in every language; empty for other fields."""
    way, _dot, last = name.rpartition("__")
    choices: Iterable[Any] = (at_the_end_of(model, way) if way else model)._meta.get_field(last).choices or ()
    found: dict[Any, list[str]] = defaultdict(list)
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for value, label in choices:
                found[value].append(str(label))
    return {value: " ".join(dict.fromkeys(words)) for value, words in found.items()}


def index(model: Any, keys: Collection[int]) -> None:
    """Writes anew what these things are found by, and what hangs on them where what they are called has changed."""
    noun = noun_of(model)
    new = {entry.key: entry for entry in entries(model, keys)}
    old = {entry.key: entry for entry in SearchEntry.objects.of_kind(noun, keys)}
    changed = [key for key in keys if values(new.get(key)) != values(old.get(key))]
    if not changed:
        return
    replace([old[key] for key in changed if key in old], [new[key] for key in changed if key in new])
    index_dependents(model, [key for key in changed if handed_on(new.get(key)) != handed_on(old.get(key))])


def index_dependents(model: type[Model], keys: Collection[int]) -> None:
    for dependent, way in dependents().get(model, []) if keys else []:
        hanging: Any = dependent._default_manager
        index(dependent, list(hanging.filter(**{f"{way}__in": keys}).order_by().values_list("pk", flat=True)))


def values(entry: SearchEntry | None) -> Any:
    return entry and (entry.pk, entry.strategy_id, entry.title, entry.text, entry.goals)


def handed_on(entry: SearchEntry | None) -> Any:
    """What others may be found by, too."""
    return entry and (entry.title, entry.day, entry.goals)


def replace(old: Collection[SearchEntry], new: Collection[SearchEntry]) -> None:
    keys = [entry.pk for entry in old]
    store.remove(keys)
    SearchEntry.objects.filter(pk__in=keys).delete()
    SearchEntry.objects.bulk_create(new)
    store.write((entry.pk, tokens_of(entry)) for entry in new)


def tokens_of(entry: SearchEntry) -> set[str]:
    found = {*tokens(entry.title, TITLE), *tokens(entry.title, ANYWHERE), *tokens(entry.text, ANYWHERE)}
    return found | {goal_token(int(goal)) for goal in entry.goals.split()}


def entries(model: Any, keys: Collection[int]) -> Iterator[SearchEntry]:
    """What these of a kind are found by: those that may be found at all, and say anything."""
    declared = searched(model)
    strategy = "strategy_id"
    names = ["pk", strategy, *([declared.day] if declared.day else []), *declared.names]
    codes = goals_of(model, keys)
    first = len(names) - len(declared.names)
    for row in findable(model).filter(pk__in=keys).order_by().values_list(*names):
        words = [word_for(model, name, value) for name, value in zip(declared.names, row[first:], strict=True)]
        called = running(words[: len(declared.title)])
        goals = codes.get(row[0], {})
        text = running([*words[len(declared.title) :], *goals.values()])
        day = as_day(row[2]) if declared.day else None
        if called or text:
            yield SearchEntry(
                id=order_of(day, declared.place, row[0]),
                kind=noun_of(model),
                key=row[0],
                strategy_id=row[1],
                day=day,
                title=called,
                text=text,
                goals=" ".join(map(str, goals)),
            )


def findable(model: Any) -> Any:
    manager = model._default_manager
    present = manager.present() if hasattr(manager, "present") else manager.all()
    return present.filter(searched(model).when)


def word_for(model: Any, name: str, value: Any) -> str:
    return "" if value is None else labels(model, name).get(value, str(value))


def as_day(value: date | int | None) -> date | None:
    return date(value, 12, 31) if isinstance(value, int) else value


def goals_of(model: Any, keys: Collection[int]) -> dict[int, dict[int, str]]:
    """For each, its goals' keys and codes, in order."""
    way = searched(model).goals
    if not way:
        return {}
    prefix = "" if way == "self" else f"{way}__"
    ties = model._default_manager.filter(pk__in=keys, **{f"{prefix}code__isnull": False})
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for key, goal, code in ties.order_by(f"{prefix}order").values_list("pk", f"{prefix}pk", f"{prefix}code"):
        found[key][goal] = code
    return found


@transaction.atomic
def rebuild() -> int:
    """Makes the whole index anew. Answers how many things are found by it."""
    store.remove_all()
    SearchEntry.objects.all().delete()
    count = 0
    for model in searched_models().values():
        keys = list(findable(model).order_by("pk").values_list("pk", flat=True).distinct())
        for start in range(0, len(keys), BATCH):
            made = list(entries(model, keys[start : start + BATCH]))
            replace([], made)
            count += len(made)
    return count


def listen() -> None:
    """Called when the apps are ready, and again where one has come or gone."""
    for known in (searched_models, dependents, labels):
        known.cache_clear()
    for model in {*searched_models().values(), *dependents()}:
        post_save.connect(on_save, sender=model, dispatch_uid=f"index {model.__name__}")
        post_delete.connect(on_delete, sender=model, dispatch_uid=f"unindex {model.__name__}")
    for model in searched_models().values():
        way = searched(model).goals
        field: Any = model._meta.get_field(way) if way and "__" not in way and way != "self" else None
        if field is not None and field.many_to_many:
            m2m_changed.connect(on_ties, sender=field.remote_field.through, dispatch_uid=f"index ties {model.__name__}")


def on_save(sender: Any, instance: Any, raw: bool = False, created: bool = False, **told: Any) -> None:
    if raw:
        return
    if is_searched(sender):
        index(sender, [instance.pk])
    elif not created:
        index_dependents(sender, [instance.pk])


def on_delete(sender: Any, instance: Any, **told: Any) -> None:
    if is_searched(sender):
        replace(list(SearchEntry.objects.of_kind(noun_of(sender), [instance.pk])), [])


def on_ties(sender: Any, instance: Any, action: str, **told: Any) -> None:
    if action.startswith("post_") and is_searched(type(instance)):
        index(type(instance), [instance.pk])
