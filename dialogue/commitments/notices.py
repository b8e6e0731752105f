"""What is told of the days of promises, theirs and ours: to officers."""

from collections.abc import Iterator
from datetime import timedelta

from dialogue.commitments.models import Commitment
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders

WEEK = timedelta(days=7)


def due(strategy: Strategy) -> Iterator[Telling]:
    today, officers = strategy.today(), holders(strategy, Role.OFFICER)
    for commitment in Commitment.objects.present().of(strategy.pk).in_state("open").filter(due_on__lte=today + WEEK):
        assert commitment.due_on
        kind = NoticeKind.LATE if commitment.due_on < today else NoticeKind.DUE
        yield Telling(kind, commitment, officers, commitment.due_on.isoformat(), commitment.due_on)
