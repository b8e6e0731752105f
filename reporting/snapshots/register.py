"""The evidence register: every piece that the report cites, numbered through in the order it is cited."""

from typing import Any

from dialogue.models import Commitment, Intervention, Observation
from reporting.models import Evidence
from reporting.snapshots.pieces import bilingual, day, named, registry_number
from strategy.models import Paragraph

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
        case Paragraph() as found:
            return of_paragraph(found, piece.quote)
    return entry("document", piece.document, day(piece.document_date), quote=piece.quote)


def entry(kind: str, title: str, on: str | None, **more: Any) -> Json:
    """One shape for every kind, so that a reader of the JSON finds each field in each entry."""
    empty = {
        "by": None,
        "event_kind": None,
        "goal": None,
        "lean": None,
        "paragraph": None,
        "quote": "",
        "registry_number": "",
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


def of_paragraph(found: Paragraph, quote: str) -> Json:
    return entry("paragraph", found.section.title, None, paragraph=found.number, quote=quote)
