"""What is kept of how people and their roles have changed."""

from collections.abc import Collection
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class AccountHistory(HistoricalRecords):  # type: ignore[misc] # untyped library
    """Who changed what of people and their roles, and why. What is left out of it is no change."""

    def __init__(self, *, leaves_out: Collection[str] = (), **options: Any) -> None:
        reason = models.TextField(null=True)
        super().__init__(excluded_fields=[*leaves_out], history_change_reason_field=reason, **options)

    def post_save(
        self,
        instance: models.Model,
        created: bool,
        using: str | None = None,
        update_fields: Collection[str] | None = None,
        **how: Any,
    ) -> None:
        if not update_fields or not set(update_fields) <= set(self.excluded_fields):
            super().post_save(instance, created, using=using, update_fields=update_fields, **how)


class AboutAccounts(models.Model):
    """What is no material of a strategy: persons, organisations, and the roles that are held or offered."""

    stands_in_log = True

    class Meta:
        abstract = True

    @property
    def name_in_log(self) -> str:
        return str(self)
