"""How the work plan went: done, late, dropped and moved, as it stood on a day."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from priorities.work_plan.models import Activity, ActivityUpdate
from reporting.assessments.material import Material
from reporting.reports.contents.snapshots.pieces import bilingual, codes, day
from strategy.people.organisations import Organisation

Json = dict[str, Any]


class WorkPlan:
    """The lines that the edition holds, in a period. Four queries, however many there are."""

    def __init__(self, material: Material, first: date, until: date) -> None:
        self.material = material
        self.first, self.until = first, until

    @cached_property
    def activities(self) -> list[Activity]:
        rows = self.material.activities.select_related("responsible").prefetch_related("goals", "participants")
        return list(rows.order_by("due_on", "pk"))

    @cached_property
    def moves(self) -> dict[int, list[ActivityUpdate]]:
        """By line: every time its day was moved, the earliest first."""
        found: dict[int, list[ActivityUpdate]] = defaultdict(list)
        held = self.material.activities.order_by().values("pk")
        for row in ActivityUpdate.objects.moves().filter(activity__in=held).order_by("happened_on", "pk"):
            found[row.activity_id].append(row)
        return found

    def of_the_year(self) -> Json:
        return {
            "done": [self.told(found) for found in self.ended(Activity.State.DONE)],
            "late": [self.told(found) for found in self.late],
            "dropped": [self.told(found) for found in self.ended(Activity.State.DROPPED)],
            "moved": [self.told(found) for found in self.moved],
            "coming": [self.told(found) for found in self.waiting if not self.is_late(found)],
        }

    def ended(self, state: str) -> list[Activity]:
        """Done or dropped in the period."""
        return [
            found
            for found in self.activities
            if found.state == state and found.ended_on and self.first <= found.ended_on <= self.until
        ]

    @cached_property
    def waiting(self) -> list[Activity]:
        """Neither done nor dropped by the last day."""
        return [found for found in self.activities if not self.is_over(found)]

    @cached_property
    def late(self) -> list[Activity]:
        """What has been due longest first."""
        return sorted((found for found in self.waiting if self.is_late(found)), key=self.due_then)

    @cached_property
    def moved(self) -> list[Activity]:
        """Those whose day was moved in the period."""
        return [found for found in self.activities if self.moves_in_period(found)]

    def moves_in_period(self, activity: Activity) -> list[ActivityUpdate]:
        return [move for move in self.moves[activity.pk] if self.first <= move.happened_on <= self.until]

    def is_late(self, activity: Activity) -> bool:
        return not self.is_over(activity) and self.due_then(activity) < self.until

    def is_over(self, activity: Activity) -> bool:
        return activity.is_over and activity.ended_on is not None and activity.ended_on <= self.until

    def due_then(self, activity: Activity) -> date:
        """The day that it was to be done by, before it was moved later on."""
        later = next((move for move in self.moves[activity.pk] if move.happened_on > self.until), None)
        return later.from_due_on if later and later.from_due_on else activity.due_on

    def told(self, activity: Activity) -> Json:
        over = self.is_over(activity)
        return {
            "title": activity.title,
            "responsible": named(activity.responsible),
            "participants": [named(found) for found in sorted(activity.participants.all(), key=in_order)],
            "goals": codes(activity.goals.all()),
            "due_on": day(self.due_then(activity)),
            "state": activity.state if over or not activity.is_over else Activity.State.UNDER_WAY.value,
            "is_late": self.is_late(activity),
            "ended_on": day(activity.ended_on) if over else None,
            "outcome": activity.outcome if over else "",
            "moves": [of_move(move) for move in self.moves_in_period(activity)],
            "registry_number": activity.registry_number,
        }


def of_move(move: ActivityUpdate) -> Json:
    return {
        "on": day(move.happened_on),
        "from": day(move.from_due_on),
        "to": day(move.to_due_on),
        "reason": move.text,
    }


def named(organisation: Organisation) -> Json:
    """With what it is called among colleagues, for lists and headings."""
    return {**bilingual(organisation.name, organisation.name_en), "short": organisation.short_name}


def in_order(organisation: Organisation) -> str:
    return organisation.sort_key
