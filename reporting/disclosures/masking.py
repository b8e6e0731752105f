"""What is left of a record's text when some of its passages and words are masked.

Nothing of a masked passage goes on from here: what comes out is the cleared text with a block in place of what was
taken away, as long whatever stood there. Passages that follow on each other under one ground become one block, so that
neither does their number tell anything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporting.disclosures.parts import Part
from strategy.texts.folding import UNSEEN, letters, letters_and_places

HYPHENS = "\u2010-\u2015\u2212-"
BETWEEN_LETTERS = rf"(?:[{HYPHENS}][ \t]*\n[ \t]*)?"  # a word that was broken at the end of a line when it was pasted
# The rest of the word, of a double name or of an address: what is left of a name tells the name.
AROUND = rf"(?:[\w\u0300-\u036f’'{HYPHENS}]|[.@](?=\w)|[{HYPHENS}][ \t]*\n[ \t]*(?=\w))*"
BETWEEN_WORDS = rf"[\s._{HYPHENS}]+"  # as in an address that is made of a name


@dataclass(frozen=True)
class MaskedWords:
    """Words that are masked wherever they stand, on a ground."""

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
