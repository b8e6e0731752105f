"""What waits for one person, from conditions in the database. Each task leads straight to its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from priorities.work_plan.models import Activity
from reporting.assessments.material import Material
from reporting.overview.todo import dialogue, judgements, observations, registry, reports, work_plan
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, ask
from strategy.people.models import User

__all__ = ["Task", "Waits", "what_waited", "what_waits"]

MOST_COMING = 8


@dataclass(frozen=True)
class Waits:
    """What waits for oneself, what one waits for from others, and what comes. `names` are of several strategies."""

    own: list[Task]
    others: list[Task]
    coming: list[Task]
    names: Mapping[int, str]
    is_everybodys: bool = False


def what_waits(user: User, *, everybodys: bool = False) -> Waits:
    """In all the strategies that somebody has a part in. Two questions, however many those are."""
    desk = Desk(user, everybodys)
    own, others, coming = of_oneself(desk), of_others(desk), of_days(desk)
    told = ask(own | others | coming)
    of_reports = reports.tasks(desk)
    return Waits(
        own=[*told.pop("to decide"), *of_reports["decide"], *gathered(told, own, of_reports["again"])],
        others=[*gathered(told, others), *of_reports["decided by the head"]],
        coming=in_order(gathered(told, coming)),
        names={pk: strategy.short_name for pk, strategy in desk.strategies.items()} if len(desk.strategies) > 1 else {},
        is_everybodys=everybodys,
    )


def gathered(told: Mapping[str, list[Task]], sorts: Iterable[str], more: Iterable[Task] = ()) -> list[Task]:
    """In the order of the sorts, but what is late before all else."""
    tasks = [*(task for name in sorts for task in told.get(name, [])), *more]
    return sorted(tasks, key=lambda task: not task.late)


def in_order(coming: list[Task]) -> list[Task]:
    """What comes, the first day first."""
    return sorted(coming, key=lambda task: task.day or date.max)[:MOST_COMING]


def of_oneself(desk: Desk) -> dict[str, Sort]:
    """To decide, to answer, to write, to document, to register."""
    return {
        "to decide": judgements.proposed(desk, decides=True),
        "late commitments": dialogue.late_now(desk),
        "late activities": work_plan.late_now(desk),
        "to answer": observations.to_answer(desk),
        **judgements.returned(desk),
        "to review": observations.to_review(desk),
        "unminuted": dialogue.unminuted_events(desk),
        "unprepared": dialogue.unprepared_events(desk),
        "to send": observations.to_send(desk),
        "drafts": judgements.drafts(desk),
        "not assessed": judgements.not_assessed(desk),
        "unregistered": registry.unregistered(desk),
    }


def of_others(desk: Desk) -> dict[str, Sort]:
    return {
        "promises": dialogue.promises_due(desk),
        "asked for more": observations.asked_for_more(desk),
        "sent in": observations.sent_in(desk),
        "decided by the head": judgements.proposed(desk, decides=False),
    }


def of_days(desk: Desk) -> dict[str, Sort]:
    return {
        "follow-up": dialogue.follow_up_due(desk),
        "activities": work_plan.due_soon(desk),
        "meetings": dialogue.planned_events(desk),
    }


def what_waited(user: User, material: Material) -> Waits:
    """What was late on an earlier day, and lay ahead then: the rest of what waited cannot be told by dates."""
    day = material.as_of
    assert day
    desk = Desk(user, is_everybodys=True)
    commitments = material.commitments.late_as_of(day)
    late = {
        "commitments": dialogue.late_commitments(desk, commitments),
        "activities": work_plan.late_activities(desk, material.activities.late_as_of(day), Activity.objects.as_of(day)),
    }
    ahead = {"meetings": dialogue.coming_events(desk, material.coming(day))}
    told = ask(late | ahead)
    return Waits(own=gathered(told, late), others=[], coming=in_order(gathered(told, ahead)), names={})
