"""The text as lines: letters composed, hidden signs gone, and words that a line end broke made whole again."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from strategy.decision.parsing.document import ParsingError

SOFT_HYPHEN = "\u00ad"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
LINE_BREAK = re.compile(rf"[\v\u2028]|(?<=\w{SOFT_HYPHEN})[ \t]+(?=\S)")  # within a line as an editor counts them
INLINE_BULLET = re.compile(r"(?<=\S)\s+(?=[•●▪■◦‣\uf0b7]\s+\S)")
LINK = re.compile(r"!?\[(?P<text>[^\]\n]+)\]\((?:https?://|mailto:|/|#)[^)\s]*\)")
ESCAPED = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!>|~-])")
BLANK_LINE = str.maketrans({"\u2029": "\u2028\u2028", "\f": "\u2028\f\u2028"})
BROKEN = re.compile(rf"\w[-\u2010\u2011–{SOFT_HYPHEN}]$")
HALF_WORD = re.compile(rf"(?<!\w)(?!(?i:icke).$)\w+[a-zà-öø-ÿ][-\u2010{SOFT_HYPHEN}]$")
SUSPENDED = re.compile(r"(och|eller|samt|respektive|resp|liksom|and)\b")  # "mål- och resultatstyrning"
ENDS_IN_SAMT = re.compile(r"(gemen|märk|verk|lång|lön|spar|var|våld|råd).samt\b", re.IGNORECASE)  # "gemensamt"


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is stripped, and empty for a blank line. `page` says of a blank line that a page ends there."""

    number: int
    text: str
    page: bool = False


def read_lines(text: str) -> list[Line]:
    """Raises ParsingError for a text that is empty or binary. Numbers count as editors do, by line feeds."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ESCAPED.sub("", LINK.sub(r"\g<text>", HIDDEN.sub("", text)))
    if CONTROL.search(text):
        raise ParsingError("Texten innehåller styrtecken och är troligen ingen ren text.")
    if not text.strip():
        raise ParsingError("Texten är tom.")
    return [
        Line(number, re.sub(rf"{SOFT_HYPHEN}(?!$)", "", piece.strip()), page=piece == "\f")
        for number, raw in enumerate(text.split("\n"), 1)
        for whole in LINE_BREAK.split(raw.translate(BLANK_LINE))
        for piece in INLINE_BULLET.split(whole)
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def joined(lines: Iterable[str]) -> str:
    """As running text, with single blanks."""
    return " ".join("".join(before_next(line, following) for line, following in pairwise([*lines, ""])).split())


def before_next(line: str, following: str) -> str:
    """The line as it goes on into the next: with a blank, with a hyphen of the word's own, or with nothing.

    Its own is the hyphen of "FN-", "2020-", "e-" and "icke-", and of "mål-" before "och resultatstyrning".
    """
    if not following or not BROKEN.search(line[-2:]):
        return f"{line.rstrip(SOFT_HYPHEN)} "
    whole = f"{line[:-1]}-" if line.endswith(SOFT_HYPHEN) else line
    suspended = SUSPENDED.match(following) and not ENDS_IN_SAMT.search(line[-6:] + following[:5])
    if suspended or not following[0].isalnum():
        return f"{whole} "
    if following[0].islower() and HALF_WORD.search(line):
        return line[:-1]
    return whole
