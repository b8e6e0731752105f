"""What is shared for comments: a copy frozen for an edition, whom it is put to, and what they say."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.instructions.models import Instruction
from dialogue.requests.parts import number_of
from reporting.assessments.models.rounds import Round
from reporting.reports.models import Report
from strategy.access import Audience, Classification, Edition, Kind, Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import (
    SENT,
    Disclosed,
    Registration,
)
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenText
from strategy.tools.bounds import days_that_can_be


class CirculationQuerySet(RecordQuerySet["Circulation"]):
    kind = Kind.CIRCULATION

    def each_once(self, seen: Self) -> Self:
        """However many of one's own it is put to."""
        return self.filter(pk__in=seen.order_by().values("pk"))

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def open_first(self) -> Self:
        """What is open in the order it is to be answered, then what is closed with the latest first."""
        open_day = models.Case(models.When(state="open", then=F("answer_by")))
        return self.order_by(open_day.asc(nulls_last=True), "-answer_by", "-pk")

    def with_counts(self) -> Self:
        """Each with how many it is put to, and how many of them have said something."""
        parties = CirculationParty.objects.filter(circulation=OuterRef("pk")).order_by().values("circulation")
        return self.annotate(asked=number_of(parties), answered=number_of(parties.filter(comments__isnull=False)))

    def official(self, user: User, strategy: Strategy) -> Self:
        """From the moment it leaves for another authority."""
        outside = CirculationParty.objects.filter(organisation__isnull=False).values("circulation")
        return self.visible_to(user).of(strategy.pk).filter(pk__in=outside).annotate(dated=F("shared_at"))


class Circulation(Owned, Classified, Record):
    """Something shared for comments until a day. What was shared stays as it was; the original goes on by itself."""

    class Subject(models.TextChoices):
        INSTRUCTION = "instruction", _("instruktion")
        WORK_PLAN = "work_plan", _("arbetsplan")
        ROUND = "round", _("årets bedömningar")
        REPORT = "report", _("rapport")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("circulation", "öppen")
        CLOSED = "closed", pgettext_lazy("circulation", "avslutad")

    OPEN_IN = frozenset({"open"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {"open": frozenset({"closed"}), "closed": frozenset({"open"})}
    KEPT_IN = frozenset(State.values)

    subject = models.CharField(_("vad som delas"), max_length=20, choices=Subject, editable=False)
    instruction = models.ForeignKey(
        Instruction,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="circulations",
        verbose_name=_("instruktion"),
    )
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, editable=False, related_name="circulations", verbose_name=_("år")
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, editable=False, related_name="circulations", verbose_name=_("rapport")
    )
    title = models.CharField(_("rubrik"), max_length=300, editable=False)
    audience = models.CharField(_("utgåva"), max_length=20, choices=Audience, editable=False)
    message = WrittenText(_("vad ni vill ha synpunkter på"), blank=True)
    answer_by = models.DateField(_("svar senast"))
    shared_at = models.DateTimeField(_("delad"), editable=False)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.OPEN, editable=False)

    edited_at = "reporting:circulation-edit"
    PLACE, WORDS = 85, "title"
    DISCLOSED = Disclosed(
        ("title", "audience", "parties", "message", "answer_by", "passages", "registry_number"),
        "answer_by",
        "passages__goal",
        ("parties__organisation", "parties__person", "passages"),
    )
    REGISTRATION = Registration(SENT, place=23, other=lambda circulation: circulation.receivers)

    objects = CirculationQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("delning")
        verbose_name_plural = _("Delningar")
        ordering = ["-answer_by", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(subject="work_plan", instruction=None, round=None, report=None)
                | Q(subject="instruction", instruction__isnull=False, round=None, report=None)
                | Q(subject="round", instruction=None, round__isnull=False, report=None)
                | Q(subject="report", instruction=None, round=None, report__isnull=False),
                name="circulation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(effective_classification=Classification.SECRET) & ~Q(audience=Audience.INTERNAL_SECRET),
                name="circulation_never_secret",
                violation_error_message=_("Det som delas för synpunkter kan inte vara sekretessmarkerat."),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None),
                name="circulation_stays",
                violation_error_message=_("Det som har delats kan inte tas bort. Avsluta delningen i stället."),
            ),
            *days_that_can_be("answer_by"),
        ]
        indexes = [models.Index(fields=["strategy", "state", "answer_by"], name="circulation_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:circulation", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.answer_by < self.strategy.today()

    @property
    def edition(self) -> Edition:
        return Edition(self.audience)

    @property
    def origin(self) -> Any:
        """What was shared, as it is now; None for the work plan, which is the strategy's."""
        return self.instruction or self.round or self.report

    @property
    def receivers(self) -> str:
        """The authorities that it left for."""
        organisations = {
            party.organisation.name for party in self.parties.select_related("organisation") if party.organisation
        }
        return ", ".join(sorted(organisations))


class CirculationPartyQuerySet(QuerySet["CirculationParty"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(circulation__in=Circulation.objects.visible_to(user).order_by().values("pk"))

    def of(self, user: User, circulation: Circulation) -> Self:
        """Those that this person answers as: themselves, and the organisation that they are a contact of."""
        roles = user.memberships_in(circulation.strategy_id)
        held = [one.organisation_id for one in roles if one.role == Role.CONTACT]
        own = Q(person=user) | Q(person=None, organisation__in=held)
        return self.filter(own, circulation=circulation)

    def first_of(self, user: User, circulation: Circulation) -> "CirculationParty | None":
        """As whom they answer, before anybody as themselves; with how often they have."""
        return self.of(user, circulation).in_order().order_by(F("person").asc(nulls_last=True)).first()

    def silent(self) -> Self:
        return self.filter(comments=None)

    def in_order(self) -> Self:
        """Those who have not answered first; each with how often it has, `answers`, and how many comments it `said`."""
        counted = self.select_related("person", "organisation").annotate(
            answers=Count("comments"), said=Count("comments", filter=~Q(comments__text=""))
        )
        return counted.order_by("answers", "person__sort_key", "organisation__sort_key", "pk")


class CirculationParty(models.Model):
    """Whom something is put to: a person, with the authority abroad that they belonged to; or an organisation."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="parties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects = CirculationPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("den som har fått en delning")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "person"], name="circulation_person_once"),
            models.UniqueConstraint(
                fields=["circulation", "organisation"],
                condition=Q(person=None),
                name="circulation_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False), name="circulation_party_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        if self.person is None:
            return str(self.organisation)
        return f"{self.person}, {self.organisation.short_name}" if self.organisation else str(self.person)
