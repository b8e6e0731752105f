"""What is told of deputies' last days: to the deputy and to whom they stand in for."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling
from strategy.people.models import Membership

WEEK = timedelta(days=7)


def ending_deputyships(strategy: Strategy) -> Iterator[Telling]:
    """On real days: roles do not stand still with a demonstration."""
    deputyships = Membership.objects.in_force().deputies_in(strategy).select_related("deputy_for")
    for deputyship in deputyships.filter(until__lte=timezone.localdate() + WEEK):
        assert deputyship.deputy_for
        assert deputyship.until
        to = [deputyship.user_id, deputyship.deputy_for.user_id]
        yield Telling(NoticeKind.DEPUTYSHIP, strategy, to, f"{deputyship.pk} {deputyship.until}", deputyship.until)
