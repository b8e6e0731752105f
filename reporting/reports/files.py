"""What a report has become: its data, sealed, and the files made from that."""

from typing import Self

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.reports.models import Report
from strategy.people.models import User
from strategy.tools.sorting import in_order_of


class ReportFileQuerySet(QuerySet["ReportFile"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(report__in=Report.objects.visible_to(user))

    def in_order(self) -> Self:
        """As they are offered: the PDF first."""
        return self.order_by(in_order_of("format", ReportFile.Format.values))

    def holding(self, sha256: str) -> "ReportFile | None":
        """The file with exactly these bytes."""
        parts = ("report__strategy", "report__event", "report__organisation", "snapshot")
        return self.filter(sha256=sha256).select_related(*parts).order_by("-pk").first()


class Snapshot(models.Model):
    """Everything a report says, as canonical JSON text (RFC 8785's order and spacing), with its SHA-256."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    disclosure = models.JSONField(
        default=dict, help_text="Ids of what the edition held and left out that moment, where it leaves the house."
    )

    class Meta:
        verbose_name = _("rapportens data")
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.sha256[:12]


class ReportFile(models.Model):
    """One format of one snapshot, published by renaming a finished file into its place."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        BOOK = "xlsx", "Excel"
        JSON = "json", "JSON"

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="files")
    format = models.CharField(max_length=10, choices=Format)
    file = models.FileField(upload_to="reports/")
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, db_index=True)

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapportfil")
        ordering = ["format"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "format"], name="report_file_format_unique")]

    def __str__(self) -> str:
        return f"{self.report} {self.format}"

    @property
    def purpose(self) -> str:
        """In a sentence, for whoever is to choose."""
        return str(PURPOSES[self.format])


PURPOSES: dict[str, Promise] = {
    ReportFile.Format.PDF: _("Att läsa och lämna vidare."),
    ReportFile.Format.WORD: _("Att skriva vidare i."),
    ReportFile.Format.BOOK: _("Rapportens tabeller, att räkna och sortera i."),
    ReportFile.Format.JSON: _("Rapportens data, för maskiner och arkiv."),
}
