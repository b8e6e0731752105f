"""The one form in which a text that somebody types is kept; everything else about it stays to the letter."""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control signs but tab and line feed; soft hyphen, zero-width space, word joiner, byte order mark. The zero-width
# joiners and the variation selectors stay: emoji and some scripts are written with them.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")


def as_written(text: str) -> str:
    """In lines that end with a line feed, of composed letters (NFC), without signs that nobody sees."""
    return unicodedata.normalize("NFC", UNSEEN.sub("", LINE_ENDS.sub("\n", text)))


def in_a_line(text: str) -> str:
    """The same for what is asked for in a single line."""
    return as_written(text).replace("\n", " ")
