"""What is told of the days of promises, theirs and ours: to whoever answers for them."""

from collections.abc import Iterator
from datetime import timedelta

from dialogue.commitments.models import Commitment
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders
from strategy.records.owners import with_answering

WEEK = timedelta(days=7)


def due(strategy: Strategy) -> Iterator[Telling]:
    today, officers = strategy.today(), holders(strategy, Role.OFFICER)
    waiting = Commitment.objects.present().of(strategy.pk).in_state("open").filter(due_on__lte=today + WEEK)
    for commitment in with_answering(waiting):
        assert commitment.due_on
        kind = NoticeKind.LATE if commitment.due_on < today else NoticeKind.DUE
        to = [commitment.answering] if commitment.answering else officers
        yield Telling(kind, commitment, to, commitment.due_on.isoformat(), commitment.due_on)
