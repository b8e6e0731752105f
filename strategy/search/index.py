"""Keeping the index: what a thing is found by is written in the transaction that writes the thing.

It follows Django's signals, as history does, so that no way of saving goes past it; what writes rows by the heap calls
`rebuild` afterwards. What lies in the bin has left the index, and only from there is anything disposed of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_save
from django.utils import timezone, translation

from strategy.records.history import noun_of
from strategy.records.kinds import RecordKind, models_with, naming_ties, own_address
from strategy.records.log import sightings
from strategy.records.models import Record
from strategy.search import store
from strategy.search.models import SearchEntry, order_of
from strategy.search.words import ANYWHERE, SEEN_AS_TYPED, TITLE, goal_token, running, tokens
from strategy.texts.reading import in_line
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
        for name in declared.all_names:
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


def index(model: Any, keys: Collection[int], *, are_new: bool = False) -> None:
    """Writes anew what these things are found by, and what hangs on them where what they are called has changed.

    On new ones nothing hangs yet.
    """
    new = {entry.key: entry for entry in entries(model, keys)}
    if are_new:
        replace([], new.values())
        return
    old = {entry.key: entry for entry in SearchEntry.objects.of_kind(noun_of(model), keys)}
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
    return entry and (entry.pk, entry.strategy_id, entry.title, entry.text, entry.goals, entry.is_secret, entry.shown)


def handed_on(entry: SearchEntry | None) -> Any:
    """What others may be found by, too."""
    return entry and (entry.title, entry.day, entry.goals)


def replace(old: Collection[SearchEntry], new: Collection[SearchEntry]) -> None:
    gone = sorted({entry.pk for entry in old} - {entry.pk for entry in new})
    if gone:
        store.remove(gone)
        SearchEntry.objects.filter(pk__in=gone).delete()
    if new:
        written = ["title", "text", "goals", "is_secret", "shown"]  # the rest is told by the key
        SearchEntry.objects.bulk_create(new, update_conflicts=True, unique_fields=["id"], update_fields=written)
        store.write((entry.pk, tokens_of(entry)) for entry in new)


def tokens_of(entry: SearchEntry) -> set[str]:
    found = {*tokens(entry.title, TITLE), *tokens(entry.title, ANYWHERE), *tokens(entry.text, ANYWHERE)}
    marked = set() if entry.is_secret else {SEEN_AS_TYPED}
    return found | marked | {goal_token(int(goal)) for goal in entry.goals.split()}


def entries(model: Any, keys: Collection[int]) -> Iterator[SearchEntry]:
    """What these of a kind are found by: those that may be found at all, and say anything."""
    declared, has_one = searched(model), has_one_goal(model)
    codes = {} if has_one else goals_of(model, keys)
    with sightings.looking_away():
        things = list(with_all_that_names(model).filter(pk__in=keys))
    for thing in things:
        goals = goal_of(thing, declared.goals) if has_one else codes.get(thing.pk, {})
        called = running(words_of(thing, declared.title))
        text = running([*words_of(thing, (*declared.texts, *declared.context)), *goals.values()])
        if called or text:
            day = day_of(thing, declared)
            yield SearchEntry(
                id=order_of(day, declared.place, thing.pk),
                kind=noun_of(model),
                key=thing.pk,
                strategy_id=thing.strategy_id,
                day=day,
                title=called,
                text=text,
                goals=" ".join(map(str, goals)),
                is_secret=bool(getattr(thing, "is_secret", False)),
                shown=shown_of(thing, declared),
            )


@cache
def with_all_that_names(model: Any) -> Any:
    """To be narrowed further: made once, since it takes as long to make as to ask."""
    return findable(model).order_by().select_related(*ties_of(model))


def ties_of(model: Any) -> list[str]:
    """What to fetch along, so that nothing that is read of a thing takes a question of its own."""
    own = RecordKind(model).ties if issubclass(model, Record) else naming_ties(model)
    declared = searched(model)
    ways = [*own, *(way for name in declared.all_names for way in ways_through(model, name))]
    # Nothing is found by its ground, and what it hangs on is of its own strategy.
    return [way for way in dict.fromkeys(ways) if not way.endswith(("secrecy_provision", "__strategy"))]


def follow(thing: Any, name: str) -> Any:
    """What a way leads to; None where it breaks off."""
    for step in name.split("__"):
        thing = timezone.localdate(thing) if thing and step == "date" else getattr(thing, step, None)
    return thing


def words_of(thing: Any, names: Iterable[str]) -> list[str]:
    values = ((name, follow(thing, name)) for name in names)
    model: Any = type(thing)
    return ["" if value is None else labels(model, name).get(value, str(value)) for name, value in values]


def day_of(thing: Any, declared: Searched) -> date | None:
    found = follow(thing, declared.day) if declared.day else None
    return date(found, 12, 31) if isinstance(found, int) else found


def shown_of(thing: Any, declared: Searched) -> dict[str, Any]:
    """What a hit shows of it, so that none has to be fetched: its name in every language, its place and its texts."""
    names = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            names[language] = in_line(str(getattr(thing, "found_as", thing)))
    parents = RecordKind(type(thing)).parents_of(thing) if isinstance(thing, Record) else []
    for parent in parents:
        parent.strategy = thing.strategy
    where = next((str(parent) for parent in parents if str(parent) not in names[settings.LANGUAGE_CODE]), "")
    model: Any = type(thing)
    texts = [in_line(str(getattr(thing, name) or "")) for name in declared.own_texts if not labels(model, name)]
    path = next(filter(None, map(own_address, [thing, *parents])), "")
    day = follow(thing, declared.day) if declared.day else None
    return {
        "names": names,
        "where": in_line(where),
        "texts": [text for text in texts if text],
        "path": path,
        "year": day if isinstance(day, int) else None,
    }


def findable(model: Any) -> Any:
    """Those that may be found, by anybody: neither they nor anything that they hang on lies in the bin."""
    things = model._default_manager.filter(searched(model).when)
    if not issubclass(model, Record):
        return things
    for way in model.PARENTS:
        things = things.filter(Q(**{way: None}) | Q(**{f"{way}__removed_at": None}))
    return things.filter(removed_at=None)


@cache
def has_one_goal(model: Any) -> bool:
    """Whether it is tied to one at most, which is fetched along with it."""
    way = searched(model).goals
    return bool(way) and (way == "self" or way in ties_of(model))


def goal_of(thing: Any, way: str) -> dict[int, str]:
    goal = thing if way == "self" else follow(thing, way)
    return {goal.pk: goal.code} if goal is not None else {}


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
    for known in (searched_models, dependents, labels, has_one_goal, with_all_that_names):
        known.cache_clear()
    for model in {*searched_models().values(), *dependents()}:
        post_save.connect(on_save, sender=model, dispatch_uid=f"index {model.__name__}")
    for model in searched_models().values():
        way = searched(model).goals
        field: Any = model._meta.get_field(way) if way and "__" not in way and way != "self" else None
        if field is not None and field.many_to_many:
            m2m_changed.connect(on_ties, sender=field.remote_field.through, dispatch_uid=f"index ties {model.__name__}")


def on_save(sender: Any, instance: Any, raw: bool = False, created: bool = False, **told: Any) -> None:
    if raw:
        return
    if is_searched(sender):
        index(sender, [instance.pk], are_new=created)
    elif not created:
        index_dependents(sender, [instance.pk])


def on_ties(sender: Any, instance: Any, action: str, **told: Any) -> None:
    if action.startswith("post_") and is_searched(type(instance)):
        index(type(instance), [instance.pk])
