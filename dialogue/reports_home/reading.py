"""A report home as it is taken apart: its sentences, and which passages have become something."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dialogue.reports_home.models import Passage

# A sentence ends with its sign, quotation marks and brackets after it, and another begins; not after what is shortened.
END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"”’'(\[–-]*[A-ZÅÄÖÉ0-9])")
SHORTENED = re.compile(
    r"(?<![^\s(])(?:[A-Za-zÅÄÖåäö]|[a-zåäö](?:\.[a-zåäö])+|\d{1,2}|bl\.a|t\.ex|ca|kl|nr|art|dvs|dr|prof|resp|jfr|st|mr|mrs|ms"
    r"|no|para|vol|etc)\.$",
    re.IGNORECASE,
)
LONGEST_SHORTENED = 16  # signs: no more of what stands before is looked through, however long the line is


@dataclass(frozen=True)
class Span:
    """From sign `start` up to sign `end` of a text."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Piece:
    """Signs in a row that have become the same things; `ending` are those that end here."""

    start: int
    text: str
    passages: list[Passage]
    ending: list[Passage]

    @property
    def became(self) -> str:
        return self.passages[-1].became if self.passages else ""


@dataclass(frozen=True)
class Sentence:
    span: Span
    pieces: list[Piece]
    is_ticked: bool


def spans_of(text: str) -> Iterator[list[Span]]:
    """The sentences, paragraph by paragraph: a line is a paragraph, an empty one is none."""
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield list(sentences_in(text, line.start(), line.end()))


def sentences_in(text: str, start: int, end: int) -> Iterator[Span]:
    for sign in END.finditer(text, start, end):
        if not SHORTENED.search(text, max(start, sign.end() - LONGEST_SHORTENED), sign.end()):
            yield trimmed(text, start, sign.end())
            start = sign.end()
    yield trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> Span:
    """Without the blanks at either end; nothing where there is nothing else."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return Span(first, max(first, start + len(words.rstrip())))


def paragraphs(text: str, passages: Iterable[Passage], ticked: Iterable[Span] = ()) -> list[list[Sentence]]:
    used, chosen = list(passages), set(ticked)
    return [
        [Sentence(span, list(pieces(text, span, used)), span in chosen) for span in sentences]
        for sentences in spans_of(text)
    ]


def pieces(text: str, span: Span, passages: list[Passage]) -> Iterator[Piece]:
    """Cut where a passage begins or ends."""
    here = [one for one in passages if one.start < span.end and one.end > span.start]
    cuts = {span.start, span.end, *(place for one in here for place in (one.start, one.end))}
    places = sorted(place for place in cuts if span.start <= place <= span.end)
    for start, end in pairwise(places):
        covering = [one for one in here if one.start <= start and one.end >= end]
        yield Piece(start, text[start:end], covering, [one for one in covering if one.end == end])


def merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """In order, those that follow on each other as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and not text[found[-1].end : span.start].strip():
            span = Span(found[-1].start, max(found.pop().end, span.end))
        found.append(span)
    return found


def words_of(text: str, spans: Iterable[Span]) -> str:
    return "\n\n".join(text[span.start : span.end] for span in spans)
