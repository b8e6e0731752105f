from datetime import datetime
from typing import Self

from django.db import models


class RateWindowQuerySet(models.QuerySet["RateWindow"]):
    def of(self, scope: str, holder: str) -> Self:
        return self.filter(scope=scope, holder=holder)

    def open_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__gt=began_after)

    def over_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__lte=began_after)


class RateWindow(models.Model):
    """How often somebody has done one thing since `begins_at`. `holder` is a user's id, or an address's fingerprint."""

    scope = models.CharField(max_length=40)
    holder = models.CharField(max_length=64)
    begins_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    objects = RateWindowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "holder"], name="rate_window_one_each")]

    def __str__(self) -> str:
        return f"{self.scope} {self.holder}"
