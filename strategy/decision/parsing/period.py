"""The time that a strategy holds for, in figures or in words."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from strategy.decision.parsing.document import Paragraph, Period

MONTH_NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
NUMBERS = {"ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10}
DAY = rf"(?:(?:den\s+)?(?P<{{0}}day>\d{{{{1,2}}}})(?:\s+|:e\s+))?(?P<{{0}}month>{'|'.join(MONTH_NAMES)})\s+"
YEAR = r"(?P<{0}year>(?:19|20)\d\d)"
POINT = rf"(?:{DAY})?(?:år(?:et|en)?\s+)?{YEAR}"
ISO = r"(?P<{0}iso>\d{{4}}-\d\d-\d\d)"
TO = (
    r"\s*(?:[–—-]|,?\s*(?:och\s+)?(?:fram\s+)?(?:till\s+och\s+med\b|t\.?\s?o\.?\s?m\b\.?|till\b|upp\s+till\b)"
    r"|\s+och\b(?<=mellan \d{4} och))\s*"
)
END = r"(?:utgången\s+av\s+|slutet\s+av\s+|utgången\s+)?"
YEARS = re.compile(r"\b(\d{4})\s*[–—-]\s*(\d{4})\b(?!-\d)")
SPAN = re.compile(rf"\b{POINT.format('a')}{TO}{END}{POINT.format('b')}\b", re.IGNORECASE)
ISO_SPAN = re.compile(rf"\b{ISO.format('a')}{TO}{ISO.format('b')}\b", re.IGNORECASE)
SAME_YEAR = re.compile(
    rf"\b{DAY.format('a').removesuffix('s+')}s*{TO}{DAY.format('b')}{YEAR.format('b')}", re.IGNORECASE
)
SHORT_SPAN = re.compile(r"\b(?P<start>(?:19|20)\d\d)\s*[–—/-]\s*(?P<end>\d\d)\b(?![-–/\d])")
LENGTH = r"(?P<length>\d{1,2}|" + "|".join(NUMBERS) + r")"
FOR_YEARS = re.compile(
    rf"\b{LENGTH}\s+år\b.{{0,60}}?\b(?:från(?:\s+och\s+med)?|fr\.?\s?o\.?\s?m\.?|med\s+början)\s+(?:år\s+)?{POINT.format('a')}",
    re.IGNORECASE,
)
YEARS_ON = re.compile(
    rf"\bfr(?:ån\s+och\s+med|\.?\s?o\.?\s?m\.?|ån)\s+{POINT.format('a')}.{{0,40}}?\b{LENGTH}\s+år\b", re.IGNORECASE
)
HOLDS = re.compile(r"\bstrateg\w*\b.*\b(?:gäll\w+|avse\w*|omfatta\w*|löp\w+|sträck\w+)\b|\bperiod\w*\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[a-zåäö\d)][.!?])\s+(?=[A-ZÅÄÖ])")


def find_period(title: str, paragraphs: Iterable[Paragraph]) -> tuple[Period | None, str]:
    """From the title, else from the first sentence that says how long it holds; and what speaks against it."""
    named = read_period(title)
    said = list(filter(None, map(read_period, sentences(paragraphs))))
    if named is None or not said:
        return named or next(iter(said), None), ""
    alike = [period for period in said if str(period) == str(named)]
    if alike:
        return alike[0], ""
    return named, f"Titeln anger perioden {named}, men texten {said[0]}."


def sentences(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    """Those that speak of the strategy's time, the plainest first."""
    found = [sentence for paragraph in paragraphs for sentence in SENTENCE.split(paragraph.plain)]
    holding = [sentence for sentence in found if HOLDS.search(sentence)]
    yield from (sentence for sentence in holding if re.search(r"\bstrategi(?:n|perioden)?\b", sentence, re.IGNORECASE))
    yield from (sentence for sentence in holding if re.search(r"\bperioden\b", sentence, re.IGNORECASE))


def read_period(text: str) -> Period | None:
    """The first in the text, however it is written."""
    for pattern, read in (
        (ISO_SPAN, of_iso),
        (SAME_YEAR, of_days_in_a_year),
        (SPAN, of_points),
        (SHORT_SPAN, of_short),
        (FOR_YEARS, of_length),
        (YEARS_ON, of_length),
    ):
        match = pattern.search(text)
        period = read(match) if match else None
        if period and period.start <= period.end:
            return period
    return None


def of_iso(match: re.Match[str]) -> Period | None:
    try:
        first, last = date.fromisoformat(match["aiso"]), date.fromisoformat(match["biso"])
    except ValueError:
        return None
    return Period(first.year, last.year, (first, last)) if first <= last else None


def of_points(match: re.Match[str]) -> Period | None:
    start, end = int(match["ayear"]), int(match["byear"])
    if not (match["amonth"] or match["bmonth"]):
        return Period(start, end)
    return with_days(match, start, end)


def of_days_in_a_year(match: re.Match[str]) -> Period | None:
    return with_days(match, int(match["byear"]), int(match["byear"]))


def with_days(match: re.Match[str], start: int, end: int) -> Period | None:
    first = day_of(start, match["amonth"], match["aday"], last=False)
    last = day_of(end, match["bmonth"], match["bday"], last=True)
    if not (first and last and first <= last):
        return None
    whole_years = (first, last) == (date(start, 1, 1), date(end, 12, 31))
    return Period(start, end, None if whole_years else (first, last))


def day_of(year: int, month: str | None, day: str | None, *, last: bool) -> date | None:
    number = MONTH_NAMES.index(month.lower()) + 1 if month else (12 if last else 1)
    if day or not last:
        try:
            return date(year, number, int(day or 1))
        except ValueError:
            return None
    return date(year + number // 12, number % 12 + 1, 1) - date.resolution


def of_short(match: re.Match[str]) -> Period:
    return Period(int(match["start"]), int(match["start"][:2] + match["end"]))


def of_length(match: re.Match[str]) -> Period | None:
    length = match["length"].lower()
    years = NUMBERS.get(length) or int(length)
    start = int(match["ayear"])
    if not match["amonth"]:
        return Period(start, start + years - 1)
    first = day_of(start, match["amonth"], match["aday"], last=False)
    if first is None:
        return None
    last = first.replace(year=start + years, day=min(first.day, 28)) - date.resolution
    return Period(start, last.year, (first, last))
