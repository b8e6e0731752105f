from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.people.models import User
from strategy.texts.fields import WrittenLine

if TYPE_CHECKING:
    from strategy.decision.models import Strategy


class RateWindowQuerySet(models.QuerySet["RateWindow"]):
    def of(self, scope: str, holder: str) -> Self:
        return self.filter(scope=scope, holder=holder)

    def open_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__gt=began_after)

    def over_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__lte=began_after)


class KeptFilterQuerySet(models.QuerySet["KeptFilter"]):
    def of(self, user: User) -> Self:
        """Nobody sees another's."""
        return self.filter(user=user)

    def at(self, page: str, strategy: "Strategy | None") -> Self:
        return self.filter(page=page, strategy=strategy)


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


class KeptFilter(models.Model):
    """What somebody has narrowed a list to, and how it was sorted, under a name of their own: theirs alone."""

    LONGEST: ClassVar[int] = 1000  # characters of a query string

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_filters")
    strategy = models.ForeignKey("strategy.Strategy", models.CASCADE, null=True, related_name="+")
    page = models.CharField(max_length=60, help_text="The name of the page's address.")
    name = WrittenLine(_("namn"), max_length=60)
    query = models.CharField(max_length=LONGEST, help_text="The query string that narrows and sorts the list.")

    objects = KeptFilterQuerySet.as_manager()
    is_current = False  # whether the page at hand is narrowed so

    class Meta:
        verbose_name = _("sparat filter")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "strategy", "page", "name"],
                name="kept_filter_name_unique",
                violation_error_message=_("Du har redan ett filter med det namnet här. Välj ett annat namn."),
            ),
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                condition=Q(strategy=None),
                name="kept_filter_name_unique_outside",
                violation_error_message=_("Du har redan ett filter med det namnet här. Välj ett annat namn."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
