"""How single records are written down in a snapshot: plain values, dates as ISO text, no keys of the database."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Counterpart, Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.goals.models import Goal
from reporting.figures import Cell
from strategy.records.models import Classified

Json = dict[str, Any]


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def plain(value: Decimal) -> str:
    """A decimal number as text, without exponent or needless zeroes: JSON's own numbers may lose digits."""
    told = f"{value:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def exact(value: Decimal | None) -> str | None:
    """As `plain`, and nothing for none."""
    return None if value is None else plain(value)


def bilingual(swedish: str, english: str) -> Json:
    """`en` is empty where there is no translation."""
    return {"sv": swedish, "en": english}


def registry_number(*sources: Classified | None) -> str:
    """The first that has one: a thing without a number of its own is filed under what it hangs on."""
    return next((source.registry_number for source in sources if source and source.registry_number), "")


def named(counterpart: Counterpart | None) -> Json | None:
    return bilingual(counterpart.name, counterpart.name_en) if counterpart else None


def codes(goals: Iterable[Goal]) -> list[str]:
    return [goal.code for goal in sorted(goals, key=lambda goal: goal.order)]


def of_event(event: Event, counterparts: Iterable[Counterpart]) -> Json:
    """Bodies and functions alone: who took part for Sweden, and who spoke for a counterpart, are not printed."""
    return {
        "kind": event.kind,
        "level": event.level,
        "title": event.title,
        "starts_on": day(event.starts_on),
        "ends_on": day(event.ends_on),
        "place": event.place,
        "country": event.country,
        "registry_number": event.registry_number,
        "counterparts": [bilingual(found.name, found.name_en) for found in counterparts],
    }


def of_intervention(intervention: Intervention) -> Json:
    event = intervention.event
    return {
        "event": event.title,
        "event_kind": event.kind,
        "counts_as_dialogue": event.counts_as_dialogue,
        "date": day(event.starts_on),
        "counterpart": named(intervention.counterpart),
        "carried_by": intervention.carried_by,
        "message": intervention.message,
        "response": intervention.response,
        "lean": intervention.lean,
        "registry_number": registry_number(intervention, event),
    }


def of_commitment(commitment: Commitment, until: date) -> Json:
    """As it stood on a day: what was resolved later was still open."""
    resolved = commitment.resolved_on is not None and commitment.resolved_on <= until
    overdue = commitment.due_on is not None and commitment.due_on < until
    return {
        "text": commitment.text,
        "owner": commitment.whose,
        "counterpart": named(commitment.counterpart),
        "event": commitment.event.title if commitment.event else "",
        "date": day(commitment.event.starts_on) if commitment.event else None,
        "due_on": day(commitment.due_on),
        "state": commitment.state if resolved else Commitment.State.OPEN.value,
        "is_late": overdue and not resolved,
        "resolved_on": day(commitment.resolved_on) if resolved else None,
        "resolution": commitment.resolution if resolved else "",
        "goals": codes(commitment.goals.all()),
        "registry_number": registry_number(commitment, commitment.event),
    }


def of_observation(observation: Observation) -> Json:
    """The organisation, never the person who wrote it nor those it was agreed with; with what was added to it."""
    areas = sorted(observation.mandate_areas.all(), key=lambda area: area.number)
    return {
        "title": observation.title,
        "text": observation.whole_text,
        "organisation": bilingual(observation.organisation.name, observation.organisation.name_en),
        "country": observation.country,
        "place": observation.place,
        "observed_on": day(observation.observed_on),
        "source": observation.source,
        "confidence": observation.confidence,
        "registry_number": observation.registry_number,
        "agency_registry_number": observation.agency_registry_number,
        "goals": codes(observation.goals.all()),
        "mandate_areas": [{"number": area.number, "text": bilingual(area.text, area.text_en)} for area in areas],
    }


def of_cell(cell: Cell) -> Json:
    return {"year": cell.year, "quarter": cell.quarter, "count": cell.count}
