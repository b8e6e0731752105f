"""What waits for somebody in this role, from conditions in the database. Each task leads straight to its place."""

from datetime import date

from priorities.work_plan.models import Activity
from reporting.assessments.brief import Judgements
from reporting.assessments.material import Material
from reporting.overview.todo import dialogue, judgements, reports, work_plan
from reporting.overview.todo.tasks import Sort, Task, ask
from strategy.access import Action, Kind
from strategy.people.models import User

__all__ = ["Task", "todo", "todo_then"]


def todo(user: User, material: Material, judged: Judgements) -> list[Task]:
    """What is late comes first, then what comes in from others, then one's own writing.

    Two questions, and one for each kind of judgement that has been sent back.
    """
    late, waiting = late_now(material), waiting_for(user, material)
    tasks = ask(late | waiting)
    of_reports = reports.tasks(user, material.strategy)
    return [
        *(task for name in late for task in tasks[name]),
        *of_reports["failed"],
        *of_reports["returned"],
        *judgements.returned(user, judged),
        *(task for name in waiting for task in tasks[name]),
        *judgements.proposed(user, judged),
        *judgements.not_assessed(user, judged),
        *of_reports["draft"],
    ]


def late_now(material: Material) -> dict[str, Sort]:
    today = material.strategy.today()
    return {
        "commitments": dialogue.late_commitments(material.commitments.late_on(today)),
        "activities": work_plan.late_activities(material.activities.late_on(today), Activity.objects.as_of(None)),
    }


def waiting_for(user: User, material: Material) -> dict[str, Sort]:
    strategy, sorts = material.strategy, {}
    if user.may(Action.APPROVE, Kind.OBSERVATION, strategy.pk):
        sorts["observations"] = dialogue.waiting_observations(user, strategy)
    if user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk):
        sorts["unminuted"] = dialogue.unminuted_events(material.events)
        sorts["unprepared"] = dialogue.unprepared_events(material.events, strategy.today())
    return sorts


def todo_then(material: Material, day: date) -> list[Task]:
    """What was late on an earlier day: the rest of what waited then cannot be told by dates."""
    late = {
        "commitments": dialogue.late_commitments(material.commitments.late_as_of(day)),
        "activities": work_plan.late_activities(material.activities.late_as_of(day), Activity.objects.as_of(day)),
    }
    return [task for tasks in ask(late).values() for task in tasks]
