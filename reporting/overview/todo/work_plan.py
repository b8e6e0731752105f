from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from priorities.work_plan.models import ActivityQuerySet
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.people.organisations import short_name_of


def late_activities(late: "QuerySet[Any]", among: ActivityQuerySet) -> Sort:
    """Each with the due day that it had, as `among` has it."""

    def tell(activity: Waiting, url: str) -> Task:
        told = {"who": activity.who, "day": short(activity.day)}
        return Task(activity.text, _("%(who)s, skulle ha varit klart %(day)s") % told, url, late=True)

    in_order, who = late.order_by("due_then", "pk"), short_name_of("responsible")
    return one_by_one(in_order, among, tell, text=F("title"), day=F("due_then"), who=who)
