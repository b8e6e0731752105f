"""What others ask for in the work plan: a line, or another day for one. No part of the plan until it is taken in."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import RECEIVED, Disclosed, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class WorkPlanProposalQuerySet(RecordQuerySet["WorkPlanProposal"]):
    kind = Kind.WORK_PLAN_PROPOSAL

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def waiting(self) -> Self:
        return self.filter(state="proposed")

    def waiting_first(self) -> Self:
        """What waits longest, then what is decided with the latest first."""
        rank = Case(When(state="proposed", then=Value(0)), default=Value(1))
        waited = Case(When(state="proposed", then=F("created_at")))
        return self.order_by(rank, waited.asc(nulls_last=True), "-updated_at", "-pk")

    def for_days(self) -> Self:
        return self.filter(kind="day")

    def with_parts(self) -> Self:
        related = ("author", "organisation", "responsible", "decided_by", "strategy", "secrecy_provision")
        return self.select_related(*related).prefetch_related("goals")

    def official(self, user: User, strategy: Strategy) -> Self:
        """What came from another authority; ministries are one with us."""
        rows = self.visible_to(user).of(strategy.pk).filter(organisation__kind__in=["agency", "mission"])
        return rows.select_related("organisation").annotate(dated=F("created_at"))


class WorkPlanProposal(Classified, Record):
    """Its words stand as they were sent. What an officer makes of it is a line of its own, `activity`, or a moved day.

    `title` of a request for another day is what the line was called then: its writer may have lost sight of it since.
    """

    class ProposalKind(models.TextChoices):
        LINE = "line", _("ny rad")
        DAY = "day", _("ny dag")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("väntar på besked")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "bifallet")
        DECLINED = "declined", pgettext_lazy("proposal", "avslaget")
        WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "återtaget")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "proposed": frozenset({"accepted", "declined", "withdrawn"}),
        **dict.fromkeys(("accepted", "declined", "withdrawn"), frozenset()),
    }
    OWNERS, OWNER_PATHS = Action.APPROVE, ("activity__owner",)  # who decides of a day; of a line, all officers

    kind = models.CharField(_("slag"), max_length=10, choices=ProposalKind, default=ProposalKind.LINE, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("skrivet av"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("organisation"), editable=False
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="proposals", verbose_name=_("rad"), editable=False
    )
    title = WrittenLine(_("vad som ska göras"), max_length=200)
    goals = models.ManyToManyField(Goal, blank=True, related_name="+", verbose_name=_("mål"))
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("ansvarig"))
    due_before = models.DateField(_("dagen förut"), null=True, editable=False)
    due_on = models.DateField(_("klar senast"))
    why = WrittenText(_("varför"))
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.PROPOSED, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("avgjort av"),
        editable=False,
    )
    reason = WrittenText(_("skäl för avslaget"), blank=True, editable=False)
    _history_m2m_fields = [goals]

    PLACE = 71
    SEARCHED = Searched(
        _("Förslag till arbetsplanen"),
        place=71,
        title=("title",),
        texts=("why", "reason", "registry_number"),
        context=("organisation__name", "organisation__name_en", "organisation__abbreviation"),
        day="due_on",
        goals="goals",
    )
    DISCLOSED = Disclosed(
        (
            *("title", "kind", "organisation", "responsible", "due_before", "due_on", "why", "state", "reason"),
            "registry_number",
        ),
        "due_on",
        "goals",
    )
    REGISTRATION = Registration(RECEIVED, place=23, other=lambda proposal: str(proposal.organisation))
    KEPT_IN = frozenset(State.values)

    objects = WorkPlanProposalQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("förslag till arbetsplanen")
        verbose_name_plural = _("Förslag till arbetsplanen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None),
                name="work_plan_proposal_stays",
                violation_error_message=_("Ett förslag kan inte tas bort. Den som har lämnat det kan ta tillbaka det."),
            ),
            models.CheckConstraint(
                condition=Q(kind="line") | Q(activity__isnull=False, due_before__isnull=False),
                name="work_plan_proposal_day_of_line",
                violation_error_message=_("Raden som dagen gäller saknas."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="line", state="accepted") | Q(activity__isnull=False),
                name="work_plan_proposal_line_taken_in",
                violation_error_message=_("Raden som förslaget blev saknas."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | Q(decided_by__isnull=False),
                name="work_plan_proposal_decided_by",
                violation_error_message=_("Den som har avgjort förslaget saknas."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="work_plan_proposal_declined_why",
                violation_error_message=_("Skriv varför. Den som har lämnat förslaget läser det."),
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(kind="day", state="proposed"),
                name="work_plan_proposal_one_day",
                violation_error_message=_("Någon har redan begärt en ny dag. Vänta på besked, eller ta tillbaka den."),
            ),
            *days_that_can_be("due_before", "due_on"),
        ]
        indexes = [models.Index(fields=["strategy", "state", "created_at"], name="work_plan_proposal_by_state")]

    def __str__(self) -> str:
        return gettext("Ny dag: %(line)s") % {"line": self.title} if self.is_for_day else self.title

    def parents(self) -> list[Classified]:
        """What is asked about a line is no more open than that is; a line that it became has a marking of its own."""
        return [self.activity] if self.is_for_day and self.activity else []

    def get_absolute_url(self) -> str:
        return reverse("priorities:work-plan-proposal", args=[self.pk])

    @property
    def is_for_day(self) -> bool:
        return self.kind == self.ProposalKind.DAY

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED
