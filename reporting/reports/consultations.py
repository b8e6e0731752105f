"""Which consultation came before, and what a pack for the next one looks at."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from dialogue.meetings.models.events import Event, EventQuerySet
from reporting.reports.models import Report
from strategy.access import Audience, Edition
from strategy.people.organisations import Organisation
from strategy.tools.days import months_after

MONTHS_AHEAD = 6


@dataclass(frozen=True)
class Span:
    """What is new lies from `first` to `until`; what falls due, up to `horizon`. `before` is None for a first one."""

    before: Event | None
    first: date
    until: date
    horizon: date

    @classmethod
    def of(cls, event: Event, until: date, edition: Edition) -> Self:
        before = consultation_before(event, edition)
        first = before.ends_on + timedelta(days=1) if before else event.strategy.start
        return cls(before, first, until, months_after(event.ends_on, MONTHS_AHEAD))


def agencies_of(report: Report) -> list[Organisation]:
    """Whom a pack puts questions to: the agencies that the decision is sent to; in an own copy that one."""
    if report.organisation is not None:
        return [report.organisation]
    return list(Organisation.objects.agencies_of(report.strategy))


def consultation_before(event: Event, edition: Edition) -> Event | None:
    """The latest of its kind that was held. A secret one is counted from in the edition that holds secrets alone."""
    secret = edition.audience == Audience.INTERNAL_SECRET
    held = Event.objects.visible_in(Edition(Audience.INTERNAL_SECRET if secret else Audience.INTERNAL))
    return held_before(held, event).first()


def held_before(events: EventQuerySet, event: Event) -> EventQuerySet:
    """Of these, the consultations that took place before one, the latest first."""
    held = events.of(event.strategy_id).consultations().taken_place()
    return held.filter(starts_on__lt=event.starts_on).order_by("-starts_on", "-pk")
