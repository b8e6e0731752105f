from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models.strategy import Strategy
from strategy.querysets import AuditEntryQuerySet


class Verb(models.TextChoices):
    """What somebody did. Kept in code alone, so that a new one changes no table."""

    CREATED = "created", _("skapade")
    CHANGED = "changed", _("ändrade")
    ADVANCED = "advanced", _("ändrade läget för")
    REMOVED = "removed", _("lade i papperskorgen")
    RESTORED = "restored", _("återställde")
    ADOPTED = "adopted", _("antog")
    RELEASED = "released", _("expedierade")
    REVIEWED = "reviewed", _("sekretessprövade")
    REGISTERED = "registered", _("diarieförde")
    NOTED = "noted", _("skrev en anteckning om")
    READ = "read", _("läste sekretessmarkerat")
    LISTED = "listed", _("såg sekretessmarkerat på sidan")
    DOWNLOADED = "downloaded", _("laddade ned")
    EXPORTED = "exported", _("exporterade")
    CONFIRMED = "confirmed", _("bekräftade")
    DISPOSED = "disposed", _("gallrade")
    SIGNED_IN = "signed-in", _("loggade in")
    SIGNED_OUT = "signed-out", _("loggade ut")
    REFUSED = "refused", _("nekades inloggning")
    SECURED = "secured", _("ändrade inloggningen för")
    SESSIONS_ENDED = "sessions-ended", _("avslutade sessioner för")
    INVITED = "invited", _("bjöd in")
    DEACTIVATED = "deactivated", _("stängde av")
    REACTIVATED = "reactivated", _("öppnade igen")
    ENDED = "ended", _("avslutade")


class Through(models.TextChoices):
    PAGE = "page", _("sida")
    COMMAND = "command", _("kommando")
    TASK = "task", _("bakgrundsarbete")


class AuditEntry(models.Model):
    """Who did what to which thing, and when. Appended and never changed: the database refuses it (`strategy.sealing`).

    Holds no contents. What stood before and after is in the history, at `version` of a record and at `history_id` of
    anything with a history. The label is empty for what was secret or its writer's alone when it was written.
    """

    at = models.DateTimeField(_("när"), default=timezone.now, db_index=True)
    strategy = models.ForeignKey(Strategy, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    through = models.CharField(max_length=10, choices=Through)
    program = models.CharField(max_length=60, blank=True, help_text="Which command or kind of task.")
    operator = models.CharField(max_length=100, blank=True, help_text="Whose account on the machine ran the command.")
    verb = models.CharField(max_length=20, db_index=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    thing = GenericForeignKey("content_type", "object_id")
    label = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(null=True)
    history_id = models.PositiveBigIntegerField(null=True)
    details = models.JSONField(default=dict)
    about_account = models.BooleanField(default=False, help_text="Of people and their way in, not of the material.")
    is_private = models.BooleanField(default=False, help_text="Of a draft that is its writer's alone.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None) | Q(content_type__isnull=False, object_id__isnull=False),
                name="audit_thing_is_whole",
            )
        ]
        indexes = [
            models.Index(fields=["strategy", "-id"], name="audit_by_strategy"),
            models.Index(fields=["content_type", "object_id"], name="audit_by_thing"),
            models.Index(fields=["by", "-id"], name="audit_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
