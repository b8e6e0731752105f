"""Texts compared and brought together word by word: what conflicts and history show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from strategy.texts.writing import as_written

WORDS = re.compile(r"\s*\S+|\s+")
SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")
PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")
MOST_PARTS = 6000  # of both texts together, beyond which parts of one size are not compared with each other
CONTEXT = 14  # words that stay on each side where a long unchanged stretch is folded


@dataclass(frozen=True)
class Piece:
    """`change` is "" for what stays, "ins", "del", or "gap" for a stretch that was folded away."""

    text: str
    change: str = ""

    @property
    def body(self) -> str:
        return self.text.lstrip(" ")

    @property
    def space(self) -> str:
        """The space before it, which is no part of a mark."""
        return self.text[: len(self.text) - len(self.body)]


@dataclass(frozen=True)
class Edit:
    """The words `start` to `end` of the base give way to `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def plain(text: str) -> str:
    """In the one form for texts: what was kept before there was one is not told apart from it by that."""
    return as_written(text)


def words_of(text: str) -> list[str]:
    """Each word with the space before it, so that joining them gives the text back."""
    return WORDS.findall(plain(text))


def blocks_of(text: str) -> list[str]:
    """Paragraphs as a reader counts them: with a blank line between."""
    return re.split(r"\n{2,}", plain(text).strip())


def compare(before: str, after: str) -> list[Piece]:
    """What one text says that the other does not, word by word."""
    pieces = compared(plain(before), plain(after), (PARAGRAPHS, SENTENCES, WORDS))
    return in_order(calmed(joined(pieces)))


def compared(before: str, after: str, levels: Sequence[re.Pattern[str]]) -> list[Piece]:
    """In ever smaller parts, so that long texts stay quick to compare."""
    if before == after or not levels:
        stays = [Piece(before)] if before == after else [Piece(before, "del"), Piece(after, "ins")]
        return [piece for piece in stays if piece.text]
    old, new = levels[0].findall(before), levels[0].findall(after)
    if len(old) + len(new) > MOST_PARTS:
        return compared(before, after, ())
    return [piece for gone, come in stretches(old, new) for piece in compared("".join(gone), "".join(come), levels[1:])]


def calmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the one or two words that two long changes happen to share: they are read as one change."""
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        if 0 < number < len(pieces) - 1 and is_chance(pieces, number):
            result += [Piece(piece.text, "del"), Piece(piece.text, "ins")]
        else:
            result.append(piece)
    return result


def is_chance(pieces: Sequence[Piece], number: int) -> bool:
    """A stretch of few words without a line break, between changes of many."""
    piece = pieces[number]
    if piece.change or "\n" in piece.text or len(words_of(piece.text)) > 2:
        return False
    changed = [len(words_of(beside.text)) for beside in (pieces[number - 1], pieces[number + 1])]
    return min(changed) >= 2 and sum(changed) >= 6


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """What was taken away stands before what came instead, each in one piece."""
    result: list[Piece] = []
    for changed, run in groupby(pieces, key=lambda piece: bool(piece.change)):
        stretch = list(run)
        if not changed:
            result += stretch
            continue
        for change in ("del", "ins"):
            text = "".join(piece.text for piece in stretch if piece.change == change)
            result += [Piece(text, change)] if text else []
    return joined(result)


def stretches(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield before[i1:i2], after[j1:j2]


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of the same kind as one."""
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1].change == piece.change:
            result[-1] = Piece(result[-1].text + piece.text, piece.change)
        else:
            result.append(piece)
    return result


def folded(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with long unchanged stretches cut down to the words next to a change."""
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        words = words_of(piece.text)
        if piece.change or len(words) <= 3 * CONTEXT:
            result.append(piece)
            continue
        if number > 0:
            result.append(Piece("".join(words[:CONTEXT])))
        result.append(Piece("", "gap"))
        if number < len(pieces) - 1:
            result.append(Piece("".join(words[-CONTEXT:])))
    return result


def merged(base: str, one: str, other: str) -> str | None:
    """Both people's changes in one text; None where they changed the same words, or words that touch."""
    parts = SENTENCES if len(words_of(base)) > MOST_PARTS / 2 else WORDS
    words = parts.findall(plain(base))
    edits = combined(edits_of(words, parts.findall(plain(one))), edits_of(words, parts.findall(plain(other))))
    return None if edits is None else "".join(applied(words, edits)).strip()


def both(base: str, one: str, other: str, between: str = "\n\n") -> str:
    """Both people's changes, paragraph by paragraph; where they clash, one's paragraph and then the other's."""
    paragraphs = blocks_of(base)
    edits = merging(edits_of(paragraphs, blocks_of(one)), edits_of(paragraphs, blocks_of(other)))
    return between.join(part for part in applied(paragraphs, edits) if part)


def edits_of(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Edit(i1, i2, tuple(after[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def combined(ones: list[Edit], others: list[Edit]) -> list[Edit] | None:
    """Both lists as one; None where two different edits meet."""
    if any(clash(one, other) for one in ones for other in others if one != other):
        return None
    return sorted({*ones, *others}, key=lambda edit: (edit.start, edit.end))


def clash(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def merging(ones: list[Edit], others: list[Edit]) -> list[Edit]:
    """Both lists as one, where edits that meet become a single one that holds what both wrote."""
    result: list[Edit] = []
    for edit in sorted(dict.fromkeys([*ones, *others]), key=lambda found: (found.start, found.end)):
        if result and clash(result[-1], edit):
            last = result.pop()
            edit = Edit(last.start, max(last.end, edit.end), unrepeated(last.words, edit.words))
        result.append(edit)
    return result


def unrepeated(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return (*ones, *(part for part in others if part not in ones))


def applied(parts: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    result: list[str] = []
    at = 0
    for edit in edits:
        result += [*parts[at : edit.start], *edit.words]
        at = edit.end
    return [*result, *parts[at:]]
