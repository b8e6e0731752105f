from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from strategy import access
from strategy.access import Edition, Kind

if TYPE_CHECKING:
    from strategy import models as records
    from strategy.models import User


class UserManager(BaseUserManager["records.User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email), name=name, **extra)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class OrganisationQuerySet(models.QuerySet["records.Organisation"]):
    def visible_to(self, user: "User") -> Self:
        """Every organisation is public; that somebody is signed in is the whole condition."""
        return self if user.memberships_today else self.none()

    def agencies_of(self, strategy: "records.Strategy") -> Self:
        """The agencies that the decision is sent to, whom a consultation is held with."""
        agencies = self.filter(kind="agency", distributions__strategy=strategy)
        return agencies.distinct().order_by("sort_key")

    def swedish(self) -> Self:
        """Those that can answer for a part of Sweden's work, give money or send people."""
        return self.exclude(kind="international")


class MembershipQuerySet(models.QuerySet["records.Membership"]):
    def in_force(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today, user__is_active=True)

    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.MEMBERSHIP, user.memberships_today))


class StrategyQuerySet(models.QuerySet["records.Strategy"]):
    def visible_to(self, user: "User") -> Self:
        holders = user.memberships_today
        if any(holder.strategy_id is None for holder in holders):
            return self
        return self.filter(pk__in=[holder.strategy_id for holder in holders])


RecordT = TypeVar("RecordT", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[RecordT]):
    """The questions that every record answers. A model whose visibility rests on a parent names the way there."""

    kind: ClassVar[Kind]
    path: ClassVar[str] = ""

    def present(self) -> Self:
        """Not in the bin, nor hanging on something that is."""
        own = Q(removed_at=None)
        return self.filter(own & access.under(self.path, own))

    def binned(self) -> Self:
        return self.filter(removed_at__isnull=False)

    def visible_to(self, user: "User") -> Self:
        return self.present().filter(access.readable(self.kind, user.memberships_today, self.path))

    def visible_in(self, edition: Edition) -> Self:
        return self.present().filter(access.includable(self.kind, edition, self.path))

    def with_history_for(self, user: "User") -> Self:
        """What this person may see, and may see the history of."""
        return self.visible_to(user).filter(self.readable_as_it_stood(user))

    def readable_as_it_stood(self, user: "User") -> Q:
        """The condition on a row of the history: whoever could not have read it then does not read it now."""
        return access.readable(self.kind, access.reading_history(user.memberships_today, self.kind), self.path)

    def in_bin(self) -> Self:
        """In the bin that officers restore from."""
        return self.binned()

    def in_bin_for(self, user: "User") -> Self:
        holders = user.memberships_today
        allowed = access.readable(Kind.BIN, holders) & access.readable(self.kind, holders, self.path)
        return self.in_bin().filter(allowed)


class TextQuerySet(models.QuerySet[RecordT]):
    """The decision's own text, and what is written from it: seen by everybody with a part in the strategy."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.STRATEGY, user.memberships_today))

    def visible_in(self, edition: Edition) -> Self:
        return self


class ParagraphQuerySet(TextQuerySet["records.Paragraph"]):
    def holding(self, words: str) -> Self:
        """Those whose text holds the words as they stand; all where there are none."""
        return self.filter(text__icontains=words) if words else self


class JobQuerySet(models.QuerySet["records.Job"]):
    """Jobs are shown through the thing they work on, and so to whoever may see that."""

    def of(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id)

    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def abandoned(self, now: datetime) -> Self:
        """Running without anybody who renews the lease: whoever held it has died."""
        return self.filter(state="running", lease_until__lt=now)

    def unheard(self, rung_before: datetime) -> Self:
        """Queued, and no worker came when it was rung for: the bell was lost or never rang."""
        return self.filter(Q(rung_at=None) | Q(rung_at__lt=rung_before), state="queued")


class SessionManager(BaseSessionManager["records.Session"]):
    def of(self, user: "User") -> "models.QuerySet[records.Session]":
        """The person's sessions that still let somebody in, the one used last first."""
        now = timezone.now()
        begun = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        used = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return self.filter(user=user, begun_at__gt=begun, used_at__gt=used).order_by("-used_at")


class LetterRequestQuerySet(models.QuerySet["records.LetterRequest"]):
    def open_links(self, lifetime: timedelta) -> Self:
        """Links that have been sent and still let somebody in, once."""
        after = timezone.now() - lifetime
        return self.filter(used_at=None, token_hash__isnull=False, asked_at__gt=after, user__is_active=True)
