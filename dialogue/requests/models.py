"""What is asked of agencies and missions by a day."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models.events import Event
from strategy.access import Edition, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import SENT, Disclosed, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be

MOST_QUESTIONS = 10


class RequestQuerySet(RecordQuerySet["Request"]):
    kind = Kind.REQUEST

    def each_once(self, seen: Self) -> Self:
        """However many organisations it is put to."""
        return self.filter(pk__in=seen.order_by().values("pk"))

    def visible_in(self, edition: Edition) -> Self:
        return self.filter(pk__in=super().visible_in(edition).order_by().values("pk"))

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def latest_first(self) -> Self:
        """Drafts, then what is open in the order it is to be answered, then what is closed with the latest first."""
        rank = models.Case(models.When(state="draft", then=0), models.When(state="open", then=1), default=2)
        open_day = models.Case(models.When(state="open", then=F("answer_by")))
        return self.order_by(rank, open_day.asc(nulls_last=True), "-answer_by", "-pk")

    def with_own_answer(self, organisation_id: int | None) -> Self:
        """Each with how it stands with this organisation, as `own_state` and `own_day`."""
        own = Answer.objects.filter(request=OuterRef("pk"), organisation=organisation_id)
        return self.annotate(own_state=Subquery(own.values("state")[:1]), own_day=Subquery(own.values("answer_by")[:1]))

    def with_parts(self) -> Self:
        return self.select_related("owner", "strategy").prefetch_related("organisations")

    def official(self, user: User, strategy: Strategy) -> Self:
        """From the day it was sent."""
        return self.visible_to(user).of(strategy.pk).exclude(state="draft").annotate(dated=F("sent_at"))


class Request(Owned, Classified, Record):
    """Questions to several organisations, to be answered by a day. Once sent, its words never change.

    It may belong to a meeting, a consultation as a rule, whose marking is no part of its own: it goes to others.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("request", "utkast")
        OPEN = "open", pgettext_lazy("request", "öppen")
        CLOSED = "closed", pgettext_lazy("request", "avslutad")

    OPEN_IN = frozenset({"draft", "open"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"open"}),
        "open": frozenset({"closed"}),
        "closed": frozenset({"open"}),
    }

    title = WrittenLine(_("rubrik"), max_length=200)
    background = WrittenText(_("varför vi frågar"), blank=True)
    questions = WrittenText(_("frågor"))
    organisations = models.ManyToManyField(Organisation, related_name="requests", verbose_name=_("ställs till"))
    answer_by = models.DateField(_("svar senast"))
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("inför mötet")
    )
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("skickad"), null=True, editable=False)
    _history_m2m_fields = [organisations]

    edited_at = "dialogue:request-edit"
    PLACE = 44
    SEARCHED = Searched(
        _("Förfrågningar"),
        place=44,
        title=("title",),
        texts=("questions", "background", "registry_number"),
        day="answer_by",
        when=~Q(state="draft"),
    )
    DISCLOSED = Disclosed(
        ("title", "answers", "background", "questions", "answer_by", "registry_number"),
        "answer_by",
        "event__interventions__goal",
        ("answers__organisation",),
    )
    REGISTRATION = Registration(SENT, place=21)
    KEPT_IN = frozenset({"open", "closed"})

    objects = RequestQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("förfrågan")
        verbose_name_plural = _("Förfrågningar")
        ordering = ["-answer_by", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(state="draft"),
                name="request_sent_stays",
                violation_error_message=_("Förfrågan är skickad och kan inte tas bort. Avsluta den i stället."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False),
                name="request_sent_when",
                violation_error_message=_("Dagen då förfrågan skickades saknas."),
            ),
            *days_that_can_be("answer_by"),
        ]
        indexes = [models.Index(fields=["strategy", "state", "answer_by"], name="request_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue:request", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if len(self.numbered) > MOST_QUESTIONS:
            sentence = _("En förfrågan kan ha högst %(most)d frågor, en på varje rad.") % {"most": MOST_QUESTIONS}
            raise ValidationError({"questions": sentence})

    @property
    def numbered(self) -> list[str]:
        """The questions in their order, one from each line."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]

    @property
    def own_state_label(self) -> str:
        """Of one that was read `with_own_answer`."""
        state = getattr(self, "own_state", None)
        return str(Answer.State(state).label) if state else ""

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class AnswerQuerySet(RecordQuerySet["Answer"]):
    kind = Kind.ANSWER

    def waiting(self) -> Self:
        """Those that something is still asked of."""
        return self.filter(state__in=["asked", "returned"], request__state="open")

    def are_late(self, day: date) -> Q:
        """On that day in Sweden: the last day is over."""
        return Q(state__in=["asked", "returned"], request__state="open", answer_by__lt=day)

    def of_organisation(self, organisation_id: int | None) -> Self:
        return self.filter(organisation=organisation_id)

    def silent_first(self) -> Self:
        rank = models.Case(models.When(state="answered", then=1), default=0)
        return self.select_related("organisation", "request", "strategy").order_by(rank, "organisation__sort_key", "pk")


class Answer(Record):
    """What one organisation was asked, and how it stands: the thread that its pieces hang on."""

    class State(models.TextChoices):
        ASKED = "asked", _("inget svar än")
        ANSWERED = "answered", _("besvarad")
        RETURNED = "returned", _("mer är begärt")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "asked": frozenset({"answered"}),
        "answered": frozenset({"returned"}),
        "returned": frozenset({"answered"}),
    }

    request = models.ForeignKey(Request, models.CASCADE, related_name="answers", verbose_name=_("förfrågan"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="answers", verbose_name=_("organisation")
    )
    answer_by = models.DateField(_("svar senast"))
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.ASKED, editable=False)

    PLACE, PARENTS = 45, ("request",)
    KEPT_IN = frozenset(State.values)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("svar från en organisation")
        verbose_name_plural = _("Svar från organisationer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"],
                name="answer_once_an_organisation",
                violation_error_message=_("Organisationen har redan fått förfrågan."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None),
                name="answer_stays",
                violation_error_message=_("En förfrågan som har skickats kan inte tas bort."),
            ),
            *days_that_can_be("answer_by"),
        ]
        indexes = [models.Index(fields=["strategy", "state", "answer_by"], name="answer_by_state")]

    def __str__(self) -> str:
        return f"{self.request} – {self.organisation.short_name}"

    def get_absolute_url(self) -> str:
        return f"{reverse('dialogue:request', args=[self.request_id])}#answer-{self.pk}"

    @property
    def tells_of_secret(self) -> bool:
        return self.request.is_secret

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.answer_by < self.strategy.today()

    @property
    def is_waiting(self) -> bool:
        return self.request.is_open and self.state != self.State.ANSWERED
