from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import DRAWN_UP, Registration
from strategy.records.models import Registrable
from strategy.texts.fields import WrittenText
from strategy.tools.bounds import years_that_can_be


class RoundQuerySet(QuerySet["Round"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(access.readable(Kind.ROUND, user.memberships_today))


class Round(models.Model):
    """A year's assessments, which travel together. The baseline's round is the year before the first."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("år"))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("bedömningsomgång")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "year"], name="round_year_unique"),
            *years_that_can_be("year"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("reporting:round", args=[self.strategy.slug, self.year])

    @property
    def found_as(self) -> str:
        return str(_("Bedömningar %(year)s") % {"year": self.year})

    @property
    def is_baseline(self) -> bool:
        return self.year == self.strategy.baseline_year


class RoundDecisionQuerySet(QuerySet["RoundDecision"]):
    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.filter(strategy=strategy, decision=RoundDecision.Decision.APPROVED)
        return rows.select_related("round__strategy", "by").annotate(dated=F("at"))


class RoundDecision(Registrable):
    """A head's decision on a whole round or single assessments out of it. Appended, never changed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("godkände")
        RETURNED = "returned", _("återlämnade")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20, choices=Decision)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = WrittenText(_("motivering"), blank=True)

    REGISTRATION = Registration(
        DRAWN_UP,
        place=5,
        about=lambda decision: (
            gettext("Bedömningar %(year)s, godkända av %(who)s") % {"year": decision.round.year, "who": decision.by}
        ),
        address=lambda decision: str(decision.round.get_absolute_url()),
    )

    objects = RoundDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslut om bedömningar")
        verbose_name_plural = _("Godkända bedömningar")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="approved") | ~Q(reason=""),
                name="round_decision_return_has_reason",
                violation_error_message=_("Skriv varför du återlämnar."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_decision_display()}"
