from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import (
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.models.scales import JUDGEMENT_TRANSITIONS, Attainment, Development, Effort, JudgementState
from strategy import access
from strategy.access import Kind
from strategy.people.models import User
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet, Step
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be
from strategy.tools.days import end_of


def approved_by_the_end_of(day: date | None) -> Q:
    approved = Q(state="approved")
    return approved & Q(approved_at__lt=end_of(day)) if day else approved


NONE, NO_DAY, EMPTY = Value(None, IntegerField()), Value(None, DateField()), Value("", TextField())


def in_brief(judgements: "QuerySet[Any]", in_force: Q, **own: Any) -> "QuerySet[Any]":
    """A row for each judgement, of goals and of the whole alike; `reporting.assessments.brief` has the columns' names.

    `own` is what only one of the two kinds has.
    """
    lacking = dict.fromkeys(("attainment", "development", "effort", "text"), EMPTY)
    columns = {"goal": NONE, "area": NONE, "assessed_on": NO_DAY} | lacking | own
    is_in_force = Case(When(in_force, then=True), default=False)
    rows: QuerySet[Any] = judgements.order_by().values_list(
        "pk", "round__year", "state", "created_by", "effective_classification", is_in_force, *columns.values()
    )
    return rows


class AssessmentQuerySet(RecordQuerySet["Assessment"]):
    kind = Kind.ASSESSMENT

    def approved(self) -> Self:
        return self.filter(state="approved")

    def in_force(self, day: date | None = None) -> Self:
        """The latest approved per goal and year: newer ones supersede older ones by their date.

        Where a day is named, of those approved by then.
        """
        return self.filter(self.are_in_force(day))

    def are_in_force(self, day: date | None = None) -> Q:
        same = Q(removed_at=None, round=OuterRef("round"), goal=OuterRef("goal"))
        approved = self.model._base_manager.filter(approved_by_the_end_of(day), same)
        return Q(state="approved", pk=Subquery(approved.order_by("-assessed_on", "-pk").values("pk")[:1]))

    def under_way(self) -> Self:
        return self.exclude(state="approved")

    def proposed(self) -> Self:
        return self.filter(state="proposed")

    def in_brief(self, day: date | None) -> "QuerySet[Any]":
        own = ("goal", "assessed_on", "attainment", "development", "effort")
        return in_brief(self, self.are_in_force(day), **{name: F(name) for name in own})

    def of_year(self, strategy_id: int, year: int) -> Self:
        return self.filter(strategy=strategy_id, round__year=year)

    def others_for_the_year(self, assessment: "Assessment") -> Self:
        """The other approved ones of the same goal and year, the latest first: superseded ones stay readable."""
        same = self.approved().filter(round=assessment.round_id, goal=assessment.goal_id)
        return same.exclude(pk=assessment.pk).order_by("-assessed_on", "-pk")

    def with_public_text(self) -> Self:
        """Those whose public text may stand in any edition; nothing else of them may."""
        return self.present().filter(access.PUBLIC_TEXT)


class StepsOfJudgements(QuerySet[Any]):
    """What was said on the way to a judgement stays with those who write and decide it. `judgement` leads to that."""

    judgement: ClassVar[str]

    def visible_to(self, user: User) -> Self:
        readable = access.readable(Kind.ASSESSMENT_STEP, user.memberships_today, self.judgement)
        return self.filter(readable, **{f"{self.judgement}__removed_at": None})


class AssessmentStepQuerySet(StepsOfJudgements):
    judgement = "assessment"


PRESENT = Q(removed_at=None)


class EditedWhileDraft:
    """A judgement as its writer may still change it. `tie` is the name of the foreign keys that lead to it."""

    pk: Any
    state: Any
    tie: ClassVar[str]
    is_read = False  # by whoever decides, where that was asked for

    @property
    def key(self) -> str:
        """Tells it from all judgements of either kind."""
        return f"{self.tie}-{self.pk}"

    @property
    def may_be_edited(self) -> bool:
        return self.state in {JudgementState.DRAFT, JudgementState.RETURNED}

    def require_editable(self) -> None:
        """Raises ValidationError."""
        if not self.may_be_edited:
            raise ValidationError(gettext("Bedömningen är föreslagen eller godkänd och går inte att ändra."))


class Assessment(EditedWhileDraft, Owned, Classified, Record):
    """How one goal is judged to stand at one date. Approved ones never change: the latest approved is in force.

    Only what came with the decision, the baseline, has neither writer nor approver.
    """

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS
    OPEN_IN = frozenset({"draft", "proposed", "returned"})
    tie = "assessment"

    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments", verbose_name=_("år"))
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="assessments", verbose_name=_("mål"))
    assessed_on = models.DateField(_("bedömd den"))
    attainment = models.CharField(_("måluppfyllelse"), max_length=20, choices=Attainment, blank=True)
    development = models.CharField(_("utveckling under året"), max_length=20, choices=Development, blank=True)
    effort = models.CharField(_("Sveriges påverkansarbete"), max_length=20, choices=Effort, blank=True)
    happened = WrittenText(_("vad har hänt"), blank=True)
    contribution = WrittenText(_("Sveriges bidrag"), blank=True)
    next_steps = WrittenText(_("nästa steg"), blank=True)
    public_text = WrittenText(_("text för externa läsare"), blank=True)
    state = models.CharField(
        _("läge"), max_length=20, choices=JudgementState, default=JudgementState.DRAFT, editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("godkänd av"),
    )
    approved_at = models.DateTimeField(null=True, editable=False, verbose_name=_("godkänd den"))

    PLACE = 50
    SEARCHED = Searched(
        _("Bedömningar"),
        place=50,
        title=("goal__code", "goal__short_title", "goal__short_title_en", "round__year"),
        texts=("happened", "contribution", "next_steps", "public_text"),
        day="assessed_on",
        goals="goal",
        when=Q(state__in=["proposed", "approved"]),
    )
    DISCLOSED = Disclosed(
        (
            *("goal", "assessed_on", "attainment", "development", "effort"),
            *("happened", "contribution", "next_steps", "public_text"),
        ),
        "assessed_on",
        "goal",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("målbedömning")
        verbose_name_plural = _("Bedömningar")
        ordering = ["goal__order", "-assessed_on", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "goal"],
                condition=PRESENT & ~Q(state="approved"),
                name="assessment_one_under_way",
                violation_error_message=_("Det finns redan en bedömning av målet på gång för året."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | ~Q(attainment="") & ~Q(happened=""),
                name="assessment_complete_when_proposed",
                violation_error_message=_("Ange måluppfyllelse och skriv vad som har hänt."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(approved_at__isnull=False) & (Q(approved_by__isnull=False) | Q(created_by=None)),
                name="assessment_approval_names_who",
                violation_error_message=_("Ett godkännande anger vem och när."),
            ),
            *days_that_can_be("assessed_on"),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.round.year}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:assessment", args=[self.pk])

    @property
    def found_as(self) -> str:
        return f"{self.goal}, {self.round.year}"

    @property
    def code(self) -> str:
        return self.goal.code

    @property
    def title(self) -> str:
        return str(self.goal)


class AssessmentStep(Step):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="steps")
    decision = models.ForeignKey(RoundDecision, models.PROTECT, null=True, related_name="steps")

    objects = AssessmentStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("steg i en bedömning")

    def __str__(self) -> str:
        return f"{self.assessment}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(JudgementState(self.to_state).label)
