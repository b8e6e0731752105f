"""From mended blocks to a document.

A decision has a cover (ministry, title), the decision with its distribution list, and an annex that repeats
the title and holds the strategy proper. Focus areas are headings that open with "i) ", "ii) " …; goals are
the list items after a line that ends "verka för att:".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from strategy.parsing.blocks import CONTROL, Block, mend, scan, split_at_bold
from strategy.parsing.document import (
    Document,
    FocusArea,
    Goal,
    MandateArea,
    Paragraph,
    ParagraphKind,
    ParsingError,
    Period,
    Section,
    without_emphasis,
)
from strategy.parsing.prose import Prose
from strategy.parsing.references import references

YEARS = re.compile(r"\b(\d{4})\s*[–—-]\s*(\d{4})\b")
PERIOD_IN_TEXT = re.compile(r"\bperioden\s+" + YEARS.pattern)
LEAD_IN = re.compile(r"verka för att\s*:$", re.IGNORECASE)
MANDATE_NUMBER = re.compile(r"\((\d{1,2})\)\s+")
MANDATE_END = re.compile(r"[;,]?(\s+(samt|och))?\s*$|\.(\s.*)?$", re.DOTALL)


@dataclass
class Draft:
    """A section before its level is known and its blocks are read."""

    title: str
    line: int
    code: str
    in_annex: bool
    blocks: list[Block]
    level: int = 1


@dataclass
class Cover:
    responsible: str
    title: str
    headings: list[Block]
    rest: list[Block]


def parse(text: str) -> Document:
    """Raises ParsingError for a text that is empty, binary, without a title or without goals."""
    blocks = scan(accepted(text))
    cover = read_cover(blocks)
    decision, annex = split_at_annex(cover)
    decision, rows = split_distribution(decision) if annex else (decision, [])
    ...
