"""The words of a mail, out of its parts, charsets and HTML: what is shown of it, in signs that can be read."""

import unicodedata
from datetime import UTC, datetime
from email.message import Message
from email.policy import default
from email.utils import parsedate_to_datetime

from strategy.texts.writing import as_written

LONGEST_READ = 2_000  # of a header field: reading one takes time with the square of its length
LONGEST_TEXT = 100_000
UNTRUE_CHARSETS = {"iso-8859-1", "latin1", "us-ascii", "ascii"}  # said of Windows-1252, too
SLOW_CHARSETS = {"idna", "punycode"}
HIDDEN = {"Cc", "Cf", "Cs"}


def worded(name: str, raw: str) -> str:
    """With its encoded words (RFC 2047) read, where they can be."""
    try:
        return str(default.header_fetch_parse(name, raw[:LONGEST_READ]))
    except Exception:  # the package's readers raise whatever comes to hand
        return raw


def decoded(content: bytes, charset: str = "utf-8") -> str:
    """By its charset, and where that is not true by the likely ones."""
    stated = [] if charset.lower() in UNTRUE_CHARSETS | SLOW_CHARSETS else [charset]
    for name in [*stated, "utf-8"]:
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def unflowed(text: str, *, blank_falls: bool) -> str:
    """Text in which a program has broken lines where it liked (RFC 3676): those that end with a blank go on."""
    lines: list[str] = []
    flows, depth = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.lstrip(">")
        quoted, words = len(line) - len(words), words.removeprefix(" ")
        is_signature = words == "-- "
        if flows and quoted == depth and not is_signature:
            lines[-1] += words
        else:
            lines.append(f"{'>' * quoted} {words}" if quoted else words)
        flows, depth = words.endswith(" ") and not is_signature, quoted
        if flows and blank_falls:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line.rstrip(" ") for line in lines)


def legible(text: str) -> str:
    """In the one form for texts, without marks of direction, which could show a sender as another."""
    lines = as_written(text[: 2 * LONGEST_TEXT])
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in HIDDEN).strip()


def one_line(text: str) -> str:
    return " ".join(legible(text).split())


LONGEST_FIELD = 300


def header(message: "Message[str, str]", name: str) -> str:
    raw = next((str(value) for field, value in message.raw_items() if field.lower() == name), "")
    return one_line(worded(name, decoded(raw.encode("ascii", "surrogateescape"))))[:LONGEST_FIELD]


def sent_at(message: "Message[str, str]") -> datetime | None:
    try:
        moment = parsedate_to_datetime(header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if 1970 <= moment.year < 2200 else None
