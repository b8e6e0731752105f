"""What is told before a role ends with things still named for its holder: to them, and to the officers."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from reporting.handover.roles import those_ending
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders
from strategy.records.owners import number_still_owned

BEFORE = timedelta(days=14)


def ending_roles(strategy: Strategy) -> Iterator[Telling]:
    """On real days: roles do not stand still with a demonstration."""
    for held in those_ending(strategy, timezone.localdate() + BEFORE):
        if number_still_owned(strategy, held.user):
            to = [held.user_id, *holders(strategy, Role.OFFICER)]
            yield Telling(NoticeKind.ROLE_ENDING, strategy, to, f"{held.pk} {held.until}", held.until)
