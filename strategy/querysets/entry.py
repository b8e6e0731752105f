"""Who is signed in where, and who has asked for a letter."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from strategy import models as records
    from strategy.models import User


class SessionManager(BaseSessionManager["records.Session"]):
    def of(self, user: "User") -> "models.QuerySet[records.Session]":
        """The person's sessions that still let somebody in, the one used last first."""
        now = timezone.now()
        begun = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        used = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return self.filter(user=user, begun_at__gt=begun, used_at__gt=used).order_by("-used_at")


class LetterRequestQuerySet(models.QuerySet["records.LetterRequest"]):
    def to_be_begun(self, now: datetime, lease: timedelta, most: int) -> Self:
        """Not answered, and in no worker's hands, or in those of one that is taken to be dead."""
        free = Q(begun_at=None) | Q(begun_at__lt=now - lease)
        return self.filter(free, answered_at=None, tries__lt=most)

    def open_links(self, lifetime: timedelta) -> Self:
        """Links that have been sent and still let somebody in, once."""
        after = timezone.now() - lifetime
        return self.filter(used_at=None, token_hash__isnull=False, begun_at__gt=after, user__is_active=True)
