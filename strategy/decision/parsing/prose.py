"""Emphasis and footnotes in running text."""

import re
from collections.abc import Iterable

from strategy.decision.parsing.blocks import FOOTNOTE, UNIT, Block
from strategy.decision.parsing.document import Footnote, FootnoteMark, Paragraph, ParagraphKind, without_emphasis
from strategy.decision.parsing.headings import SUPERSCRIPTS

EMPHASIS = re.compile(r"(\*{1,2})(?=[^\s*])[^*]+(?<=[^\s*])\1")
MARK = re.compile(rf" ?{UNIT}([{SUPERSCRIPTS}]{{1,3}})(?![{SUPERSCRIPTS}])")
DIGITS = str.maketrans(SUPERSCRIPTS, "0123456789")


class Prose:
    """Reads the paragraphs of one decision in order, and remembers which footnotes have found their place."""

    def __init__(self, notes: Iterable[Block]) -> None:
        self.warnings: list[str] = []
        self.faults: list[str] = []
        self.footnotes: dict[int, Footnote] = {}
        self.placed: set[int] = set()
        for block in notes:
            self.add_footnote(block)

    def add_footnote(self, block: Block) -> None:
        opening = FOOTNOTE.match(block.text)
        assert opening is not None
        number = int(opening[1].translate(DIGITS))
        if number in self.footnotes:
            self.warnings.append(f"Rad {block.line}: fotnot {number} finns redan; bara den första har lästs in.")
            return
        text = self.pair_emphasis(block.text[opening.end() :], block.line)
        self.footnotes[number] = Footnote(number, text, block.line)

    def heading(self, text: str) -> str:
        """Without emphasis and footnote marks; a heading gives a footnote no place."""
        return MARK.sub(lambda mark: "" if number_of(mark) in self.footnotes else mark[0], without_emphasis(text))

    def paragraph(self, block: Block, kind: ParagraphKind) -> Paragraph:
        source = self.pair_emphasis(block.text, block.line)
        text = ""
        end = 0
        marks = []
        for mark in MARK.finditer(source):
            if self.place(number_of(mark), block.line):
                text += source[end : mark.start()]
                end = mark.end()
                marks.append(FootnoteMark(number_of(mark), len(text)))
        return Paragraph(kind, text + source[end:], block.line, tuple(marks))

    def place(self, number: int, line: int) -> bool:
        """Whether this is the mark of a footnote; what is not stays in the text as it stands."""
        if number in self.placed:
            self.warnings.append(f"Rad {line}: fotnotstecken {number} förekommer igen och står kvar i texten.")
            return False
        if number not in self.footnotes:
            self.warnings.append(f"Rad {line}: fotnotstecken {number} saknar fotnot och står kvar i texten.")
            return False
        self.placed.add(number)
        return True

    def pair_emphasis(self, text: str, line: int) -> str:
        """Drops asterisks without a partner; one at either end is a trace of emphasis of the whole."""
        paired = []
        end = 0
        lone = []
        for pair in EMPHASIS.finditer(text):
            lone.append(text[end : pair.start()])
            paired += [without_emphasis(lone[-1]), pair[0]]
            end = pair.end()
        lone.append(text[end:])
        paired.append(without_emphasis(lone[-1]))
        inner = [lone[0].lstrip("*"), *lone[1:]]
        inner[-1] = inner[-1].rstrip("*")
        if any("*" in piece for piece in inner):
            self.warnings.append(f"Rad {line}: en asterisk för kursiv stil saknar sin motsvarighet och är borttagen.")
        return " ".join("".join(paired).split())

    def report_unplaced(self) -> None:
        for note in self.footnotes.values():
            if note.number not in self.placed:
                self.warnings.append(f"Rad {note.line}: fotnot {note.number} har inget tecken i texten.")


def number_of(mark: re.Match[str]) -> int:
    return int(mark[1].translate(DIGITS))
