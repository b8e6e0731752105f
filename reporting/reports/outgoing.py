"""What leaves the house: somebody's word that it has been looked through, and to whom it went."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from reporting.reports.models import Report
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import SENT, Registration
from strategy.records.models import Registrable
from strategy.texts.fields import WrittenText


class ReportReleaseQuerySet(QuerySet["ReportRelease"]):
    def official(self, user: User, strategy: Strategy) -> Self:
        rows = self.filter(strategy=strategy, report__in=Report.objects.visible_to(user).order_by())
        return rows.select_related("report__event", "organisation").annotate(dated=F("at"))


class ReportRelease(Registrable):
    """To whom a report has been sent, when and by whom."""

    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="releases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="releases")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    REGISTRATION = Registration(
        SENT,
        place=7,
        about=lambda release: f"{release.report}, {release.report.get_audience_display()}",
        other=lambda release: str(release.organisation),
        address=lambda release: str(release.report.get_absolute_url()),
    )

    objects = ReportReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expediering")
        verbose_name_plural = _("Expedierade rapporter")
        ordering = ["organisation__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["report", "organisation"], name="report_released_once_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.report} → {self.organisation}"


class EditionReview(models.Model):
    """Somebody's word that what goes out has been looked through (sekretessprövning). Appended, never changed.

    Before rendering it speaks of the edition as it stood; before a release, of one snapshot, by its checksum.
    """

    class Purpose(models.TextChoices):
        RENDERING = "rendering", _("innan rapporten skapas")
        RELEASE = "release", _("före expediering")

    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="edition_reviews")
    purpose = models.CharField(max_length=10, choices=Purpose)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = WrittenText(_("anteckning"), blank=True)
    counts = models.JSONField(help_text="By kind: how many went in, and how many stayed out on which ground.")
    tightened = models.JSONField(
        default=dict,
        help_text="By kind, before a release: what was in it and had been marked more strictly since, and how.",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="rendering") | ~Q(snapshot_sha256=""),
                name="edition_review_names_snapshot",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_purpose_display()}"
