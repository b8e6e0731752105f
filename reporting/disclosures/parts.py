"""A record's text, field by field and in words, divided into passages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from strategy.access import Classification
from strategy.records.kinds import RecordKind
from strategy.texts.reading import SENTENCE
from strategy.texts.writing import as_written
from strategy.tools.values import value_in_words


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
    "instruction_goals": (_("mål för mål"), lambda part: (f"{part.goal.code}: {part.text}",)),
    "answers": (_("ställd till"), lambda answer: (str(answer.organisation),)),
    "updates": (_("lägesrapporter"), lambda update: (str(update.happened_on), update.text)),
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
    all_of_them = sorted(getattr(record, name).all(), key=place_of)
    there = [thing for thing in all_of_them if getattr(thing, "removed_at", None) is None]
    if name == "attachments":  # the name of one that is more secret is another decision
        own = order.index(record.effective_classification)
        there = [file for file in there if order.index(file.effective_classification) <= own]
    return "\n".join(", ".join(filter(None, BELONGING[name][1](thing))) for thing in there)


def in_words(record: Any, name: str) -> str:
    if name in BELONGING:
        return lines_of(record, name)
    value, asked = getattr(record, name), record._meta.get_field(name)
    if value and asked.choices:
        return capfirst(str(getattr(record, f"get_{name}_display")()))
    return value_in_words(value)
