"""The demonstration's work plan: its lines, what happened to them, and the versions adopted on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanLine, WorkPlanVersion
from reporting.demonstration.days import noon

if TYPE_CHECKING:
    from reporting.demonstration.loading import Demonstration

Table = dict[str, Any]


def load_work_plan(demonstration: Demonstration, tables: Table) -> None:
    """Fills `demonstration.activities` by key."""
    for table in tables["activity"]:
        demonstration.activities[table["key"]] = load_activity(demonstration, table)
    for table in tables["version"]:
        load_version(demonstration, table, tables["activity"])


def load_activity(demonstration: Demonstration, table: Table) -> Activity:
    updates = table.get("update", [])
    state, ended_on, outcome = ending(updates)
    activity = Activity(
        title=table["title"],
        description=table.get("description", ""),
        responsible=demonstration.organisations[table["responsible"]],
        starts_on=table.get("starts_on"),
        due_on=day_on(table, date.max),
        state=state,
        ended_on=ended_on,
        outcome=outcome,
        shared_with_agencies=table.get("shared", False),
    )
    demonstration.marked(activity, table, table["planned_on"])
    demonstration.create(activity)
    activity.goals.set(demonstration.goals[code] for code in table["goals"])
    activity.participants.set(demonstration.organisations[key] for key in table["participants"])
    load_updates(demonstration, activity, table)
    return activity


def ending(updates: list[Table]) -> tuple[str, date | None, str]:
    """The state that the last step led to; where that is an end, also when and in which words."""
    steps = [update for update in updates if "state" in update]
    if not steps:
        return Activity.State.PLANNED, None, ""
    state = steps[-1]["state"]
    if state in {Activity.State.DONE, Activity.State.DROPPED}:
        return state, steps[-1]["on"], steps[-1]["text"]
    return state, None, ""


def load_updates(demonstration: Demonstration, activity: Activity, table: Table) -> None:
    due_on, state = table["due_on"], Activity.State.PLANNED.value
    for row in table.get("update", []):
        update = ActivityUpdate(
            strategy=demonstration.strategy,
            activity=activity,
            by=demonstration.officer,
            at=noon(row["on"]),
            happened_on=row["on"],
            text=row.get("text", ""),
        )
        if "moved_to" in row:
            update.kind = ActivityUpdate.UpdateKind.MOVE
            update.from_due_on, update.to_due_on = due_on, row["moved_to"]
            due_on = row["moved_to"]
        elif "state" in row:
            update.kind = ActivityUpdate.UpdateKind.STATE
            update.from_state, update.to_state = state, row["state"]
            state = row["state"]
        update.save()


def load_version(demonstration: Demonstration, table: Table, activities: list[Table]) -> None:
    """Each line as the activity stood on the day, told by its updates until then."""
    day = table["adopted_on"]
    version = WorkPlanVersion.objects.create(
        strategy=demonstration.strategy,
        number=table["number"],
        adopted_on=day,
        adopted_by=demonstration.head,
        note=table["note"],
        registry_number=table["registry_number"],
    )
    standing = [row for row in activities if row["planned_on"] <= day and state_on(row, day) != Activity.State.DROPPED]
    WorkPlanLine.objects.bulk_create(
        line(demonstration, version, row, order, day)
        for order, row in enumerate(sorted(standing, key=lambda row: day_on(row, day)), start=1)
    )


def line(demonstration: Demonstration, version: WorkPlanVersion, table: Table, order: int, day: date) -> WorkPlanLine:
    activity = demonstration.activities[table["key"]]
    return WorkPlanLine(
        strategy=demonstration.strategy,
        plan=version,
        activity=activity,
        order=order,
        title=activity.title,
        goals=", ".join(goal.code for goal in activity.goals.all()),
        responsible=activity.responsible,
        due_on=day_on(table, day),
        state=state_on(table, day),
        effective_classification=activity.effective_classification,
    )


def day_on(table: Table, day: date) -> date:
    """The last day as it stood on a day."""
    moves: list[date] = [row["moved_to"] for row in table.get("update", []) if "moved_to" in row and row["on"] <= day]
    first: date = table["due_on"]
    return moves[-1] if moves else first


def state_on(table: Table, day: date) -> str:
    return ending([row for row in table.get("update", []) if row["on"] <= day])[0]
