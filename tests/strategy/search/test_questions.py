"""Fifty questions to the demonstration set, answered as a reader would: by going through everything, word by word."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.search.finding import Narrowing, find
from strategy.search.index import labels, rebuild, searched, searched_models, ties_of
from strategy.search.models import SearchEntry
from strategy.search.store import KEY, TABLE
from strategy.search.words import question
from strategy.texts.folding import folded
from tests.conftest import SLUG

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("demonstration_set")]

QUESTIONS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("questions.toml").read_text())
OFFICER, READER = "handlaggare@demo.example", "lasare@demo.example"
Key = tuple[str, int]
Read = tuple[int, date, int, int, Key, str, str]  # what puts it in order, what it is, what it is called, and all of it


def follow(thing: Any, name: str) -> Iterator[Any]:
    """What a way leads to, every goal of several included."""
    first, _dot, rest = name.partition("__")
    if first == "date":
        yield thing.date()
        return
    value: Any = getattr(thing, first, None)
    for one in value.all() if hasattr(value, "all") else [value]:
        if one is not None:
            yield from follow(one, rest) if rest else [one]


def everything(email: str) -> list[Read]:
    """All that somebody may see, in the order of the newest."""
    user, strategy = User.objects.get(email=email), Strategy.objects.get(slug=SLUG)
    read = []
    for noun, model in searched_models().items():
        declared, things = searched(model), model._default_manager
        visible: Any = things.findable_by(user)  # type: ignore[attr-defined]
        for thing in visible.filter(declared.when, strategy=strategy).select_related(*ties_of(model)):
            codes = [thing.code] if declared.goals == "self" else list(follow(thing, f"{declared.goals}__code"))
            called = text_of(model, thing, declared.title)
            whole = " | ".join(
                [
                    called,
                    text_of(model, thing, (*declared.title, *declared.texts, *declared.context)),
                    *map(folded, codes),
                ]
            )
            day = next(follow(thing, declared.day), None) if declared.day else None
            day = date(day, 12, 31) if isinstance(day, int) else day or date.max
            read.append((-day.toordinal(), day, declared.place, thing.pk, (noun, thing.pk), called, whole))
    return sorted(read)


def text_of(model: Any, thing: Any, names: Iterable[str]) -> str:
    words = [labels(model, name).get(value, str(value)) for name in names for value in follow(thing, name)]
    return " | ".join(map(folded, words))


def answers(forms: list[str], things: list[Read]) -> list[Key]:
    asked = [re.compile(rf"(?<![\w/])(?:{form})(?![\w/])") for form in forms]
    titled = [key for *_order, key, called, _whole in things if all(form.search(called) for form in asked)]
    all_of_them = [key for *_order, key, _called, whole in things if all(form.search(whole) for form in asked)]
    return list(dict.fromkeys([*titled, *all_of_them]))


@pytest.mark.parametrize("email", [OFFICER, pytest.param(READER, marks=pytest.mark.long)])
def test_every_question_finds_what_a_reader_would_and_in_that_order(email: str) -> None:
    things = everything(email)
    user, strategy = User.objects.get(email=email), Strategy.objects.get(slug=SLUG)
    wrong = {}
    for asked in [*QUESTIONS["swedish"], *QUESTIONS["english"]]:
        right = answers(asked["forms"], things)
        hits = find(user, question(asked["asks"]), Narrowing([strategy]))
        answered = [(entry.kind, entry.key) for entry in hits.entries] if hits.way == "all" else []
        if answered != right:
            wrong[asked["asks"]] = {"too many": set(answered) - set(right), "lacking": set(right) - set(answered)}
    assert wrong == {}


def test_there_are_forty_swedish_and_ten_english_ones() -> None:
    assert (len(QUESTIONS["swedish"]), len(QUESTIONS["english"])) == (40, 10)


def whole_index() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {KEY[connection.vendor]}, CAST(words AS text) FROM {TABLE} ORDER BY 1")  # noqa: S608
        words = cursor.fetchall()
    return [*SearchEntry.objects.order_by("pk").values_list(), *words]


def test_making_it_anew_changes_nothing() -> None:
    """Whatever was written since the beginning, by whatever way, was indexed as it should be."""
    before = whole_index()
    count = rebuild()
    assert count == SearchEntry.objects.count() > 800
    assert whole_index() == before
