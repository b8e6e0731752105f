"""A goal's timeline as its page has it: one subject through the years, or one year read and the others folded."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext_lazy

from reporting.overview.timeline import UNDATED, Subject, Timeline, TimelineEntry
from strategy.web.pages import PER_PAGE

WORDS = {
    Subject.DIALOGUE: ngettext_lazy("%(count)d budskap", "%(count)d budskap", "count"),
    Subject.COMMITMENTS: ngettext_lazy("%(count)d utfästelse", "%(count)d utfästelser", "count"),
    Subject.OBSERVATIONS: ngettext_lazy("%(count)d observation", "%(count)d observationer", "count"),
    Subject.WORK_PLAN: ngettext_lazy("%(count)d aktivitet", "%(count)d aktiviteter", "count"),
    Subject.FIGURES: ngettext_lazy("%(count)d siffra", "%(count)d siffror", "count"),
    Subject.JUDGEMENTS: ngettext_lazy("%(count)d bedömning", "%(count)d bedömningar", "count"),
}


@dataclass(frozen=True)
class Chip:
    """A subject to narrow the timeline to, with how much there is of it; no subject for all of it."""

    subject: Subject | None
    count: int
    is_current: bool

    @property
    def query(self) -> str:
        return f"show={self.subject}" if self.subject else ""


@dataclass(frozen=True)
class Year:
    """Folded where it has no entries: then `summary` says what there is. `UNDATED` is what no day is set for."""

    year: int
    entries: list[TimelineEntry]
    summary: str = ""


class FoldedTimeline:
    """`year` is the one asked for, of which there may be nothing."""

    def __init__(self, whole: Timeline, subject: str, year: int | None, page: str | None) -> None:
        self.whole = whole
        self.subject = subject
        self.year = year
        self.number = page

    @property
    def chips(self) -> list[Chip]:
        """Those that lead to something, and where one is."""
        counts = {subject: len(self.whole.narrowed(subject)) for subject in Subject}
        chips = [Chip(subject, count, subject == self.subject) for subject, count in counts.items()]
        return [Chip(None, len(self.whole), not self.subject), *(c for c in chips if c.count or c.is_current)]

    @cached_property
    def read_year(self) -> int:
        """The one asked for, else the latest that has begun, else the first to come."""
        years = {year for _subject, year in self.whole.tally}
        if self.year in years:
            return self.year
        begun = [year for year in years if year <= self.whole.day.year]
        return max(begun, default=min(years, default=UNDATED))

    @cached_property
    def page(self) -> Page[TimelineEntry]:
        read = self.whole.narrowed(self.subject) if self.subject else self.whole.narrowed(year=self.read_year)
        return Paginator(read, PER_PAGE).get_page(self.number)

    @property
    def years(self) -> list[Year]:
        """The latest first."""
        if self.subject:
            return [Year(year, list(entries)) for year, entries in groupby(self.page, year_of)]
        years = sorted({year for _subject, year in self.whole.tally}, reverse=True)
        return [
            Year(year, list(self.page)) if year == self.read_year else Year(year, [], self.summary(year))
            for year in years
        ]

    def summary(self, year: int) -> str:
        counts = ((subject, self.whole.tally[subject, year]) for subject in Subject)
        return ", ".join(WORDS[subject] % {"count": count} for subject, count in counts if count)

    @property
    def query(self) -> str:
        """What the pages of this one keep in their addresses."""
        return f"show={self.subject}&" if self.subject else f"year={self.read_year}&"


def year_of(entry: TimelineEntry) -> int:
    return entry.day.year if entry.day else UNDATED
