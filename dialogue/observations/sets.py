"""Observations that one file brought in."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dialogue.observations.models import Observation, ObservationQuerySet
from strategy.decision.models import Strategy
from strategy.people.models import User


class ObservationSetQuerySet(models.QuerySet["ObservationSet"]):
    def of(self, user: User) -> Self:
        """Nobody sees another's: they are drafts."""
        return self.filter(by=user)

    def unfinished(self, strategy: Strategy) -> Self:
        """Those that a job is at work on, that were refused, or of which drafts are left."""
        left = Observation.objects.present().in_state(Observation.State.DRAFT).filter(sets=OuterRef("pk"))
        return self.filter(Exists(left) | Q(state__in=["reading", "refused"]), strategy=strategy).defer("content")

    def with_same_file(self, strategy: Strategy, sha256: str) -> Self:
        return self.filter(strategy=strategy, sha256=sha256).exclude(state="refused")


class ObservationSet(models.Model):
    """One person's file, once: the drafts that it became, or, where it was refused, what is wrong in it.

    `content` is the file while a background job is to read it; `problems` are rows of row, column and sentence.
    """

    class State(models.TextChoices):
        READING = "reading", _("läses in")
        REFUSED = "refused", _("inte inläst")
        READY = "ready", _("inläst som utkast")
        SENDING = "sending", _("skickas in")
        SENT = "sent", _("inskickad")
        DISCARDING = "discarding", _("kastas")

    UNDER_WAY: ClassVar[frozenset[str]] = frozenset({State.READING, State.SENDING, State.DISCARDING})

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    rows = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State)
    observations = models.ManyToManyField(Observation, related_name="sets")

    objects = ObservationSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("inläst fil med observationer")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "strategy", "sha256"], condition=~Q(state="refused"), name="observation_set_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("dialogue:observation-set", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    def visible_observations(self) -> ObservationQuerySet:
        """Those of its writer's that are still theirs to see, in the order of the file."""
        numbers = self.observations.through._default_manager.filter(observationset=self).values("observation")
        return Observation.objects.visible_to(self.by).written_by(self.by).filter(pk__in=numbers).order_by("pk")

    def drafts(self) -> ObservationQuerySet:
        return self.visible_observations().in_state(Observation.State.DRAFT)

    def holds(self, observations: Iterable[Any]) -> None:
        self.observations.add(*observations)
