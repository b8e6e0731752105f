from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import (
    Case,
    DateField,
    Exists,
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
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import FocusArea, Goal
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.models.scales import JUDGEMENT_TRANSITIONS, Attainment, Development, Effort, JudgementState
from strategy import access
from strategy.access import Kind
from strategy.people.models import User
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet, Step
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

    def told_of(self, judgements: Collection[int]) -> "list[tuple[int, str, int, str]]":
        """Of these, in the order they were taken: of which, to what state, by whom, and why."""
        steps = self.filter(**{f"{self.judgement}__in": judgements}).order_by("at", "pk")
        return list(steps.values_list(self.judgement, "to_state", "by", "reason"))


class AssessmentStepQuerySet(StepsOfJudgements):
    judgement = "assessment"


class OverallAssessmentStepQuerySet(StepsOfJudgements):
    judgement = "overall_assessment"


class OverallAssessmentQuerySet(RecordQuerySet["OverallAssessment"]):
    kind = Kind.ASSESSMENT

    def in_force(self, day: date | None = None) -> Self:
        """The latest approved per year and focus area; the one for the whole strategy has no area.

        Where a day is named, of those approved by then.
        """
        return self.filter(self.are_in_force(day))

    def are_in_force(self, day: date | None = None) -> Q:
        newer = self.model._base_manager.annotate(area=Coalesce("focus_area", 0)).filter(
            approved_by_the_end_of(day),
            removed_at=None,
            round=OuterRef("round"),
            area=Coalesce(OuterRef("focus_area"), 0),
            pk__gt=OuterRef("pk"),
        )
        return approved_by_the_end_of(day) & ~Q(Exists(newer))

    def of_round(self, year_round: "Round") -> Self:
        """All of a year; none where the round has not begun."""
        return self.filter(strategy=year_round.strategy_id, round__year=year_round.year)

    def proposed(self) -> Self:
        return self.filter(state="proposed")

    def under_way(self) -> Self:
        return self.exclude(state="approved")

    def in_brief(self, day: date | None) -> "QuerySet[Any]":
        return in_brief(self, self.are_in_force(day), area=F("focus_area"), text=F("text"))

    def with_public_text(self) -> Self:
        return self.present().filter(access.PUBLIC_TEXT)


PRESENT = Q(removed_at=None)


class EditedWhileDraft:
    """A judgement as its writer may still change it."""

    state: Any

    @property
    def may_be_edited(self) -> bool:
        return self.state in {JudgementState.DRAFT, JudgementState.RETURNED}

    def require_editable(self) -> None:
        """Raises ValidationError."""
        if not self.may_be_edited:
            raise ValidationError(gettext("Bedömningen är föreslagen eller godkänd och går inte att ändra."))


class Assessment(EditedWhileDraft, Classified, Record):
    """How one goal is judged to stand at one date. Approved ones never change: the latest approved is in force.

    Only what came with the decision, the baseline, has neither writer nor approver.
    """

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS

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


class OverallAssessment(EditedWhileDraft, Classified, Record):
    """The overall judgement for a year: of one focus area, or of the whole strategy where none is named."""

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS

    round = models.ForeignKey(Round, models.PROTECT, related_name="overall_assessments", verbose_name=_("år"))
    focus_area = models.ForeignKey(
        FocusArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overall_assessments",
        verbose_name=_("fokusområde"),
    )
    text = WrittenText(_("samlad bedömning"))
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

    edited_at = "reporting:overall-assessment"
    PLACE = 52
    SEARCHED = Searched(
        _("Samlade bedömningar"),
        place=52,
        title=("focus_area__short_title", "focus_area__short_title_en", "round__year"),
        texts=("text", "public_text"),
        day="round__year",
        when=Q(state__in=["proposed", "approved"]),
    )
    DISCLOSED = Disclosed(("focus_area", "text", "public_text"), "approved_at__date", "focus_area__goals")

    objects = OverallAssessmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("samlad bedömning")
        verbose_name_plural = _("Samlade bedömningar")
        ordering = [F("focus_area__order").asc(nulls_first=True), "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "focus_area"],
                condition=PRESENT & ~Q(state="approved"),
                name="overall_assessment_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=PRESENT & ~Q(state="approved") & Q(focus_area=None),
                name="overall_assessment_one_whole_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="overall_assessment_approval_names_who",
                violation_error_message=_("Ett godkännande anger vem och när."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.focus_area or _('Hela strategin')} {self.round.year}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:overall-assessment", args=[self.pk])


class OverallAssessmentStep(Step):
    overall_assessment = models.ForeignKey(OverallAssessment, models.CASCADE, related_name="steps")
    decision = models.ForeignKey(RoundDecision, models.PROTECT, null=True, related_name="overall_steps")

    objects = OverallAssessmentStepQuerySet.as_manager()

    class Meta(Step.Meta):
        verbose_name = _("steg i en samlad bedömning")

    def __str__(self) -> str:
        return f"{self.overall_assessment}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(JudgementState(self.to_state).label)
