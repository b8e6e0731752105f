"""What can be said in print: text as it was pasted, made into text that every PDF/A may hold.

A sign that no font has (.notdef), one for private use and one for control are each enough to make a file invalid
(ISO 19005-3, 6.2.11.7 and 6.2.11.8; XML 1.0, 2.2, for its metadata).
"""

import re
import unicodedata
from collections.abc import Collection

BULLET = "\uf0b7"  # as Word's Symbol font has it
SPACES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
NAMELESS = re.compile(
    r"[\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + r"\U000f0000-\U0010ffff]"
)


def printable(text: str) -> str:
    """Composed letters (NFC); a space for each control sign; private characters and none at all spelled out."""
    composed = unicodedata.normalize("NFC", text).replace(BULLET, "•")
    return NAMELESS.sub(spelled, SPACES.sub(" ", composed))


def spelled_out(text: str, characters: Collection[str]) -> str:
    """The text with these characters, which no font at hand has, as `[U+1F600]`."""
    return re.sub(f"[{re.escape(''.join(sorted(characters)))}]", spelled, text)


def spelled(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"
