"""Making and closing calendar addresses. Whoever makes a new one closes the one before."""

from django.db import transaction
from django.utils import timezone

from reporting.calendar.models import CalendarFeed
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.tools.secrets import digest_of, new_token


@transaction.atomic
def make_feed(*, user: User) -> str:
    """The new address's token, which is nowhere kept."""
    User.objects.select_for_update().get(pk=user.pk)  # twice at once leaves one
    close(user)
    token = new_token()
    CalendarFeed.objects.create(user=user, token_digest=digest_of(token), made_at=timezone.now())
    audit.note(verb=Verb.FEED_MADE, thing=User.objects.get(pk=user.pk), by=user)
    return token


@transaction.atomic
def revoke_feed(*, user: User) -> bool:
    """Whether there was one."""
    if not close(user):
        return False
    audit.note(verb=Verb.FEED_REVOKED, thing=User.objects.get(pk=user.pk), by=user)
    return True


def close(user: User) -> int:
    return CalendarFeed.objects.of(user).in_force().update(revoked_at=timezone.now())


def holder_of(token: str) -> User | None:
    """Whose address it is, where it answers: not revoked, the account open and a role in force today.

    One that is asked for when its person has no role is dead from then on, whatever role they are given later.
    """
    feeds = CalendarFeed.objects.in_force().filter(token_digest=digest_of(token))
    feed = feeds.select_related("user").first()
    if feed is None:
        return None
    if not feed.user.memberships_today:
        close(feed.user)
        return None
    today = timezone.localdate()
    CalendarFeed.objects.filter(pk=feed.pk).unread_on(today).update(read_on=today)
    return feed.user
