"""Forms that were sent, and drafts of forms that were not."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from strategy import models as records  # noqa: F401 - the name in the classes below
    from strategy.models import User


class SendingQuerySet(models.QuerySet["records.Sending"]):
    def of(self, user: "User", key: UUID, address: str) -> Self:
        return self.filter(user=user, key=key, address=address)

    def sent_before(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)


class DraftQuerySet(models.QuerySet["records.Draft"]):
    def of(self, user: "User") -> Self:
        """Nobody sees another's."""
        return self.filter(user=user)

    def at_address(self, address: str) -> Self:
        return self.filter(address=address)

    def saved_before(self, moment: datetime) -> Self:
        return self.filter(saved_at__lt=moment)
