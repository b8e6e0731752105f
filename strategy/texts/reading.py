"""What a written text says: paragraphs, items and tables, as the table *Writing* of the design has it, and no more.

The one rule for page, print, masked copy and preview. Nothing is renumbered, no sign is replaced, no line is lost.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from strategy.texts.writing import as_written

BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
ITEM = re.compile(r" *(?P<sign>[•–*+◦-]|[1-9]\d?[.)]|[a-zåäö]\))[ \t\u00a0]+(?P<text>\S.*)")
PLACES = "\U0010f800-\U0010ffff"  # signs that stand for something else until the text is HTML
ADDRESS = re.compile(rf"https?://[^\s<>\"”{PLACES}]+")
RUN = re.compile(
    rf"(?P<link>{ADDRESS.pattern})"
    r"|\[(?P<mark>[1-9]\d{0,2})\]"
    r"|(?<![\w*])(?P<stars>\*\*?)(?=[^\s*])(?P<inner>(?:(?!(?P=stars))[^\t])*[^\s*])(?P=stars)(?![\w*])"
)
SPACED_MARK = re.compile(r"[ \u00a0]*\[([1-9]\d{0,2})\]")
SENTENCE = re.compile(r"\S.*?(?:[.!?…][\"”’)\]]*(?=\s+[^\sa-zåäö])|(?=\n)|$)")
ABBREVIATED = re.compile(r"\w\.\w{1,3}\.$|\b(?:ca|dr|jfr|kl|nr|resp)\.$", re.IGNORECASE)
TRAILING = ".,;:!?’'])}"
BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Paragraph:
    lines: Sequence[str]


@dataclass(frozen=True)
class Item:
    """`sign` is the bullet, number or letter that was typed."""

    sign: str
    text: str


@dataclass(frozen=True)
class Items:
    items: Sequence[Item]


@dataclass(frozen=True)
class Table:
    rows: Sequence[Sequence[str]]


Block = Paragraph | Items | Table


@dataclass(frozen=True)
class Run:
    """A stretch of a line: words, an address, or a reference to the piece of evidence number `mark`."""

    text: str
    link: bool = False
    mark: int | None = None
    emphasis: str = ""  # "*" or "**"; its own runs are `inner`
    inner: Sequence["Run"] = field(default=())


def read(text: str) -> list[Block]:
    """What was kept before there was one form for it is read as if it were in that form."""
    whole = BLANK_LINES.split(as_written(text).strip("\n"))
    return [block for part in whole if part.strip() for block in blocks(part.split("\n"))]


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Of lines that follow on each other without an empty one between."""
    for kind, group in groupby(lines, kind_of):
        run = list(group)
        if kind == "item":
            yield Items([Item(found["sign"], found["text"]) for line in run if (found := ITEM.fullmatch(line))])
            continue
        for tabs, rows in groupby(run, lambda line: line.count("\t")):
            same = list(rows)
            if tabs and len(same) > 1:
                yield Table([[cell.strip() for cell in row.split("\t")] for row in same])
            else:
                yield Paragraph(same)


def kind_of(line: str) -> str:
    return "item" if ITEM.fullmatch(line) else ""


def in_line(text: str) -> str:
    """Its words in their order, without the stars of emphasis."""
    return " ".join(" ".join(plain(line) for block in read(text) for line in lines_of(block)).split())


def first_sentence(text: str) -> str:
    """In line and without references to evidence. What ends in *t.ex.* is not over."""
    words = in_line(without_marks(text, marks(text)))
    ends = (sentence.end() for sentence in SENTENCE.finditer(words) if not ABBREVIATED.search(sentence[0]))
    return words[: next(ends, None)]


def lines_of(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from block.lines
        case Items():
            yield from (f"{item.sign} {item.text}" for item in block.items)
        case Table():
            yield from (cell for row in block.rows for cell in row)


def plain(line: str) -> str:
    return "".join(plain(run.text) if run.emphasis else run.text for run in runs(line))


def runs(line: str) -> Iterator[Run]:
    """The line from its first sign to its last, the stars of emphasis apart."""
    at = 0
    for found in RUN.finditer(line):
        if found.start() < at:
            continue
        if found.start() > at:
            yield Run(line[at : found.start()])
        at = found.end()
        if found["link"]:
            address = without_trailing(found["link"])
            yield Run(address, link=True)
            at = found.start() + len(address)
        elif found["mark"]:
            yield Run(found[0], mark=int(found["mark"]))
        else:
            yield Run(found["inner"], emphasis=found["stars"], inner=list(runs(found["inner"])))
    if at < len(line):
        yield Run(line[at:])


def addresses(line: str) -> Iterator[Run]:
    """The line as it stands, its addresses apart: of what is asked for in one line nothing else is told apart."""
    at = 0
    for found in ADDRESS.finditer(line):
        address = without_trailing(found[0])
        yield Run(line[at : found.start()])
        yield Run(address, link=True)
        at = found.start() + len(address)
    yield Run(line[at:])


def without_trailing(address: str) -> str:
    """Without the full stop or bracket of the sentence that it stands in; a bracket opened in the address stays."""
    while address[-1] in TRAILING and not closes(address):
        address = address[:-1]
    return address


def closes(address: str) -> bool:
    opening = BRACKETS.get(address[-1])
    return opening is not None and address.count(opening) >= address.count(address[-1])


def marks(text: str) -> list[int]:
    """The numbers of the evidence that a text refers to, in order, each once."""
    lines = as_written(text).split("\n")
    return list(dict.fromkeys(mark for line in lines for mark in marks_in(runs(line))))


def without_marks(text: str, numbers: Collection[int]) -> str:
    """Without the references to these pieces of evidence, of which a reader is told nothing."""

    def kept(found: re.Match[str]) -> str:
        return "" if int(found[1]) in numbers else found[0]

    return SPACED_MARK.sub(kept, text) if numbers else text


def marks_in(found: Iterator[Run] | Sequence[Run]) -> Iterator[int]:
    for run in found:
        if run.mark is not None:
            yield run.mark
        yield from marks_in(run.inner)
