"""What waits for one person, from conditions in the database. Each task leads straight to its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from priorities.work_plan.models import Activity
from reporting.assessments.material import Material
from reporting.overview.todo import (
    circulations,
    decisions,
    dialogue,
    judgements,
    observations,
    registry,
    reports,
    requests,
    work_plan,
)
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Question, Sort, Task
from strategy.people.models import User

__all__ = ["Task", "Waits", "what_waited", "what_waits"]

MOST_COMING = 8
DECISIONS = "to decide"

# To decide, to answer, to write, to document, to register: in this order, but what is late first.
OWN: dict[str, Callable[[Desk], Sort]] = {
    DECISIONS: partial(judgements.proposed, decides=True),
    "decisions to confirm": decisions.to_confirm,
    "late commitments": dialogue.late_now,
    "late activities": work_plan.late_now,
    "asked": requests.to_answer,
    "to comment on": circulations.to_comment_on,
    "to answer": observations.to_answer,
    "replied": requests.replied,
    "to respond to": circulations.to_respond_to,
    "proposed for the plan": work_plan.proposed,
    "returned": judgements.returned,
    "returned of the whole": judgements.returned_of_the_whole,
    "to review": observations.to_review,
    "instructions": dialogue.instructions_to_read,
    "instructions to send": dialogue.instructions_to_send,
    "unminuted": dialogue.unminuted_events,
    "unprepared": dialogue.unprepared_events,
    "to send": observations.to_send,
    "drafts": judgements.drafts,
    "not assessed": judgements.not_assessed,
    "unregistered": registry.unregistered,
}
OTHERS: dict[str, Callable[[Desk], Sort]] = {
    "promises": dialogue.promises_due,
    "asked for more": observations.asked_for_more,
    "unanswered": requests.unanswered,
    "silent": circulations.silent,
    "sent in": observations.sent_in,
    "proposals sent": work_plan.proposals_sent,
    "decided by the head": partial(judgements.proposed, decides=False),
}
COMING: dict[str, Callable[[Desk], Sort]] = {
    "follow-up": dialogue.follow_up_due,
    "activities": work_plan.due_soon,
    "consultations": dialogue.consultations,
    "meetings": dialogue.planned_events,
}


@dataclass(frozen=True)
class Waits:
    """What waits for oneself, what one waits for from others, and what comes. `names` are of several strategies."""

    own: list[Task]
    others: list[Task]
    coming: list[Task]
    names: Mapping[int, str]
    is_everybodys: bool = False


def what_waits(user: User, *, everybodys: bool = False) -> Waits:
    """In all the strategies that somebody has a part in. Three questions, however many those are."""
    desk = Desk(user, everybodys)
    question = question_of(desk)
    told, of_reports = question.ask(), reports.tasks(desk)
    return Waits(
        own=[*told.pop(DECISIONS), *of_reports["decide"], *gathered(told, OWN, of_reports["again"])],
        others=[*gathered(told, OTHERS), *of_reports["decided by the head"]],
        coming=in_order(gathered(told, COMING)),
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


@lru_cache(maxsize=500)
def question_of(desk: Desk) -> Question:
    return Question({name: sort(desk) for name, sort in {**OWN, **OTHERS, **COMING}.items()})


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
    told = Question(late | ahead).ask()
    return Waits(own=gathered(told, late), others=[], coming=in_order(gathered(told, ahead)), names={})
