"""What was said, promised and seen during a report's year, and what comes after."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.silences import Silence
from priorities.goals.models import Goal
from reporting import figures
from reporting.reports.contents.snapshots import pieces
from reporting.reports.contents.snapshots.base import Contents, counterparts_of
from reporting.reports.contents.snapshots.pieces import day

Json = dict[str, Any]


class Spoken:
    """Read once, and told apart goal by goal."""

    def __init__(self, contents: Contents, first: date, until: date) -> None:
        self.contents = contents
        self.material = contents.material
        self.year = contents.report.year
        self.first, self.until = first, until

    @cached_property
    def strips(self) -> dict[int, list[figures.Cell]]:
        return figures.strips(self.material, self.until)

    @cached_property
    def interventions(self) -> dict[int, list[Json]]:
        """By goal: everything that was said and answered during the year, in dialogue and in coordination."""
        found: dict[int, list[Json]] = defaultdict(list)
        rows = self.material.interventions.filter(event__in=self.events).select_related("event", "counterpart")
        for row in rows.order_by("event__starts_on", "pk"):
            found[row.goal_id].append(pieces.of_intervention(row))
        return found

    @cached_property
    def events(self) -> list[Event]:
        return list(
            self.material.events.taken_place()
            .in_period(self.first, self.until)
            .prefetch_related(self.contents.counterparts())
            .order_by("starts_on", "pk")
        )

    @cached_property
    def commitments(self) -> list[Commitment]:
        """Made or resolved during the year, or open at its end."""
        open_then = figures.open_on(self.material.commitments, self.until)
        year = (self.first, self.until)
        touched = Q(event__starts_on__range=year) | Q(resolved_on__range=year) | Q(pk__in=open_then.values("pk"))
        return list(
            self.material.commitments.filter(touched)
            .select_related("counterpart", "event")
            .prefetch_related("goals")
            .order_by("due_on", "pk")
        )

    @cached_property
    def observations(self) -> list[Any]:
        return list(
            self.material.observations.in_period(self.first, self.until)
            .select_related("organisation")
            .prefetch_related("goals", "mandate_areas", self.contents.additions())
            .order_by("organisation__sort_key", "country", "observed_on", "pk")
        )

    def of_goal(self, goal: Goal) -> Json:
        return {
            "strip": [pieces.of_cell(cell) for cell in self.strips[goal.pk]],
            "interventions": self.interventions[goal.pk],
            "commitments": [
                pieces.of_commitment(found, self.until) for found in self.commitments if goal in found.goals.all()
            ],
            "observations": [pieces.of_observation(found) for found in self.observations if goal in found.goals.all()],
        }

    def of_no_goal(self) -> list[Json]:
        return [pieces.of_observation(found) for found in self.observations if not found.goals.all()]

    def dialogue(self) -> Json:
        rows = figures.coverage(self.material, self.year, self.until)
        tells = self.contents.tells_of_silence
        return {
            "kinds": [
                {
                    "kind": kind,
                    "counts_as_dialogue": kind in Event.DIALOGUE_KINDS,
                    "levels": {level: counts[level] for level in Event.Level.values},
                }
                for kind, counts in figures.events_by_kind(self.material, self.year, self.until).items()
            ],
            "events": [pieces.of_event(event, counterparts_of(event)) for event in self.events],
            "coverage": [{"goal": row.goal.code, "counts": dict(row.counts)} for row in rows],
            "silent": [row.goal.code for row in rows if not row.total] if tells else None,
            "blind_spot_months": self.material.strategy.blind_spot_months,
            "blind_spots": told_silences(figures.blind_spots(self.material, self.until)) if tells else None,
        }

    def next_year(self) -> Json:
        planned = self.material.events.planned_from(self.until).prefetch_related(self.contents.counterparts())
        written = [pieces.of_commitment(found, self.until) for found in self.commitments]
        return {
            "commitments": [found for found in written if found["state"] == Commitment.State.OPEN],
            "events": [pieces.of_event(event, counterparts_of(event)) for event in planned],
        }


def told_silences(silences: Iterable[Silence]) -> list[Json]:
    return [{"goal": silence.goal.code, "last_dialogue": day(silence.last_dialogue)} for silence in silences]
