"""A record's text divided into passages, and what is left of it when some are masked.

Nothing of a masked passage goes on from here: what comes out is the cleared text with a block in place of what was
taken away, as long whatever stood there. Passages that follow on each other under one ground become one block, so that
neither does their number tell anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import ForeignKey
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from strategy.access import Classification
from strategy.records.kinds import RecordKind
from strategy.texts.folding import UNSEEN, letters, letters_and_places
from strategy.texts.writing import as_written

SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"”’)\]]*(?=\s+[^\sa-zåäö])|(?=\n)|$)")
HYPHENS = "\u2010-\u2015\u2212-"
BETWEEN_LETTERS = rf"(?:[{HYPHENS}][ \t]*\n[ \t]*)?"  # a word that was broken at the end of a line when it was pasted
# The rest of the word, of a double name or of an address: what is left of a name tells the name.
AROUND = rf"(?:[\w\u0300-\u036f’'{HYPHENS}]|[.@](?=\w)|[{HYPHENS}][ \t]*\n[ \t]*(?=\w))*"
BETWEEN_WORDS = rf"[\s._{HYPHENS}]+"  # as in an address that is made of a name


@dataclass(frozen=True)
class Passage:
    """A sentence, or a line without one: where it stands in the field's text.

    Its key changes with its words: what was masked in a text that has changed since is masked nowhere by chance.
    """

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Part:
    """One field of a record, in words; `is_typed` where it is of more than a line, with the markup that those have."""

    name: str
    label: str
    text: str
    is_typed: bool = False

    @property
    def passages(self) -> list[Passage]:
        found = SENTENCE.finditer(self.text)
        return [
            Passage(f"{self.name}:{number}:{digest_of(match[0])}", match.start(), match.end(), match[0])
            for number, match in enumerate(found)
            if match[0].strip()
        ]

    @property
    def paragraphs(self) -> list[list[Passage]]:
        """The passages line by line."""
        lines: dict[int, list[Passage]] = {}
        for passage in self.passages:
            lines.setdefault(self.text.count("\n", 0, passage.start), []).append(passage)
        return list(lines.values())


@dataclass(frozen=True)
class MaskedWords:
    """MaskedWords that are masked wherever they stand, on a ground."""

    words: str
    ground: str

    @property
    def pattern(self) -> "re.Pattern[str]":
        """In letters alike, across line breaks and within longer words, which go whole."""
        parts = [BETWEEN_LETTERS.join(map(re.escape, word)) for word in letters(self.words).split()]
        return re.compile(AROUND + BETWEEN_WORDS.join(parts) + AROUND)

    def stand_in(self, text: str) -> bool:
        return self.pattern.search(letters(text)) is not None

    def spans_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, in the text's own signs, with those before them that nobody sees."""
        alike, places = letters_and_places(text)
        for match in self.pattern.finditer(alike):
            start = places[match.start()]
            while start and UNSEEN.match(text[start - 1]):
                start -= 1
            yield start, places[match.end()]


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def parts_of(kind: RecordKind, record: Any) -> list[Part]:
    """What there is to give out of a record; fields that say nothing are left out. In Swedish, whoever asks."""
    found = []
    with override("sv"):
        for name in kind.disclosed.fields:
            if text := as_written(in_words(record, name)).strip("\n "):
                found.append(Part(name, capfirst(label_of(record, name)), text, is_typed(record, name)))
    return found


# What belongs to a record in tables of their own: each thing's line, and what they are together.
BELONGING: dict[str, tuple[Promise, Callable[[Any], Iterable[str]]]] = {
    "event_counterparts": (_("motparter"), lambda part: (str(part.counterpart), part.represented_by)),
    "agenda_items": (_("dagordning"), lambda item: (f"{item.number} {item.title}".strip(), item.document_symbol)),
    "attachments": (_("bilagor, som prövas för sig"), lambda file: (file.name,)),
}


def label_of(record: Any, name: str) -> str:
    return str(BELONGING[name][0] if name in BELONGING else record._meta.get_field(name).verbose_name)


def is_typed(record: Any, name: str) -> bool:
    return name not in BELONGING and record._meta.get_field(name).get_internal_type() == "TextField"


def place_of(thing: Any) -> tuple[int, int]:
    return getattr(thing, "order", 0), thing.pk


def lines_of(record: Any, name: str) -> str:
    order = Classification.values
    there = [thing for thing in sorted(getattr(record, name).all(), key=place_of) if thing.removed_at is None]
    if name == "attachments":  # the name of one that is more secret is another decision
        own = order.index(record.effective_classification)
        there = [file for file in there if order.index(file.effective_classification) <= own]
    return "\n".join(", ".join(filter(None, BELONGING[name][1](thing))) for thing in there)


def in_words(record: Any, name: str) -> str:
    if name in BELONGING:
        return lines_of(record, name)
    value, asked = getattr(record, name), record._meta.get_field(name)
    if value is None or value == "":
        return ""
    if asked.choices:
        return capfirst(str(getattr(record, f"get_{name}_display")()))
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(asked, ForeignKey):
        return str(value)
    return value if isinstance(value, str) else str(localize(value))


def masked_spans(part: Part, passages: Mapping[str, str], words: Iterable[MaskedWords]) -> list[tuple[int, int, str]]:
    """What goes, from where to where on which ground; what touches and has the same ground is one."""
    spans = [(one.start, one.end, passages[one.key]) for one in part.passages if one.key in passages]
    for masked in words:
        spans += [(start, end, masked.ground) for start, end in masked.spans_in(part.text)]
    joined: list[tuple[int, int, str]] = []
    for start, end, ground in sorted(spans, key=lambda span: (span[0], -span[1])):
        if joined:
            first, last, before = joined[-1]
            adjoins = ground == before and not part.text[last:start].strip()
            if start < last or adjoins:
                both = before if ground in before.split(", ") else f"{before}, {ground}"
                joined[-1] = (first, max(last, end), both)
                continue
        joined.append((start, end, ground))
    return joined


def cleared(part: Part, passages: Mapping[str, str], words: Sequence[MaskedWords]) -> list[list[dict[str, str]]]:
    """The part's lines, empty ones too: pieces of `text`, and `masked` with the ground where something is taken away.

    Raises AssertionError where one of the words would still be there.
    """
    paragraphs: list[list[dict[str, str]]] = [[]]
    at = 0
    for start, end, ground in [*masked_spans(part, passages, words), (len(part.text), len(part.text), "")]:
        first, *following = part.text[at:start].split("\n")
        add_text(paragraphs[-1], first)
        for line in following:
            paragraphs.append([])
            add_text(paragraphs[-1], line)
        if ground:
            paragraphs[-1].append({"masked": ground})
        at = end
    left = "\n".join("".join(piece.get("text", "\0") for piece in one) for one in paragraphs)
    assert not any(masked.stand_in(left) for masked in words)
    return paragraphs


def add_text(paragraph: list[dict[str, str]], text: str) -> None:
    if text:
        paragraph.append({"text": text})
