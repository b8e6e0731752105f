from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from dialogue.meetings.models.events import Event
from reporting.reports.models import Report
from strategy.access import Audience, Edition

Json = dict[str, Any]

EDITION_WORDS = {
    Audience.INTERNAL: "intern",
    Audience.INTERNAL_SECRET: "intern-sekretess",
    Audience.AGENCIES: "samradskretsen",
    Audience.EXTERNAL: "extern",
}


@dataclass(frozen=True)
class ShortForm:
    """How a kind's short form is printed: `brief` is the chapter of the full one that it consists of."""

    schemas: tuple[str, ...]
    context: Callable[[Json], Json]
    brief: str
    texts: tuple[str, ...]
    template: str = "reporting/reports/paper/short.html"


@dataclass(frozen=True)
class ReportKind:
    """What one kind of report says, how it is printed, and what it is called."""

    key: str
    schemas: tuple[str, ...]  # the one that is written first, then those that can still be printed
    contents: Callable[[Report, datetime], Json]
    template: str
    context: Callable[[Json], Json]  # what the template needs besides the snapshot itself
    title: Callable[[Json], str]
    stem: Callable[[Report], str]  # the beginning of its files' names
    about: Promise  # in a sentence, for whoever is to make one
    texts: tuple[str, ...] = ()  # the keys of what its maker may write
    event_kinds: frozenset[str] = frozenset()  # of the meetings that it is for; empty where it is for none
    audiences: Mapping[str, Promise] = field(default_factory=dict)
    has_book: bool = True  # whether there is anything to count in it
    short: ShortForm | None = None

    @property
    def every_schema(self) -> tuple[str, ...]:
        return self.schemas + (self.short.schemas if self.short else ())

    def form_of(self, written: Json) -> "ReportKind | ShortForm":
        """How a snapshot is printed."""
        return self.short if self.short and written["schema"] in self.short.schemas else self

    def texts_of(self, report: Report) -> tuple[str, ...]:
        return self.short.texts if self.short and report.is_short else self.texts

    def file_name(self, report: Report, extension: str) -> str:
        """Says in a folder of downloads what it is: `uppfoljning-2021-iom-2020-2022-extern-sv-v1.pdf`."""
        edition = EDITION_WORDS[Audience(report.audience)]
        own = report.organisation.key if report.organisation else ""
        stem = f"{self.stem(report)}-sammandrag" if report.is_short else self.stem(report)
        parts = (stem, report.strategy.slug, edition, own, report.language, f"v{report.edition_number}")
        return f"{'-'.join(part for part in parts if part)}.{extension}"


def may_stand_in(event: Event, edition: Edition) -> bool:
    """Whether an edition may be made for the meeting: a secret one shows in no edition but the secret one."""
    return not event.is_secret or edition.audience == Audience.INTERNAL_SECRET
