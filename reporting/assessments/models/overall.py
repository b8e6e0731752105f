from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import FocusArea
from reporting.assessments.models.judgements import (
    PRESENT,
    Assessment,
    EditedWhileDraft,
    StepsOfJudgements,
    approved_by_the_end_of,
    in_brief,
)
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.models.scales import JUDGEMENT_TRANSITIONS, JudgementState
from strategy import access
from strategy.access import Kind
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet, Step
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenText
from strategy.texts.searched import Searched


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


class OverallAssessment(EditedWhileDraft, Owned, Classified, Record):
    """The overall judgement for a year: of one focus area, or of the whole strategy where none is named."""

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS
    OPEN_IN = frozenset({"draft", "proposed", "returned"})
    tie = "overall_assessment"

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

    @property
    def code(self) -> str:
        return self.focus_area.code if self.focus_area else gettext("hela strategin")

    @property
    def title(self) -> str:
        return gettext("Samlad bedömning: %(area)s") % {"area": self.focus_area or gettext("hela strategin")}


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


Judgement = Assessment | OverallAssessment
