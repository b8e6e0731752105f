"""What a hit shows: what the thing is called and where, and the piece of its text where the words stand, marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from strategy.records.log import sightings
from strategy.search.finding import Found, Hits
from strategy.search.index import searched, searched_models
from strategy.search.models import SearchEntry
from strategy.texts.folding import spans

TITLE_LENGTH, TEXT_LENGTH, BEFORE = 120, 200, 60  # in signs; so many stand before the first hit
IN_GROUP, IN_QUICK_GROUP = 3, 3


@dataclass(frozen=True)
class Hit:
    entry: SearchEntry
    query: str

    @property
    def url(self) -> str:
        return str(self.entry.shown["path"])

    @property
    def title(self) -> SafeString:
        names = self.entry.shown["names"]
        return extract(names.get(get_language(), names[settings.LANGUAGE_CODE]), self.query, TITLE_LENGTH)

    @property
    def where(self) -> str:
        """What it hangs on, where its own name does not say so."""
        return str(self.entry.shown["where"])

    @property
    def text(self) -> SafeString:
        """Of its texts the first that has one of the words."""
        texts = self.entry.shown["texts"]
        met = next((text for text in texts if spans(self.query, text)), texts[0] if texts else "")
        return extract(met, self.query, TEXT_LENGTH)

    @property
    def day(self) -> date | int | None:
        """The day or the year that it is placed at."""
        return self.entry.shown["year"] or self.entry.day

    @property
    def is_secret(self) -> bool:
        return bool(self.entry.is_secret)

    def tell(self) -> None:
        """That something secret is shown is noted in the log."""
        if self.is_secret:
            sightings.tell(searched_models()[self.entry.kind], self.entry.key)


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


def shown(hits: Hits, entries: Sequence[Found]) -> list[Hit]:
    read = SearchEntry.objects.with_what_is_shown([entry.pk for entry in entries])
    found = [Hit(read[entry.pk], hits.question.marked) for entry in entries if entry.pk in read]
    for hit in found:
        hit.tell()
    return found


def groups(hits: Hits, size: int) -> list[Group]:
    """By kind, the first few of each."""
    first = {noun: [entry for entry in hits.entries if entry.kind == noun][:size] for noun in hits.counts}
    read = shown(hits, [entry for entries in first.values() for entry in entries])
    by_kind = {noun: [hit for hit in read if hit.entry.kind == noun] for noun in first}
    return [Group(noun, count, by_kind[noun]) for noun, count in hits.counts.items()]


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
