"""What waits for somebody in this role, from conditions in the database. Each task leads straight to its place."""

from datetime import date

from reporting.material import Material
from reporting.todo import dialogue, judgements, reports, work_plan
from reporting.todo.tasks import Task
from strategy.models import Strategy, User

__all__ = ["Task", "todo", "todo_then"]


def todo(user: User, strategy: Strategy) -> list[Task]:
    """What is late comes first, then what comes in from others, then one's own writing. So many queries always."""
    return [
        *dialogue.late_commitments(user, strategy),
        *work_plan.late_activities(user, strategy),
        *reports.failed(user, strategy),
        *judgements.returned(user, strategy),
        *dialogue.waiting_observations(user, strategy),
        *dialogue.unminuted_events(user, strategy),
        *dialogue.unprepared_events(user, strategy),
        *judgements.proposed(user, strategy),
        *judgements.not_assessed(user, strategy),
        *reports.drafts(user, strategy),
    ]


def todo_then(material: Material, day: date) -> list[Task]:
    """What was late on an earlier day: the rest of what waited then cannot be told by dates."""
    return [
        *dialogue.tasks_of_commitments(material.commitments.late_on(day)),
        *work_plan.tasks_of_activities(material.activities.late_as_of(day)),
    ]
