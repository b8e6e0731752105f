"""What can be printed: the signs of the fonts that come with the product, so that every installation prints alike.

What lies beyond is printed by its name where it has one, as emoji do, and else by its number (Unicode).
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"
NAMES = VENDOR / "cldr-annotations-48.2.0" / "names.json"
LANGUAGES = ("sv", "en")  # the order of a sign's names
SPACES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")  # of what was kept before there was one form
BULLET = "\uf0b7"  # as Word's Symbol font has it
JOINERS = re.compile("[\u200c\u200d\u20e3\ufe00-\ufe0f\U000e0020-\U000e007f]")  # they alter a neighbour, no more
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
COMMON = re.compile("[\n\t -~\u00a0-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026]*")  # what most texts consist of


@dataclass(frozen=True)
class Font:
    """One file, under the family by which style sheets know it: WeasyPrint heeds no `unicode-range`."""

    family: str
    file: str
    style: str = "normal"
    weight: str = ""  # all that the file has

    @property
    def path(self) -> Path:
        return VENDOR / self.file


SOURCE_SANS = {
    "Source Sans 3": "latin",
    "Source Sans 3 Extended": "latin-ext",
    "Source Sans 3 Greek": "greek",
    "Source Sans 3 Greek Extended": "greek-ext",
    "Source Sans 3 Cyrillic": "cyrillic",
    "Source Sans 3 Cyrillic Extended": "cyrillic-ext",
}
FONTS = [
    *(
        Font(family, f"source-sans-3-5.3.0/source-sans-3-{part}-wght-{style}.woff2", style)
        for family, part in SOURCE_SANS.items()
        for style in ("normal", "italic")
    ),
    *(
        Font("Signs", f"dejavu-sans-5.3.0/dejavu-sans-latin-{weight}-normal.woff2", weight=weight)
        for weight in ("400", "700")
    ),
]


FAMILIES = list(dict.fromkeys(font.family for font in FONTS))


@cache
def signs_of(family: str) -> frozenset[str]:
    """Without those for private use, which a PDF/A may not hold."""
    from fontTools.ttLib import TTFont  # of use to few processes, and slow to load

    path = next(font.path for font in FONTS if font.family == family)
    found = map(chr, TTFont(path, lazy=True).getBestCmap())
    return frozenset(sign for sign in found if unicodedata.category(sign) not in {"Cc", "Co", "Cs"})


def lacking(text: str, families: Iterable[str] = FAMILIES) -> set[str]:
    """The signs that none of the fonts has. They are read one after the other, as far as they are needed."""
    left = set(text) - {"\n", "\r", "\t"}
    for family in families:
        if left:
            left -= signs_of(family)
    return left


@cache
def names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return found


def unprintable(text: str) -> list[str]:
    """The signs, each once in the order of the text, that neither a font nor a name stands for."""
    if COMMON.fullmatch(text):
        return []
    shown = shaped(text, "")
    beyond = lacking(shown)
    return [sign for sign in dict.fromkeys(shown) if sign in beyond and sign not in names()]


def shaped(text: str, flags: str | Callable[[re.Match[str]], str]) -> str:
    composed = unicodedata.normalize("NFC", SPACES.sub(" ", text.replace(BULLET, "•")))
    return JOINERS.sub("", FLAG.sub(flags, composed))


def in_print(text: str, language: str = "sv") -> str:
    """The text in signs that our fonts have; what stands in for one or several stands in square brackets.

    A sign that no font has, one for private use and one for control are each enough to make a file invalid
    (ISO 19005-3, 6.2.11.7 and 6.2.11.8; XML 1.0, 2.2, for its metadata).
    """
    if COMMON.fullmatch(text):
        return text
    shown = shaped(text, flag)
    beyond = lacking(shown)
    if not beyond:
        return shown
    place = LANGUAGES.index(language)

    def instead(found: re.Match[str]) -> str:
        return f"[{', '.join(names()[sign][place] if sign in names() else f'U+{ord(sign):04X}' for sign in found[0])}]"

    return re.sub(f"[{re.escape(''.join(sorted(beyond)))}]+", instead, shown)


def flag(found: re.Match[str]) -> str:
    return f"[{''.join(chr(ord(letter) - 0x1F1E6 + ord('A')) for letter in found[0])}]"


# ------------------------------------------------------------------ told to the writer

_noted: ContextVar[dict[str, None] | None] = ContextVar("unprintable", default=None)


def note_unprintable(text: str) -> None:
    """Keeps in mind what of a text that is being saved cannot be printed, for whoever listens."""
    noted = _noted.get()
    if noted is not None:
        noted |= dict.fromkeys(unprintable(text))


@contextmanager
def listening() -> Iterator[dict[str, None]]:
    """Yields what will have been noted within it."""
    noted: dict[str, None] = {}
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def listed(signs: Iterable[str], most: int = 12) -> str:
    """*ह, ि, न* – the first of them."""
    shown = list(signs)
    return ", ".join(shown[:most]) + (" …" if len(shown) > most else "")
