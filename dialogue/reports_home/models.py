"""Which passage of a report home each thing that was made of it came from."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, user: User) -> Self:
        """Of a report and a thing made of it, both of which this person may see."""
        made = Q(intervention__in=Intervention.objects.visible_to(user))
        promised = Q(commitment__in=Commitment.objects.visible_to(user))
        return self.filter(made | promised, report_home__in=ReportHome.objects.visible_to(user))

    def in_text(self) -> Self:
        """With what tells of each, in the order of the text."""
        named = self.select_related("intervention__goal", "commitment").prefetch_related("commitment__goals")
        return named.order_by("start", "pk")


class Passage(models.Model):
    """From sign `start` up to sign `end` of one version's text, counted in code points. Appended, never changed."""

    class Became(models.TextChoices):
        MESSAGE = "message", _("budskap")
        RESPONSE = "response", _("svar")
        COMMITMENT = "commitment", _("utfästelse")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    report_home = models.ForeignKey(ReportHome, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    became = models.CharField(max_length=10, choices=Became)
    intervention = models.ForeignKey(Intervention, models.CASCADE, null=True, related_name="passages")
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, related_name="passages")

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stycke i en hemrapport")
        ordering = ["report_home", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_has_words"),
            models.CheckConstraint(
                condition=Q(became="commitment", intervention=None, commitment__isnull=False)
                | Q(became__in=["message", "response"], intervention__isnull=False, commitment=None),
                name="passage_became_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    @property
    def label(self) -> str:
        """The goals, and what it became on them."""
        goals: Iterable[Goal] = [self.intervention.goal] if self.intervention else []
        if self.commitment:
            goals = self.commitment.goals.all()
        return f"{', '.join(goal.code for goal in goals)} {self.get_became_display()}"

    @property
    def address(self) -> str:
        made = self.intervention or self.commitment
        return made.get_absolute_url() if made else ""
