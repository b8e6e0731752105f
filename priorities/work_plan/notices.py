"""What is told of the work plan's days: to the line's owner, and to contacts of the organisation responsible."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from priorities.work_plan.models import Activity
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders
from strategy.records.owners import with_answering

WEEK = timedelta(days=7)


def due(strategy: Strategy) -> Iterator[Telling]:
    """By its day, so that a line whose day is moved is told of again."""
    today, officers = strategy.today(), holders(strategy, Role.OFFICER)
    contacts = cache(lambda organisation: holders(strategy, Role.CONTACT, organisation=organisation))
    waiting = Activity.objects.present().filter(strategy=strategy).waiting().filter(due_on__lte=today + WEEK)
    for activity in with_answering(waiting):
        kind = NoticeKind.LATE if activity.due_on < today else NoticeKind.DUE
        owners = [activity.answering] if activity.answering else officers
        to = [*owners, *contacts(activity.responsible_id)]
        yield Telling(kind, activity, to, activity.due_on.isoformat(), activity.due_on)
