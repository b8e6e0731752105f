"""The pieces that an organisation's answer consists of. What was sent is never overwritten: more is a new piece."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.observations.models import Observation
from dialogue.requests.models import Answer, Request, RequestQuerySet
from strategy.access import Kind
from strategy.accounts.personal_data import KeptData
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import PUBLIC_TASK, RECEIVED, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class AnswerPartQuerySet(RecordQuerySet["AnswerPart"]):
    kind = Kind.ANSWER_PART

    def sent(self) -> Self:
        return self.filter(state="sent").order_by("sent_at", "pk")

    def received(self) -> Self:
        """From the organisation, and not what we ask for."""
        return self.sent().exclude(kind="more")

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

    def with_parts(self) -> Self:
        return self.select_related("author", "organisation", "observation", "answer__request", "strategy")

    def official(self, user: User, strategy: Strategy) -> Self:
        """What has come in; what we ask for besides belongs to the request."""
        rows = self.visible_to(user).filter(strategy=strategy).received()
        return rows.select_related("answer__request", "organisation").annotate(dated=F("sent_at"))


class AnswerPart(Classified, Record):
    """A piece of an organisation's answer, or what is asked for besides. Its author may hand it on until it is sent."""

    class PartKind(models.TextChoices):
        ANSWER = "answer", _("svar")
        NOTHING = "nothing", _("inget att tillägga")
        ENTERED = "entered", _("svar som kom på annat sätt")
        MORE = "more", _("begäran om mer")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("answer", "skrivs")
        SENT = "sent", pgettext_lazy("answer", "skickat")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {"draft": frozenset({"sent"}), "sent": frozenset()}

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="parts", verbose_name=_("förfrågan"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("skrivet av"))
    kind = models.CharField(_("slag"), max_length=20, choices=PartKind, default=PartKind.ANSWER, editable=False)
    text = WrittenText(_("svar"), blank=True)
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fältobservation")
    )
    is_shared = models.BooleanField(_("kollegor får läsa och skriva"), default=False)
    received_from = WrittenLine(_("avsändare"), max_length=200, blank=True)
    received_on = models.DateField(_("kom in den"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("skickat"), null=True, editable=False)

    edited_at = "dialogue:answer-part-edit"
    PLACE, PARENTS, WORDS = 46, ("answer__request",), "text"
    SEARCHED = Searched(
        _("Svar på förfrågningar"),
        place=45,
        title=("answer__request__title",),
        texts=("text", "registry_number"),
        context=("organisation__name", "organisation__name_en", "organisation__abbreviation"),
        day="sent_at__date",
        when=~Q(state="draft"),
    )
    DISCLOSED = Disclosed(
        (
            *("answer", "organisation", "kind", "sent_at", "text", "observation"),
            *("received_from", "received_on", "attachments", "registry_number"),
        ),
        "sent_at__date",
        "observation__goals",
        ("attachments",),
    )
    REGISTRATION = Registration(
        RECEIVED, place=22, about=lambda part: str(part.answer.request), other=lambda part: str(part.organisation)
    )
    PERSONAL_DATA = PersonalData(
        what=_("Avsändaren av ett svar som kom med e-post eller brev, skrivet som vanlig text"),
        about=_("Den på myndigheten som skickade svaret"),
        why=_("För att det ska framgå vem som svarade."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
    )
    KEPT_IN = frozenset({"sent"})

    objects = AnswerPartQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("del av ett svar")
        verbose_name_plural = _("Svar på förfrågningar")
        ordering = ["pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(state="draft"),
                name="answer_part_sent_stays",
                violation_error_message=_("Det som har skickats är en allmän handling och kan inte tas bort."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | Q(state="sent", sent_at__isnull=False),
                name="answer_part_sent_when",
                violation_error_message=_("Dagen då svaret skickades saknas."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="entered") | Q(received_on__isnull=False),
                name="answer_part_entered_when",
                violation_error_message=_("Ange vilken dag svaret kom in."),
            ),
            *days_that_can_be("received_on"),
        ]
        indexes = [models.Index(fields=["answer", "state", "sent_at"], name="answer_part_by_answer")]

    def __str__(self) -> str:
        return in_line(self.text) or str(self.get_kind_display())

    def parents(self) -> list[Classified]:
        return [self.answer.request]

    def clean(self) -> None:
        super().clean()
        if self.organisation_id != self.answer.organisation_id:
            raise ValidationError({"organisation": _("Svaret hör till en annan organisation.")})

    def get_absolute_url(self) -> str:
        return f"{self.answer.request.get_absolute_url()}#part-{self.pk}"

    @property
    def is_its_writers_alone(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class RequestReading(models.Model):
    """When somebody last looked at a request's answers: what came later is new to them."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, models.CASCADE, related_name="readings")
    at = models.DateTimeField()

    PERSONAL_DATA: ClassVar[PersonalData] = KeptData(
        what=_("Läsning: när du senast öppnade svaren på en förfrågan"),
        about=_("Den som läser svaren. Ingen annan ser det."),
        why=_("För att du ska se vad som är nytt."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge förfrågan finns."),
        tables=frozenset({"dialogue.requestreading"}),
    )

    class Meta:
        verbose_name = _("läsning av svar")
        constraints = [models.UniqueConstraint(fields=["by", "request"], name="request_reading_once")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.request_id}"


def unread_parts(user: User) -> AnswerPartQuerySet:
    """Pieces that came from organisations since this person last looked at their request."""
    looked = RequestReading.objects.filter(by=user, request=OuterRef("answer__request")).values("at")[:1]
    parts = AnswerPart.objects.visible_to(user).received().exclude(author=user).annotate(looked=Subquery(looked))
    return parts.filter(Q(looked=None) | Q(sent_at__gt=F("looked")))


def with_counts(requests: RequestQuerySet, user: User, day: date) -> RequestQuerySet:
    """Each with how many are asked, have answered and are late, and how many pieces are new to this person."""
    answers = Answer.objects.visible_to(user).filter(request=OuterRef("pk")).order_by().values("request")
    new = unread_parts(user).filter(answer__request=OuterRef("pk")).order_by().values("answer__request")
    return requests.annotate(
        asked=number_of(answers),
        answered=number_of(answers.filter(state="answered")),
        late=number_of(answers.filter(Answer.objects.all().are_late(day))),
        new=number_of(new),
    )


def number_of(grouped: "QuerySet[Any, Any]") -> Coalesce:
    """How many there are of what hangs on each, where it is grouped by that; 0 for none."""
    return Coalesce(Subquery(grouped.annotate(number=Count("pk", distinct=True)).values("number")), 0)
