"""What is told of the days of circulations: to those who have not answered, and then to whoever shared."""

from collections.abc import Iterator
from datetime import timedelta

from reporting.circulations.models import Circulation, CirculationParty
from reporting.circulations.services import told_of
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, those_answering

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def due(strategy: Strategy) -> Iterator[Telling]:
    """A week before, a day before, and when the day is over; of a day that is moved anew."""
    today = strategy.today()
    near = Circulation.objects.present().of(strategy.pk).filter(state="open", answer_by__lte=today + WEEK)
    for circulation in near.select_related("strategy", "owner"):
        parties = CirculationParty.objects.filter(circulation=circulation).silent()
        silent = {person for party in parties.select_related("strategy") for person in told_of(party)}
        day, occasion = circulation.answer_by, circulation.answer_by.isoformat()
        if not silent:
            continue
        if day < today:
            yield Telling(NoticeKind.LATE, circulation, silent | {*those_answering(circulation)}, occasion, day)
        else:
            nearness = "day" if day - today <= DAY else "week"
            yield Telling(NoticeKind.DUE, circulation, silent, f"{occasion} {nearness}", day)
