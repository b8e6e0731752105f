"""What the contents of every kind of report begin with."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.observations.additions import with_additions
from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.reports.contents.snapshots.pieces import bilingual, day
from reporting.reports.inheritance import texts_before
from reporting.reports.models import Report, ReportText
from strategy.decision.models import Strategy

Json = dict[str, Any]


class Contents:
    """One writing of one report, limited once to what its edition may hold."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.strategy: Strategy = report.strategy
        self.material = Material.held_in(report.edition, self.strategy)

    @property
    def tells_of_silence(self) -> bool:
        """Whether the edition may name goals that nobody raised. One that leaves the house holds too little of the
        dialogue for that: a goal that was raised in what it leaves out would be called silent.
        """
        return not self.report.leaves_the_house

    @cached_property
    def goals(self) -> list[Goal]:
        return list(self.material.goals)

    @cached_property
    def texts(self) -> list[ReportText]:
        return list(self.report.texts.all()) if self.report.pk else texts_before(self.report)

    def own_text(self, key: str, organisation_id: int | None = None) -> str:
        """What the maker has written; empty where nothing is, and the drafted one stands."""
        own = (text for text in self.texts if (text.key, text.organisation_id) == (key, organisation_id))
        return next((text.text for text in own), "")

    def text(self, key: str, organisation_id: int | None, draft: Callable[[], str]) -> Json:
        """The maker's own text, or the one drafted from what else the report says."""
        if text := self.own_text(key, organisation_id):
            return {"text": text, "drafted": False}
        return {"text": draft(), "drafted": True}

    def heading(self, schema: str, taken_at: datetime, until: date, **more: Any) -> Json:
        return {
            "schema": schema,
            "text_language": "sv",
            "report": {
                "kind": self.report.kind,
                "year": self.report.year,
                "audience": self.report.audience,
                "language": self.report.language,
                "version": self.report.edition_number,
                "registry_number": self.report.registry_number,
                "evidence_until": day(until),
                "taken_at": taken_at.astimezone(UTC).isoformat(timespec="seconds"),
                **more,
            },
            "strategy": described_strategy(self.strategy),
        }

    def counterparts(self) -> Prefetch:  # type: ignore[type-arg]
        parts = EventCounterpart.objects.visible_in(self.report.edition).select_related("counterpart")
        return Prefetch("event_counterparts", parts.order_by("counterpart__sort_key"))

    def additions(self) -> Prefetch:  # type: ignore[type-arg]
        """To observations: what is accepted was accepted with all of them."""
        return with_additions(self.material.additions)


def counterparts_of(event: Event) -> list[Counterpart]:
    return [tie.counterpart for tie in event.event_counterparts.all()]


def described_strategy(strategy: Strategy) -> Json:
    organisation = strategy.organisation
    return {
        "slug": strategy.slug,
        "title": bilingual(strategy.title, strategy.title_en),
        "short_name": strategy.short_name,
        "organisation": bilingual(organisation.name, organisation.name_en) if organisation else None,
        "start": day(strategy.start),
        "end": day(strategy.end),
        "decided_on": day(strategy.decided_on),
        "registry_number": strategy.registry_number,
        "responsible_ministry": strategy.responsible_ministry,
        "responsible_unit": strategy.responsible_unit,
        "demonstration": strategy.is_demonstration,
    }
