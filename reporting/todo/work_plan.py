from django.utils.translation import gettext as _

from priorities.models import Activity
from priorities.querysets import ActivityQuerySet
from reporting.todo.tasks import MOST, Task, short
from strategy.models import Strategy, User


def late_activities(user: User, strategy: Strategy) -> list[Task]:
    late = Activity.objects.visible_to(user).of(strategy.pk).late_on(strategy.today())
    return tasks_of_activities(late.as_of(None))


def tasks_of_activities(late: ActivityQuerySet) -> list[Task]:
    """Each activity comes with the due day that it had."""
    return [
        Task(
            text=activity.title,
            detail=_("%(who)s, skulle ha varit klart %(day)s")
            % {"who": activity.responsible.short_name, "day": short(due_then)},
            url=activity.get_absolute_url(),
            late=True,
        )
        for activity, due_then in late.with_due_days(MOST)
    ]
