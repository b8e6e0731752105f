"""Days against moments: a day ends at midnight in Sweden, wherever the moment was stored. And days as people write."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1950, 2100  # what lies outside is a slip of the keys, whatever it is about

MONTHS = [
    ("januari", "january"),
    ("februari", "february"),
    ("mars", "march"),
    ("april",),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("augusti", "august"),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
]
FEWEST_LETTERS = 3

DAY, MONTH = r"(?P<day>\d\d?)(?:\.|:?[ae]|st|nd|rd|th)?", r"(?P<word>[a-z]+)"
YEAR = r"(?P<year>\d{2}|\d{3,6})"
WRITINGS = [
    re.compile(writing, re.ASCII)
    for writing in (
        r"(?P<year>\d{4}|\d{2})(?P<month>\d\d)(?P<day>\d\d)",  # 20210307, 210307
        r"(?P<year>\d{3,6})(?P<sign>[-./ ])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)",  # 2021-03-07
        r"(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",  # 21-03-07: with hyphens the year is first (ISO 8601)
        rf"(?P<day>\d\d?) ?[-./] ?(?P<month>\d\d?) ?[-./ ,] ?{YEAR}",  # 7.3.2021, 7/3 2021, 7/3-21
        rf"(?:den )?{DAY}(?:[- ]| of )?{MONTH}[.,]? ?[-']?{YEAR}",  # den 7:e mars 2021
        rf"{MONTH}\.? {DAY},? {YEAR}",  # March 7, 2021
    )
]


class WrittenDay(NamedTuple):
    """A day as it was written: `year` is its figures, and there need be no such day."""

    year: str
    month: int
    day: int


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to the day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()), timezone.get_default_timezone())


def written_day(text: str) -> WrittenDay | None:
    """What somebody has typed or pasted, in Swedish or English, day before month; None for what is no day."""
    plainly = plain(text).lower()
    for found in filter(None, (writing.fullmatch(plainly) for writing in WRITINGS)):
        parts = found.groupdict()
        month = int(parts["month"]) if "month" in parts else month_named(parts["word"])
        if month is not None:
            return WrittenDay(parts["year"], month, int(parts["day"]))
    return None


def month_named(word: str) -> int | None:
    """By its name or the beginning of it: *mars*, *mar*, *sept*."""
    if len(word) < FEWEST_LETTERS:
        return None
    months = (number for number, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names))
    return next(months, None)


def plain(text: str) -> str:
    """With composed letters, each blank an ordinary one, each dash a hyphen, and without what cannot be seen."""
    composed = (sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    plainly = "".join(
        "-" if sign == "\N{MINUS SIGN}" or unicodedata.category(sign) == "Pd" else sign for sign in composed
    )
    return " ".join(plainly.split())


def in_full(year: str, near: int) -> int:
    """The year that figures stand for: two of them mean the one nearest to another year."""
    if len(year) > 2:
        return int(year)
    return near - 50 + (int(year) - (near - 50)) % 100


def meant_year(figures: str, candidates: Iterable[int]) -> int | None:
    """Which year somebody may have meant by figures that cannot be true: the first of the candidates most alike."""
    alike = [(far, order, year) for order, year in enumerate(candidates) if (far := unlike(figures, str(year)))]
    return min(alike)[2] if alike else None


def unlike(typed: str, year: str) -> int:
    """How far typed figures are from a year's, from 1; 0 where nobody would mistake the one for the other."""
    swapped = {typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)}
    short = typed.lstrip("0")
    ways = (
        year in swapped,  # 2201
        typed.zfill(len(year))[-2:] == year[-2:],  # 0021, 1821
        (short and year.startswith(short)) or typed.startswith(year),  # 0202, 20211
        len(typed) == len(year) and sum(one != other for one, other in zip(typed, year, strict=True)) == 1,  # 2031
    )
    return next((far for far, is_so in enumerate(ways, 1) if is_so), 0)


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * len(MONTHS) + day.month - 1 - months, len(MONTHS))
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)
