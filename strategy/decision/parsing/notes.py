"""Notes and their marks typed as 1, [1] or 1), read as if they were superscripts.

A number is a mark only where a note of that number stands below it, and a line that begins with a number is a note only
where a mark stands above it; everything else stays as it is.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from strategy.decision.parsing.blocks import FOOTNOTE, UNIT
from strategy.decision.parsing.headings import SUPERSCRIPTS
from strategy.decision.parsing.lines import Line

LETTER = r"[^\W\d_]"
AFTER_WORD = rf"(?:(?<={LETTER})|(?<={LETTER}[.,;:”\"»)]))"
NOTE = re.compile(r"(?:\[(?P<bracket>\d{1,3})\]|(?P<paren>\d{1,3})\)|(?P<digit>\d{1,3}))(?:\s+(?=\S)|(?=[A-ZÅÄÖ]))")
MARK = re.compile(
    rf"(?<=\S)(?P<superscript>[{SUPERSCRIPTS}]{{1,3}})"
    r"|(?<=\S) ?\[(?P<bracket>\d{1,3})\]"
    rf"|{AFTER_WORD}(?P<paren>\d{{1,3}})\)"
    rf"|{UNIT}(?<![IVX]:){AFTER_WORD}(?P<digit>\d{{1,3}})(?![\w)])(?![.,:/]\d)"
)
FROM_SUPERSCRIPTS = str.maketrans(SUPERSCRIPTS, "0123456789")
TO_SUPERSCRIPTS = str.maketrans("0123456789", SUPERSCRIPTS)


@dataclass(frozen=True)
class Sign:
    """A mark or the number of a note, from `start` to `end` on the line with an index.

    It may end a name as the 2 of CO2 and the 7 of G7 do.
    """

    shape: str
    number: int
    index: int
    start: int
    end: int
    ends_a_name: bool = False

    @classmethod
    def of(cls, match: re.Match[str], index: int) -> "Sign":
        shape = match.lastgroup or ""
        after_capital = shape == "digit" and match.string[match.start() - 1 : match.start()].isupper()
        return cls(
            shape, int(match[shape].translate(FROM_SUPERSCRIPTS)), index, match.start(), match.end(), after_capital
        )


def with_superscripts(lines: Sequence[Line]) -> list[Line]:
    texts = [line.text for line in lines]
    notes = list(find_notes(texts))
    typed = [sign for sign in notes_with_marks(notes, list(find_marks(texts))) if sign.shape != "superscript"]
    for sign in sorted(typed, key=lambda sign: (sign.index, -sign.start)):
        text = texts[sign.index]
        blank = " " if sign.start == 0 else ""
        superscript = str(sign.number).translate(TO_SUPERSCRIPTS)
        texts[sign.index] = f"{text[: sign.start]}{superscript}{blank}{text[sign.end :]}"
    return [replace(line, text=text) for line, text in zip(lines, texts, strict=True)]


def find_notes(texts: Sequence[str]) -> Iterator[Sign]:
    """Lines that may be notes: after a blank line, a note or the end of a sentence."""
    before, among_notes = "", False
    for index, text in enumerate(texts):
        match = NOTE.match(text)
        if superscript := FOOTNOTE.match(text):
            yield Sign("superscript", int(superscript[1].translate(FROM_SUPERSCRIPTS)), index, 0, superscript.end(1))
        elif match and (not before or among_notes or before.endswith((".", ":", "!", "?"))):
            yield Sign.of(match, index)
        among_notes = bool(text) and (among_notes or bool(superscript) or bool(match and not before))
        before = text


def find_marks(texts: Sequence[str]) -> Iterator[Sign]:
    return (Sign.of(match, index) for index, text in enumerate(texts) for match in MARK.finditer(text))


def notes_with_marks(notes: Sequence[Sign], marks: Sequence[Sign]) -> set[Sign]:
    """The notes that have a mark, and their marks: first those of one shape, last those that may end a name.

    A note in brackets is one also without a mark.
    """
    unnamed = [mark for mark in marks if not mark.ends_a_name]
    signs = set(pairs(notes, unnamed, lambda sign: (sign.number, sign.shape)))
    signs |= set(pairs(without(signs, notes), without(signs, unnamed), lambda sign: sign.number))
    numbers = {sign.number for sign in signs}
    in_row = [note for note in without(signs, notes) if numbers & {note.number - 1, note.number + 1}]
    signs |= set(pairs(in_row, without(signs, marks), lambda sign: sign.number))
    numbers = {sign.number for sign in signs}
    return signs | {note for note in notes if note.shape == "bracket" and note.number not in numbers}


def without(signs: set[Sign], others: Iterable[Sign]) -> list[Sign]:
    return [sign for sign in others if sign not in signs]


def pairs(notes: Sequence[Sign], marks: Iterable[Sign], likeness: Callable[[Sign], object]) -> Iterator[Sign]:
    """Each note with the nearest mark above it that is like it."""
    alike = defaultdict(list)
    for mark in marks:
        alike[likeness(mark)].append(mark)
    for note in reversed(notes):
        above = alike[likeness(note)]
        while above and above[-1].index >= note.index:
            above.pop()
        if above:
            yield from (note, above.pop())
