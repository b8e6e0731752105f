"""Forms that were sent, and drafts of forms that were not."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from strategy.people.models import User


class SendingQuerySet(models.QuerySet["Sending"]):
    def of(self, user: User, key: UUID, address: str) -> Self:
        return self.filter(user=user, key=key, address=address)

    def sent_before(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User) -> Self:
        """Nobody sees another's."""
        return self.filter(user=user)

    def at_address(self, address: str) -> Self:
        return self.filter(address=address)

    def saved_before(self, moment: datetime) -> Self:
        return self.filter(saved_at__lt=moment)


class Sending(models.Model):
    """A form that was sent, by its one-time key: to send it again makes nothing more, and leads to what it made.

    `location` is where the answer led; empty while it is being worked out.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    address = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=500, blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    thing = GenericForeignKey()

    objects = SendingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key", "address"], name="sending_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.key}"

    @property
    def leads_to(self) -> str:
        """Where the answer led; before that is known, to what was made, where that has an address."""
        thing: Any = self.thing if self.object_id and not self.location else None
        return self.location or (thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "")


class Draft(models.Model):
    """What somebody has typed in a form and not saved yet: theirs alone.

    `key` is the one-time key of a form that makes something new; of a form for a thing that is there it is empty.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=36, blank=True)
    content = models.TextField(help_text="The form's fields, as a browser sends them.")
    saved_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "address", "key"], name="draft_one_each")]

    def __str__(self) -> str:
        return f"{self.address} {self.key}"
