from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.decision.models import Strategy


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs are shown through the thing they work on, and so to whoever may see that."""

    def of(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id)

    def latest_of(self, kind: str, subject_ids: Iterable[int]) -> "dict[int, Job]":
        """By what they work on."""
        return {job.subject_id: job for job in self.filter(kind=kind, subject_id__in=subject_ids).order_by("pk")}

    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(state__in=["done", "failed", "cancelled"], ended_at__lt=moment)

    def abandoned(self, now: datetime) -> Self:
        """Running without anybody who renews the lease: whoever held it has died."""
        return self.filter(state="running", lease_until__lt=now)

    def unheard(self, rung_before: datetime) -> Self:
        """Queued, and no worker came when it was rung for: the bell was lost or never rang."""
        return self.filter(Q(rung_at=None) | Q(rung_at__lt=rung_before), state="queued")


class Job(models.Model):
    """Work for a background process. This row is the truth; the broker only rings a bell.

    `kind` names a worker function in the setting JOBS, `subject_id` the thing it works on. Whoever runs it holds
    `claim` and has to renew `lease_until`; when that has passed, the job is anybody's again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("i kö")
        RUNNING = "running", _("pågår")
        DONE = "done", pgettext_lazy("job", "klart")
        FAILED = "failed", _("misslyckades")
        CANCELLED = "cancelled", _("avbrutet")

    MOST_ATTEMPTS: ClassVar[int] = 3
    LIVE: ClassVar[tuple[str, ...]] = ("queued", "running")

    strategy = models.ForeignKey(Strategy, models.CASCADE, null=True, related_name="jobs")
    kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    failure = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    rung_at = models.DateTimeField(null=True, help_text="When a worker was last woken for it.")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("bakgrundsarbete")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state__in=["queued", "running"]), name="job_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="job_failure_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claim__isnull=False, lease_until__isnull=False),
                name="job_running_is_claimed",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_being_cancelled(self) -> bool:
        return self.state == self.State.RUNNING and self.cancelled_by_id is not None

    @staticmethod
    def lease_from(now: datetime) -> datetime:
        return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class SignOfLife(models.Model):
    """When work of a kind last went through beat, broker and worker: all three lived then."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"

    @staticmethod
    def give(name: str, at: datetime) -> None:
        """In one statement, however often it is done."""
        sign = SignOfLife(name=name, at=at)
        SignOfLife.objects.bulk_create([sign], update_conflicts=True, unique_fields=["name"], update_fields=["at"])
