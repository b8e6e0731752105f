"""Notices, the letters that they go out in, and what each person has chosen to be told by mail."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.accounts.personal_data import KeptData
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, PersonalData
from strategy.tools.bounds import days_that_can_be


class NoticeKind(models.TextChoices):
    """What has happened, or is about to. The words stand alone, in a list of choices."""

    RECEIVED = "received", _("En fältobservation har kommit in")
    RETURNED = "returned", _("Komplettering är begärd")
    ANSWERED = "answered", _("En fältobservation är granskad")
    ASKED = "asked", _("En förfrågan väntar på ert svar")
    REPLIED = "replied", _("Ett svar på en förfrågan har kommit in")
    CIRCULATED = "circulated", _("Något är delat till dig för synpunkter")
    COMMENTED = "commented", _("Synpunkter har kommit in")
    RESPONDED = "responded", _("Dina synpunkter är besvarade")
    PROPOSED = "proposed", _("Något väntar på ditt beslut")
    SENT_BACK = "sent_back", _("Något har kommit tillbaka till dig")
    APPROVED = "approved", _("Något du har skrivit är godkänt")
    RELEASED = "released", _("En rapport är expedierad till er")
    SUGGESTED = "suggested", _("Ett förslag till arbetsplanen har kommit in")
    SETTLED = "settled", _("Ett förslag från er till arbetsplanen är avgjort")
    REPORTED = "reported", _("En lägesrapport om arbetsplanen har kommit in")
    INSTRUCTED = "instructed", _("En instruktion är skickad till er")
    DUE = "due", _("Något ska vara klart inom en vecka")
    LATE = "late", _("Något är försenat")
    DEPUTYSHIP = "deputyship", _("Ett ställföreträdarskap tar slut")
    HANDED_OVER = "handed_over", _("Något är överlämnat till dig")
    ROLE_ENDING = "role_ending", _("En roll tar slut, och något väntar på att lämnas över")


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("Genast")
    DAILY = "daily", _("Varje morgon")
    WEEKLY = "weekly", _("Måndagar")
    NEVER = "never", pgettext_lazy("frequency", "Inte med e-post")


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state="queued")

    def to_be_sent(self, now: datetime) -> Self:
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=now))

    def unsettled(self) -> Self:
        """Of which nobody knows whether they came, or that were refused; the latest first."""
        return self.filter(state__in=["uncertain", "refused", "bounced"]).order_by("-made_at", "-pk")


class Letter(models.Model):
    """A letter to one person: sent once at most. What it says is written when it is sent.

    `period` is the day or week whose letter it is, of which there is one; empty for one sent at once.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("väntar")
        SENDING = "sending", _("skickas")
        SENT = "sent", _("skickat")
        EMPTY = "empty", _("inget kvar att säga")
        UNCERTAIN = "uncertain", _("osäkert om det kom fram")
        REFUSED = "refused", _("avvisat")
        BOUNCED = "bounced", _("studsade")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    frequency = models.CharField(max_length=10, choices=Frequency)
    period = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(
        null=True, help_text="Where the mail server could not be reached: when to try next."
    )
    answer = models.CharField(
        max_length=200, blank=True, help_text="The mail server's code and the like; never its words."
    )
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "frequency", "period"], condition=~Q(period=""), name="letter_once_a_period"
            )
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="letter_by_state")]

    def __str__(self) -> str:
        return self.message_id


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: User) -> Self:
        """Each person's own. Whether they still see the thing is asked when it is shown."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def to_be_mailed(self) -> Self:
        """Not read in the product meanwhile."""
        return self.unread().filter(letter=None).exclude(frequency=Frequency.NEVER)


class Notice(models.Model):
    """To one person, about one thing, once. It holds no words: those are made when it is shown or sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    model = models.CharField(max_length=60, help_text="Of the thing, as `app.model`.")
    key = models.BigIntegerField()
    occasion = models.CharField(max_length=40, blank=True, help_text="Tells this time from others: a step, a day.")
    day = models.DateField(null=True, help_text="By when, where there is a day.")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    frequency = models.CharField(max_length=10, choices=Frequency)
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, related_name="notices")

    PERSONAL_DATA: ClassVar[PersonalData] = KeptData(
        what=_("Besked till dig: vad för slags sak, när, om du har läst det, och breven som gick ut om det"),
        about=_("Den som har fått beskedet. En administratör ser bara brev som inte kom fram, utan vad de gällde."),
        why=_("För att du ska få veta i tid vad som väntar på dig."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge kontot finns."),
        tables=frozenset({"strategy.notice", "strategy.letter", "strategy.noticechoice"}),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("besked")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "model", "key", "occasion"], name="notice_once"),
            *days_that_can_be("day"),
        ]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_by_user"),
            models.Index(
                fields=["frequency", "user"], condition=Q(letter=None, read_at=None), name="notice_to_be_mailed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.model} {self.key}"

    @property
    def model_class(self) -> Any:
        return apps.get_model(self.model)


class NoticeChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class NoticeChoice(models.Model):
    """How often somebody wants letters about a kind; what they have not chosen is sent at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    frequency = models.CharField(max_length=10, choices=Frequency)

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("val av besked")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.frequency}"


class MailHoldQuerySet(models.QuerySet["MailHold"]):
    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class MailHold(models.Model):
    """Letters about notices wait: after a backup has been restored, which does not know what has gone out since."""

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = MailHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("uppehåll med brev")

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"
