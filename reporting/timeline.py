"""One timeline of what was said, promised and seen about a goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Coalesce

from dialogue.models import Commitment, Intervention, Observation
from dialogue.querysets import CommitmentQuerySet, InterventionQuerySet, ObservationQuerySet


@dataclass(frozen=True)
class Entry:
    day: date | None
    kind: str
    thing: Model


class Timeline(Sequence[Entry]):
    """Newest first; reads only the rows of the slice asked for, in four queries."""

    def __init__(self, rows: "QuerySet[Model]", things: dict[str, "QuerySet[Model]"]) -> None:
        self.rows = rows
        self.things = things

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        rows = list(self.rows[place])
        found = {
            kind: queryset.in_bulk([row[2] for row in rows if row[1] == kind]) for kind, queryset in self.things.items()
        }
        return [Entry(day, kind, found[kind][pk]) for day, kind, pk in rows]


def timeline(
    *, interventions: InterventionQuerySet, commitments: CommitmentQuerySet, observations: ObservationQuerySet
) -> Timeline:
    """Takes what the reader may see of the three."""
    rows = (
        dated(interventions, "intervention", F("event__starts_on"))
        .union(
            dated(commitments, "commitment", Coalesce("event__starts_on", "due_on")),
            dated(observations, "observation", F("observed_on")),
        )
        .order_by("-day", "kind_of_thing", "-pk")
    )
    return Timeline(
        rows,
        {
            "intervention": Intervention.objects.select_related("event", "counterpart"),
            "commitment": Commitment.objects.select_related("event", "counterpart", "strategy"),
            "observation": Observation.objects.select_related("organisation"),
        },
    )


def dated(queryset, kind: str, day):  # type: ignore[no-untyped-def]
    return queryset.order_by().annotate(day=day, kind_of_thing=Value(kind)).values_list("day", "kind_of_thing", "pk")
