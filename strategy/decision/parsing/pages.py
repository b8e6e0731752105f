"""What stands at the top and bottom of each page of a decision and is no part of its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from strategy.decision.parsing.lines import Line, joined, words

MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
DATE = rf"(?:den\s+)?(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+(?:{MONTHS})\s+\d{{4}})"
AGENDA_ITEM = r"(?:nr\s*)?[IVX]{1,4}\s*[:.]?\s*\d{1,3}"  # on the Government's agenda, such as III 5
MINISTRY = r"(?i:\w+departementet|Regeringskansliet)"
NUMBER = r"\d{1,3}(?:\s*(?:/|av)\s*\d{1,3})?"
REGISTRY_NUMBER = (
    r"(?:(?i:dnr|diarienr|diarienummer)\.?:?\s*)?"
    r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,3}\s?\d{4}/\d{3,6}(?:/[A-ZÅÄÖ][\w-]*)*(?:\s*\(delvis\))?"
)
ANNEX = r"Bilaga(?:\s+(?:\d{1,2}|[A-Z]))?"
SURE = "|".join(
    [
        r"(?i:sidan?|sid\.|page)\s*\d{1,3}(?:\s*(?:av|of|/)\s*\d{1,3}|\s*\(\d{1,3}\))?",
        r"\d{1,3}\s*\(\d{1,3}\)",
        r"[-–—]\s*\d{1,3}\s*[-–—]",
        REGISTRY_NUMBER,
        r"(?i:dnr|diarienr|diarienummer)\.?:?\s*\S*\d\S*",
        rf"{ANNEX}(?:\s+till\s+(?:regeringens\s+|regerings)?(?:beslut|protokoll|skrivelse)(?:et|en)?)?",
        rf"(?:Regeringsbeslut|(?:Utdrag\s+ur\s+p|P)rotokoll)\s+{AGENDA_ITEM}",
    ]
)
UNSURE = rf"{DATE}|{AGENDA_ITEM}|{MINISTRY}|{NUMBER}|Regeringsbeslut|vid\s+regeringssammanträdet?"
HEAD = re.compile(rf"(?:(?:{SURE}|{UNSURE})(?!\w)[\s,;:|·–—-]*){{1,8}}")
SURE_PART = re.compile(rf"(?:{SURE})(?!\w)")
NUMBERED_MINISTRY = re.compile(rf"(?:{NUMBER})\s+(?:{MINISTRY})|(?:{MINISTRY})\s+(?:{NUMBER})")
PAGE_NUMBER = re.compile(NUMBER)
CITED = re.compile(rf"(?P<annex>{ANNEX})|{REGISTRY_NUMBER}")
CITES_NUMBER = re.compile(r"(?:beslut|nummer|nr|dnr|ärende)[.:]?$", re.IGNORECASE)
CITES_ANNEX = re.compile(r"\b(?:av|enligt|i|med|och|se|till)$", re.IGNORECASE)
LONGEST_HEAD = 300  # characters
MOST_LINES = 4


def may_be_head(text: str) -> bool:
    """Also a ministry or a date alone, which may be part of the text."""
    return len(text) <= LONGEST_HEAD and bool(HEAD.fullmatch(text))


@dataclass(frozen=True)
class Pages:
    """The pages of a text with this title, whose cover ends before a line and whose goals begin at another."""

    title: str
    start: int
    goals: int

    def without_heads(self, lines: Sequence[Line]) -> list[Line]:
        """A head that stands by itself, or first or last among lines, leaves a blank line that says a page ended."""
        kept: list[Line] = []
        runs = [list(run) for _, run in groupby(lines, key=lambda line: bool(line.text))]
        for run, following in zip(runs, [*runs[1:], []], strict=True):
            if not run[0].text or run[0].number < self.start:
                kept += run
                continue
            ends = [any(line.page for line in kept[-1:]), any(line.page for line in following)]
            kept += self.text_of_run(run, after_page=ends[0], before_page=ends[1])
        return kept

    def text_of_run(self, run: list[Line], *, after_page: bool, before_page: bool) -> Iterator[Line]:
        place = 0
        while place < len(run):
            size = next(
                (size for size in range(min(MOST_LINES, len(run) - place), 0, -1) if self.is_head(run, place, size)), 0
            )
            first, last = place == 0, place + max(size, 1) == len(run)
            if not size and ((first and after_page) or (last and before_page) or (first and last)):
                size = int(self.is_head_by_place(run[place], at_page=after_page or before_page))
            if not size:
                yield run[place]
            elif first or last:
                yield Line(run[place].number, "", page=True)
            place += size or 1

    def is_head(self, run: list[Line], place: int, size: int) -> bool:
        text = joined(line.text for line in run[place : place + size])
        if len(text) > LONGEST_HEAD or (place and is_cited(text, run[place - 1].text)):
            return False
        rest = self.running_title.sub("", text, count=1) if self.running_title else text
        if rest != text:
            rest = rest.strip(" ,;:|·–—-")
            return bool(HEAD.fullmatch(rest)) if rest else run[place].number > self.goals
        return bool(HEAD.fullmatch(text) and (SURE_PART.search(text) or NUMBERED_MINISTRY.fullmatch(text)))

    def is_head_by_place(self, line: Line, *, at_page: bool) -> bool:
        """What is one only at the edge of a page, or standing by itself."""
        if PAGE_NUMBER.fullmatch(line.text):
            return True
        return at_page and line.number > self.goals and may_be_head(line.text)

    @cached_property
    def running_title(self) -> re.Pattern[str] | None:
        parts = words(self.title)
        return re.compile(r"\W+".join(map(re.escape, parts)), re.IGNORECASE) if len(parts) > 2 else None

    def may_be_head(self, text: str) -> bool:
        """Also a shortened title."""
        parts, title = words(text), words(self.title)
        shortened = len(parts) > 2 and parts[:1] == title[:1] and set(parts) <= set(title)
        return may_be_head(text) or shortened


def is_cited(text: str, before: str) -> bool:
    """Whether an annex or a registry number is named by the sentence it stands in."""
    cited = CITED.fullmatch(text)
    return bool(cited and (CITES_ANNEX if cited["annex"] else CITES_NUMBER).search(before))
