"""The evidence register: every piece that the report cites, numbered through in the order it is cited."""

from typing import Any

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.work_plan.models import Activity
from reporting.assessments.models.evidence import Evidence
from reporting.reports.contents.snapshots.pieces import bilingual, day, named, plain, registry_number
from strategy.decision.models import Paragraph

Json = dict[str, Any]


class Register:
    """Gives each thing one number, however many assessments cite it."""

    def __init__(self) -> None:
        self.entries: list[Json] = []
        self.numbers: dict[tuple[str, object], int] = {}

    def cite(self, piece: Evidence, goal_code: str) -> int:
        """The number of what a piece points at, which is entered the first time."""
        key = identity(piece)
        if key not in self.numbers:
            self.numbers[key] = len(self.entries) + 1
            self.entries.append({"number": self.numbers[key], "citations": [], **described(piece)})
        entry = self.entries[self.numbers[key] - 1]
        entry["citations"].append({"goal": goal_code, "stance": piece.stance})
        return self.numbers[key]


def identity(piece: Evidence) -> tuple[str, object]:
    target = piece.target
    if target is None:
        return "document", (piece.document, piece.document_date)
    return type(target).__name__, target.pk


def described(piece: Evidence) -> Json:
    match piece.target:
        case Intervention() as found:
            return of_intervention(found)
        case Commitment() as found:
            return of_commitment(found)
        case Observation() as found:
            return of_observation(found)
        case Measurement() as found:
            return of_measurement(found)
        case Contribution() as found:
            return of_contribution(found)
        case Activity() as found:
            return of_activity(found)
        case Paragraph() as found:
            return of_paragraph(found, piece.quote)
    return entry("document", piece.document, day(piece.document_date), quote=piece.quote)


def entry(kind: str, title: str, on: str | None, **more: Any) -> Json:
    """One shape for every kind, so that a reader of the JSON finds each field in each entry."""
    empty = {
        "by": None,
        "contribution": None,
        "event_kind": None,
        "figure": None,
        "goal": None,
        "lean": None,
        "paragraph": None,
        "quote": "",
        "registry_number": "",
        "source": "",
    }
    return {**empty, "kind": kind, "title": title, "date": on, **more}


def of_intervention(found: Intervention) -> Json:
    return entry(
        "intervention",
        found.event.title,
        day(found.event.starts_on),
        by=named(found.counterpart),
        event_kind=found.event.kind,
        goal=found.goal.code,
        lean=found.lean,
        registry_number=registry_number(found, found.event),
    )


def of_commitment(found: Commitment) -> Json:
    return entry(
        "commitment",
        found.text,
        day(found.event.starts_on) if found.event else None,
        by=named(found.counterpart),
        registry_number=registry_number(found, found.event),
    )


def of_observation(found: Observation) -> Json:
    return entry(
        "observation",
        found.title,
        day(found.observed_on),
        by=bilingual(found.organisation.name, found.organisation.name_en),
        registry_number=found.registry_number or found.agency_registry_number,
    )


def of_measurement(found: Measurement) -> Json:
    indicator = found.indicator
    return entry(
        "measurement",
        indicator.name,
        day(found.measured_on),
        figure={
            "name": bilingual(indicator.name, indicator.name_en),
            "value": plain(found.value),
            "unit": bilingual(indicator.unit, indicator.unit_en),
            "qualifier": found.qualifier,
        },
        source=found.source,
        registry_number=found.registry_number,
    )


def of_contribution(found: Contribution) -> Json:
    return entry(
        "contribution",
        found.purpose,
        day(found.paid_on or found.decided_on),
        by=bilingual(found.giver.name, found.giver.name_en),
        contribution={"kind": found.kind, "year": found.year},
        figure={
            "name": None,
            "value": plain(found.amount),
            "unit": bilingual(found.currency, found.currency),
            "qualifier": found.qualifier,
        },
        source=found.source,
        registry_number=found.registry_number,
    )


def of_activity(found: Activity) -> Json:
    return entry(
        "activity",
        found.title,
        day(found.ended_on or found.due_on),
        by=bilingual(found.responsible.name, found.responsible.name_en),
        registry_number=found.registry_number,
    )


def of_paragraph(found: Paragraph, quote: str) -> Json:
    return entry("paragraph", found.section.title, None, paragraph=found.number, quote=quote)
