"""What somebody at an organisation writes and sends. What was sent is never overwritten: more is a new piece."""

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.accounts.personal_data import KeptData
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import PUBLIC_TASK, PersonalData
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenText
from strategy.tools.days import end_of

PieceT = TypeVar("PieceT", bound="Piece", covariant=True)


class PieceQuerySet(RecordQuerySet[PieceT]):
    def sent(self) -> Self:
        return self.filter(state="sent").order_by("sent_at", "pk")

    def sent_by(self, day: date | None) -> Self:
        """By the end of that day, where one is named."""
        return self.sent().filter(Q(sent_at__lt=end_of(day)) if day else Q())

    def being_written(self) -> Self:
        return self.filter(state="draft").order_by("-updated_at", "-pk")

    def written_by(self, author: User) -> Self:
        return self.filter(author=author)

    def in_bin(self) -> Self:
        """One that its writer threw away was never anybody else's."""
        return self.binned().exclude(state="draft")

    def thrown_away(self) -> Self:
        """In nobody's bin."""
        return self.binned().filter(state="draft")

    def unread(self, user: User, reading: type["Reading"], thread: str) -> Self:
        """Those of others that came since this person last looked at what they hang on, which `thread` leads to."""
        looked = reading._default_manager.filter(by=user, **{reading.OF: OuterRef(thread)}).values("at")[:1]
        found = self.exclude(author=user).annotate(looked=Subquery(looked))
        return found.filter(Q(looked=None) | Q(sent_at__gt=F("looked")))


class Piece(Classified, Record):
    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("answer", "skrivs")
        SENT = "sent", pgettext_lazy("answer", "skickat")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {"draft": frozenset({"sent"}), "sent": frozenset()}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("skrivet av"))
    text = WrittenText(_("text"), blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("skickat"), null=True, editable=False)

    WORDS = "text"
    KEPT_IN = frozenset({"sent"})

    class Meta(Classified.Meta):
        abstract = True
        ordering = ["pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(state="draft"),
                name="%(class)s_sent_stays",
                violation_error_message=_("Det som har skickats är en allmän handling och kan inte tas bort."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | Q(state="sent", sent_at__isnull=False),
                name="%(class)s_sent_when",
                violation_error_message=_("Dagen då svaret skickades saknas."),
            ),
        ]

    @property
    def is_its_writers_alone(self) -> bool:
        return self.is_draft

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Reading(models.Model):
    """When somebody last looked at what pieces hang on, its field `OF`: what came later is new to them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    OF: ClassVar[str]
    PERSONAL_DATA: ClassVar[PersonalData] = KeptData(
        what=_("Läsning: när du senast öppnade svaren på en förfrågan eller kompletteringarna av en observation"),
        about=_("Den som läser. Ingen annan ser det."),
        why=_("För att du ska se vad som är nytt."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge förfrågan eller observationen finns."),
        tables=frozenset({"dialogue.requestreading", "dialogue.observationreading"}),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.by_id} {getattr(self, f'{self.OF}_id')}"

    @classmethod
    def note(cls, thread: Any, by: User) -> None:
        """What has come by now is no longer new to them."""
        cls._default_manager.update_or_create({"at": timezone.now()}, by=by, **{cls.OF: thread})
