from django.db import models

from strategy.querysets import RateWindowQuerySet


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
