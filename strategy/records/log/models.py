"""The log: who did what to which thing, and when."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.history import AboutAccounts
from strategy.people.models import User
from strategy.texts.folding import folded
from strategy.tools.numbers import number_in


def about_accounts() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, AboutAccounts)]


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> Self:
        """What was done with the material of the strategy, and with the accounts that this person answers for."""
        return self.filter(access.readable(Kind.LOG, user.memberships_today) | self.about_accounts_of(user))

    def about_accounts_of(self, user: User) -> Q:
        """The condition for what was done with accounts, roles and invitations that this person may see; of somebody
        who has another role too, which they may not see, nothing that is about the account.
        """
        answers_for = [holder for holder in user.memberships_today if holder.role in access.READERS[Kind.LOG]]
        if not answers_for:
            return access.NOTHING
        condition = access.NOTHING
        for model in about_accounts():
            things = model._default_manager.answered_for_by(user)
            condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=things.values("pk"))
        return Q(about_account=True) & condition

    def of(self, strategy: Strategy) -> Self:
        """Of one strategy, and of people, who may have a part in several."""
        return self.filter(Q(strategy=strategy) | Q(about_account=True))

    def holding(self, words: str) -> Self:
        """With the words in the name of thing, person or program; a number finds the thing with that number."""
        alike = folded(words)
        found = Q(label__folded__contains=alike) | Q(by__name__folded__contains=alike) | Q(program__icontains=words)
        number = number_in(words)
        return self.filter(found if number is None else found | Q(object_id=number))

    def older_than(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)

    def comings_and_goings(self) -> Self:
        return self.filter(about_account=True, verb__in=["signed-in", "signed-out", "refused"])

    def before(self, entry: "AuditEntry") -> Self:
        return self.filter(pk__lt=entry.pk)

    def concerning(self, user: User) -> Self:
        """What somebody has done, and what has been done with their account."""
        return self.filter(Q(by=user) | Q(content_type=ContentType.objects.get_for_model(user), object_id=user.pk))

    def of_things(self, model: type[models.Model], ids: Any) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)


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
    CARRIED = "carried", _("tog med text ur")
    HANDED_OVER = "handed-over", _("lämnade över")
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
    FEED_MADE = "feed-made", _("skapade en kalenderadress för")
    FEED_REVOKED = "feed-revoked", _("tog bort kalenderadressen för")
    INVITED = "invited", _("bjöd in")
    DEACTIVATED = "deactivated", _("stängde av")
    REACTIVATED = "reactivated", _("öppnade igen")
    ENDED = "ended", _("avslutade")
    MAIL_LET_GO = "mail-let-go", _("släppte breven")


class Through(models.TextChoices):
    PAGE = "page", _("sida")
    COMMAND = "command", _("kommando")
    TASK = "task", _("bakgrundsarbete")


class AuditEntry(models.Model):
    """Who did what to which thing, and when. Appended and never changed: the database refuses it (`sealing.py`).

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
        verbose_name = _("rad i loggen")
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
