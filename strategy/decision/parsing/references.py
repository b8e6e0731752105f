"""What a decision leans on: parliamentary documents in its footnotes, and frameworks that it names."""

import re
from collections.abc import Iterable, Iterator

from strategy.decision.parsing.document import Footnote, Paragraph

PARLIAMENT = r"(?:(?:prop|skr|bet|rskr)\.?\s*)?\d{4}/\d{2,4}:\w+(?:\s+UO\s*\d+)?"
INQUIRY = r"(?:SOU|Ds|dir\.)\s*\d{4}:\d+"
OFFICIAL = re.compile(rf"\b(?:{PARLIAMENT}|{INQUIRY})", re.IGNORECASE)
NAMED = re.compile(
    r"\*{1,2}(?P<name>[A-ZÅÄÖ][^*()]*\b(?:Framework|Vision|Strategy|Agenda|Compact|Assessment)\b[^*()]*)"
    r"|\b(?P<agenda>Agenda \d{4})\b"
)


def references(paragraphs: Iterable[Paragraph], footnotes: Iterable[Footnote]) -> tuple[str, ...]:
    """Each once, in the decision's own spelling: first those of the footnotes, then names in the text."""
    return tuple(dict.fromkeys([*in_footnotes(footnotes), *in_text(paragraphs)]))


def in_footnotes(footnotes: Iterable[Footnote]) -> Iterator[str]:
    for note in footnotes:
        yield from OFFICIAL.findall(note.plain)
        yield from names(note.text)


def in_text(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from names(paragraph.text)


def names(text: str) -> Iterator[str]:
    for match in NAMED.finditer(text):
        yield (match["name"] or match["agenda"]).strip()
