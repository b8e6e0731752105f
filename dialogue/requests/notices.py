"""What is told of the days of requests: to the contacts who are to answer, and then to whoever asked."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from dialogue.requests.models import Answer
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, those_answering

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def due(strategy: Strategy) -> Iterator[Telling]:
    """A week before, a day before, and when the day is over; of a day that is moved anew."""
    today = strategy.today()
    contacts = cache(lambda organisation: holders(strategy, Role.CONTACT, organisation=organisation))
    waiting = Answer.objects.present().filter(strategy=strategy, answer_by__lte=today + WEEK).waiting()
    for answer in waiting.select_related("request__strategy", "request__owner", "strategy"):
        day, occasion = answer.answer_by, answer.answer_by.isoformat()
        to = contacts(answer.organisation_id)
        if day < today:
            yield Telling(NoticeKind.LATE, answer.request, to, occasion, day)
            yield Telling(NoticeKind.LATE, answer, those_answering(answer.request), occasion, day)
        else:
            nearness = "day" if day - today <= DAY else "week"
            yield Telling(NoticeKind.DUE, answer.request, to, f"{occasion} {nearness}", day)
