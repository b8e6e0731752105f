"""Who is signed in where, and who has asked for a letter with a link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.people.models import User

if TYPE_CHECKING:
    from strategy.accounts.entry.store import SessionStore


class SessionManager(BaseSessionManager["Session"]):
    def of(self, user: User) -> "models.QuerySet[Session]":
        """The person's sessions that still let somebody in, the one used last first."""
        now = timezone.now()
        begun = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        used = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return self.filter(user=user, begun_at__gt=begun, used_at__gt=used).order_by("-used_at")


class LetterRequestQuerySet(models.QuerySet["LetterRequest"]):
    def to_be_begun(self, now: datetime, lease: timedelta, most: int) -> Self:
        """Not answered, and in no worker's hands, or in those of one that is taken to be dead."""
        free = Q(begun_at=None) | Q(begun_at__lt=now - lease)
        return self.filter(free, answered_at=None, tries__lt=most)

    def open_links(self, lifetime: timedelta) -> Self:
        """Links that have been sent and still let somebody in, once."""
        after = timezone.now() - lifetime
        return self.filter(used_at=None, token_hash__isnull=False, begun_at__gt=after, user__is_active=True)


class Session(AbstractBaseSession):
    """A browser's session, as Django keeps it, with what its owner sees of it. `handle` names it on pages."""

    handle = models.UUIDField(
        null=True, db_index=True
    )  # not unique: a session that gets a new key has two rows for a moment
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)

    in_backup = False

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        verbose_name = _("session")

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from strategy.accounts.entry.store import SessionStore

        return SessionStore


class LetterRequest(models.Model):
    """Somebody asked, before signing in, for a letter to an address. A row a request, whether the address is known or
    not: what is asked in vain looks and counts the same. Addresses are kept as keyed digests, the token as its hash.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in"
        PASSWORD = "password"  # noqa: S105

    purpose = models.CharField(max_length=20, choices=Purpose)
    address_key = models.CharField(max_length=64, db_index=True)
    origin_key = models.CharField(max_length=64, db_index=True)
    asked_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True, help_text="When a worker was last told.")
    begun_at = models.DateTimeField(null=True, help_text="When a worker last began to write; a link is good from then.")
    tries = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    base = models.CharField(max_length=300, default="", help_text="Where the product was asked: scheme and host.")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null is no token, and many have none
    used_at = models.DateTimeField(null=True)

    in_backup = False

    objects = LetterRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} {self.asked_at:%Y-%m-%d %H:%M}"
