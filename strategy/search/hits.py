"""What a hit shows: what the thing is called and where, and the piece of its text where the words stand, marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from strategy.people.models import User
from strategy.records.kinds import RecordKind, own_address
from strategy.records.models import Record
from strategy.search.finding import Hits, Key, things_of
from strategy.search.index import labels, searched, searched_models
from strategy.texts.folding import spans
from strategy.texts.reading import in_line

TITLE_LENGTH, TEXT_LENGTH, BEFORE = 120, 200, 60  # in signs; so many stand before the first hit
IN_GROUP, IN_QUICK_GROUP = 3, 3


@dataclass(frozen=True)
class Hit:
    noun: str
    thing: Any
    query: str

    @property
    def url(self) -> str:
        if not isinstance(self.thing, Record):
            return str(self.thing.get_absolute_url())
        around = [self.thing, *RecordKind(type(self.thing)).parents_of(self.thing)]
        return next(filter(None, map(own_address, around)), "")

    @property
    def title(self) -> SafeString:
        return extract(in_line(self.name), self.query, TITLE_LENGTH)

    @property
    def name(self) -> str:
        return str(getattr(self.thing, "found_as", self.thing))

    @property
    def where(self) -> str:
        """What it hangs on, where its own name does not say so."""
        parents = RecordKind(type(self.thing)).parents_of(self.thing) if isinstance(self.thing, Record) else []
        return next((str(parent) for parent in parents if str(parent) not in self.name), "")

    @property
    def text(self) -> SafeString:
        """Of its texts the first that has one of the words."""
        model: Any = type(self.thing)
        names = [name for name in searched(model).texts if "__" not in name and not labels(model, name)]
        texts = [in_line(str(getattr(self.thing, name) or "")) for name in names]
        met = [text for text in texts if spans(self.query, text)]
        return extract(next(filter(None, [*met, *texts]), ""), self.query, TEXT_LENGTH)

    @property
    def day(self) -> Any:
        """The day or the year that it is placed at."""
        found = self.thing
        for step in searched(type(self.thing)).day.split("__"):
            found = getattr(found, step, None) if step not in {"", "date"} else found
        return None if found is self.thing else found

    @property
    def is_marked(self) -> bool:
        return hasattr(self.thing, "effective_classification")


@dataclass(frozen=True)
class Group:
    noun: str
    count: int
    hits: Sequence[Hit]

    @property
    def label(self) -> str:
        return str(searched(searched_models()[self.noun]).label)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def shown(user: User, hits: Hits, keys: Sequence[Key]) -> list[Hit]:
    """In the order of the keys; what has gone meanwhile is left out."""
    things = things_of(user, keys)
    return [Hit(key[0], things[key], hits.question.marked) for key in keys if key in things]


def groups(user: User, hits: Hits, size: int) -> list[Group]:
    """By kind, the first few of each."""
    first = {noun: [key for key in hits.keys if key[0] == noun][:size] for noun in hits.counts}
    read = shown(user, hits, [key for keys in first.values() for key in keys])
    return [Group(noun, count, [hit for hit in read if hit.noun == noun]) for noun, count in hits.counts.items()]


def extract(text: str, query: str, length: int) -> SafeString:
    """A piece of it around the first of the words, with all of those in it marked."""
    first = next((start for start, _end in spans(query, text)), 0)
    begin = 0 if len(text) <= length or first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = len(text) if len(text) - begin <= length else max(text.rfind(" ", begin, begin + length), begin + 1)
    piece = re.sub(r"[\s,;:–-]+$", "", text[begin:end]) if end < len(text) else text[begin:end]
    pieces, last = [], 0
    for start, stop in spans(query, piece):
        pieces += [escape(piece[last:start]), "<mark>", escape(piece[start:stop]), "</mark>"]
        last = stop
    marked = "".join([*pieces, escape(piece[last:])])
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{marked}{after}")  # noqa: S308 - escaped above
