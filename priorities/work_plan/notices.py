"""What is told of the work plan's days: to officers, and to the contacts of who answers for a line."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from priorities.work_plan.models import Activity
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders

WEEK = timedelta(days=7)


def due(strategy: Strategy) -> Iterator[Telling]:
    """By its day, so that a line whose day is moved is told of again."""
    today, officers = strategy.today(), holders(strategy, Role.OFFICER)
    contacts = cache(lambda organisation: holders(strategy, Role.CONTACT, organisation=organisation))
    for activity in Activity.objects.present().filter(strategy=strategy).waiting().filter(due_on__lte=today + WEEK):
        kind = NoticeKind.LATE if activity.due_on < today else NoticeKind.DUE
        to = [*officers, *contacts(activity.responsible_id)]
        yield Telling(kind, activity, to, activity.due_on.isoformat(), activity.due_on)
