from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from priorities.work_plan.models import Activity, ActivityQuerySet
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.access import Kind
from strategy.people.organisations import short_name_of
from strategy.records.owners import with_owner_named

SOON = timedelta(days=14)


def activities(desk: Desk) -> ActivityQuerySet:
    """That somebody at the desk has to see to: as their owner, or for the organisation that is responsible."""
    visible = Activity.objects.visible_to(desk.user).as_of(None).waiting()
    followed = desk.is_followed(Kind.WORK_PLAN, Activity) | desk.of_organisation("responsible")
    activities: ActivityQuerySet = with_owner_named(visible).filter(followed)
    return activities


def late_activities(desk: Desk, late: "QuerySet[Any]", among: ActivityQuerySet) -> Sort:
    """Each with the due day that it had, as `among` has it."""

    def tell(activity: Waiting, url: str) -> Task:
        told = {"who": activity.who, "day": short(activity.day)}
        detail = desk.with_owner(_("%(who)s, skulle ha varit klart %(day)s") % told, activity)
        return Task(activity.text, detail, url, late=True, strategy=activity.strategy)

    return told_with_day(desk, late, among, tell)


def late_now(desk: Desk) -> Sort:
    late = activities(desk).filter(desk.by_own_day(lambda day: Q(due_on__lt=day)))
    return late_activities(desk, late, Activity.objects.as_of(None))


def due_soon(desk: Desk) -> Sort:
    def tell(activity: Waiting, url: str) -> Task:
        told = {"who": activity.who, "day": short(activity.day)}
        detail = desk.with_owner(_("%(who)s, klart senast %(day)s") % told, activity)
        return Task(activity.text, detail, url, strategy=activity.strategy, day=activity.day)

    soon = activities(desk).filter(desk.by_own_day(lambda day: Q(due_on__range=(day, day + SOON))))
    return told_with_day(desk, soon, Activity.objects.as_of(None), tell)


def told_with_day(desk: Desk, things: "QuerySet[Any]", among: ActivityQuerySet, tell: Any) -> Sort:
    in_order, who = things.order_by("due_then", "pk"), short_name_of("responsible")
    columns = {"text": F("title"), "day": F("due_then"), "who": who, "owner": F("named_owner")}
    return one_by_one(
        in_order, with_owner_named(among), tell, lambda pk: desk.address("priorities:work-plan", pk), **columns
    )
