"""The pieces that an organisation's answer consists of. What was sent is never overwritten: more is a new piece."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dialogue.observations.models import Observation
from dialogue.pieces.models import Piece, PieceQuerySet, Reading
from dialogue.requests.models import Answer, Request, RequestQuerySet
from strategy.access import Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.declarations import PUBLIC_TASK, RECEIVED, UNTIL_DISPOSED, Disclosed, PersonalData, Registration
from strategy.records.models import Classified
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class AnswerPartQuerySet(PieceQuerySet["AnswerPart"]):
    kind = Kind.ANSWER_PART

    def received(self) -> Self:
        """From the organisation, and not what we ask for."""
        return self.sent().exclude(kind="more")

    def with_parts(self) -> Self:
        return self.select_related("author", "organisation", "observation", "answer__request", "strategy")

    def official(self, user: User, strategy: Strategy) -> Self:
        """What has come in; what we ask for besides belongs to the request."""
        rows = self.visible_to(user).filter(strategy=strategy).received()
        return rows.select_related("answer__request", "organisation").annotate(dated=F("sent_at"))


class AnswerPart(Piece):
    """A piece of an organisation's answer, or what is asked for besides. Its author may hand it on until it is sent."""

    class PartKind(models.TextChoices):
        ANSWER = "answer", _("svar")
        NOTHING = "nothing", _("inget att tillägga")
        ENTERED = "entered", _("svar som kom på annat sätt")
        MORE = "more", _("begäran om mer")

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="parts", verbose_name=_("förfrågan"))
    kind = models.CharField(_("slag"), max_length=20, choices=PartKind, default=PartKind.ANSWER, editable=False)
    text = WrittenText(_("svar"), blank=True)
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fältobservation")
    )
    is_shared = models.BooleanField(_("kollegor får läsa och skriva"), default=False)
    received_from = WrittenLine(_("avsändare"), max_length=200, blank=True)
    received_on = models.DateField(_("kom in den"), null=True, blank=True)

    edited_at = "dialogue:answer-part-edit"
    PLACE, PARENTS = 46, ("answer__request",)
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
    objects = AnswerPartQuerySet.as_manager()

    class Meta(Piece.Meta):
        verbose_name = _("del av ett svar")
        verbose_name_plural = _("Svar på förfrågningar")
        constraints = [
            *Piece.Meta.constraints,
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

    def get_edit_url(self) -> str:
        """What officers write in a thread is sent at once."""
        return super().get_edit_url() if self.kind == self.PartKind.ANSWER else ""

    def get_absolute_url(self) -> str:
        return f"{self.answer.request.get_absolute_url()}#part-{self.pk}"


class RequestReading(Reading):
    request = models.ForeignKey(Request, models.CASCADE, related_name="readings")

    OF = "request"

    class Meta:
        verbose_name = _("läsning av svar")
        constraints = [models.UniqueConstraint(fields=["by", "request"], name="request_reading_once")]


def unread_parts(user: User) -> AnswerPartQuerySet:
    """Pieces that came from organisations since this person last looked at their request."""
    return AnswerPart.objects.visible_to(user).received().unread(user, RequestReading, "answer__request")


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
