from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from priorities.work_plan.models import Activity, ActivityQuerySet
from priorities.work_plan.proposals import WorkPlanProposal
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.access import Action, Kind
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
        return Task(activity.text, detail, where_reported(desk, activity, url), late=True, strategy=activity.strategy)

    return told_with_day(desk, late, among, tell)


def where_reported(desk: Desk, activity: Waiting, url: str) -> str:
    """For a contact, the place on the line's page where they tell how it goes."""
    return f"{url}#report" if activity.strategy in desk.contact_of else url


def late_now(desk: Desk) -> Sort:
    late = activities(desk).filter(desk.by_own_day(lambda day: Q(due_on__lt=day)))
    return late_activities(desk, late, Activity.objects.as_of(None))


def due_soon(desk: Desk) -> Sort:
    def tell(activity: Waiting, url: str) -> Task:
        told = {"who": activity.who, "day": short(activity.day)}
        detail = desk.with_owner(_("%(who)s, klart senast %(day)s") % told, activity)
        address = where_reported(desk, activity, url)
        return Task(activity.text, detail, address, strategy=activity.strategy, day=activity.day)

    soon = activities(desk).filter(desk.by_own_day(lambda day: Q(due_on__range=(day, day + SOON))))
    return told_with_day(desk, soon, Activity.objects.as_of(None), tell)


def proposed(desk: Desk) -> Sort:
    """What others ask for in the plan: of a day, for whoever answers for the line; of a new one, for all officers."""

    def tell(proposal: Waiting, url: str) -> Task:
        is_for_day = proposal.who == "day"
        text = _("Avgör begäran om ny dag: %(line)s") if is_for_day else _("Avgör förslaget: %(line)s")
        detail = _("klart senast %(day)s") % {"day": short(proposal.day)}
        if is_for_day:
            detail = desk.with_owner(detail, proposal)
        return Task(text % {"line": proposal.text}, detail, url, strategy=proposal.strategy)

    able = desk.able(Action.APPROVE, Kind.WORK_PLAN_PROPOSAL)
    waiting = WorkPlanProposal.objects.visible_to(desk.user).waiting().filter(strategy__in=able)
    return of_proposals(desk, desk.in_own_hands(waiting), tell)


def proposals_sent(desk: Desk) -> Sort:
    """What one has proposed, until it is decided."""

    def tell(proposal: Waiting, url: str) -> Task:
        shape = _("Begäran om ny dag: %(line)s") if proposal.who == "day" else _("Förslag: %(line)s")
        return Task(shape % {"line": proposal.text}, _("väntar på besked"), url, strategy=proposal.strategy)

    able = desk.able(Action.WRITE, Kind.WORK_PLAN_PROPOSAL)
    own = Q(strategy__in=able) & (Q(author=desk.user.pk) | desk.own_or_colleagues())
    return of_proposals(desk, WorkPlanProposal.objects.visible_to(desk.user).waiting().filter(own), tell)


def of_proposals(desk: Desk, things: "QuerySet[Any]", tell: Any) -> Sort:
    among, in_order = with_owner_named(WorkPlanProposal.objects.all()), things.order_by("created_at", "pk")
    columns = {"text": F("title"), "day": F("due_on"), "who": F("kind"), "owner": F("named_owner")}
    return one_by_one(in_order, among, tell, lambda pk: desk.address("priorities:work-plan-proposals", pk), **columns)


def told_with_day(desk: Desk, things: "QuerySet[Any]", among: ActivityQuerySet, tell: Any) -> Sort:
    in_order, who = things.order_by("due_then", "pk"), short_name_of("responsible")
    columns = {"text": F("title"), "day": F("due_then"), "who": who, "owner": F("named_owner")}
    return one_by_one(
        in_order, with_owner_named(among), tell, lambda pk: desk.address("priorities:work-plan", pk), **columns
    )
