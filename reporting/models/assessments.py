from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.goals.models import FocusArea, Goal
from priorities.work_plan.models import Activity
from reporting.querysets import (
    AssessmentQuerySet,
    AssessmentStepQuerySet,
    EvidenceQuerySet,
    OverallAssessmentQuerySet,
    OverallAssessmentStepQuerySet,
    RoundQuerySet,
)
from strategy.models import Classified, Paragraph, Record, Registrable, Step, Strategy
from strategy.models.bounds import days_that_can_be, years_that_can_be
from strategy.texts.fields import WrittenLine, WrittenText

PRESENT = Q(removed_at=None)

Target = Intervention | Commitment | Observation | Measurement | Contribution | Activity | Paragraph


class Attainment(models.TextChoices):
    """Where the goal stands, counted from the strategy's start; from the lowest to the highest."""

    NOT_ASSESSABLE = "not_assessable", _("Ej bedömbar")
    NONE = "none", pgettext_lazy("attainment", "Ingen")
    PARTIAL = "partial", pgettext_lazy("attainment", "Viss")
    SUBSTANTIAL = "substantial", pgettext_lazy("attainment", "God")
    ATTAINED = "attained", pgettext_lazy("attainment", "Uppnått")

    @property
    def height(self) -> int | None:
        """1–4 on the scale; None where nothing can be said."""
        return Attainment.values.index(self.value) or None


class Development(models.TextChoices):
    BACKWARD = "backward", _("Bakåt")
    UNCHANGED = "unchanged", _("Oförändrad")
    FORWARD = "forward", _("Framåt")


class Effort(models.TextChoices):
    NONE = "none", pgettext_lazy("effort", "Inget")
    LIMITED = "limited", _("Begränsat")
    CONSIDERABLE = "considerable", _("Betydande")
    HIGH = "high", _("Omfattande")


class JudgementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "utkast")
    PROPOSED = "proposed", _("föreslagen")
    RETURNED = "returned", _("återlämnad")
    APPROVED = "approved", _("godkänd")


JUDGEMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"proposed"}),
    "returned": frozenset({"proposed"}),
    "proposed": frozenset({"approved", "returned", "draft"}),
    "approved": frozenset(),
}


class Round(models.Model):
    """A year's assessments, which travel together. The baseline's round is the year before the first."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("år"))

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "year"], name="round_year_unique"),
            *years_that_can_be("year"),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return reverse("reporting:round", args=[self.strategy.slug, self.year])

    @property
    def is_baseline(self) -> bool:
        return self.year == self.strategy.baseline_year


class RoundDecision(Registrable):
    """A head's decision on a whole round or single assessments out of it. Appended, never changed."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("godkände")
        RETURNED = "returned", _("återlämnade")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=20, choices=Decision)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = WrittenText(_("motivering"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="approved") | ~Q(reason=""),
                name="round_decision_return_has_reason",
                violation_error_message=_("Skriv varför du återlämnar."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_decision_display()}"


class Assessment(Classified, Record):
    """How one goal is judged to stand at one date. Approved ones never change: the latest approved is in force.

    Only what came with the decision, the baseline, has neither writer nor approver.
    """

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS

    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="assessments")
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
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta(Classified.Meta):
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
    def may_be_edited(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class AssessmentStep(Step):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="steps")
    decision = models.ForeignKey(RoundDecision, models.PROTECT, null=True, related_name="steps")

    objects = AssessmentStepQuerySet.as_manager()

    class Meta(Step.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.assessment}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(JudgementState(self.to_state).label)


EVIDENCE_TARGETS = (
    "intervention",
    "commitment",
    "observation",
    "measurement",
    "contribution",
    "activity",
    "paragraph",
)


def one_of(targets: Sequence[str]) -> Q:
    """Exactly one of these ties, or a document named in words and none of them."""
    condition = Q(**dict.fromkeys(targets)) & ~Q(document="")
    for name in targets:
        others = dict.fromkeys(other for other in targets if other != name)
        condition |= Q(**{f"{name}__isnull": False}, document="", **others)
    return condition


class Evidence(Record):
    """A piece that an assessment rests on, placed in its text as `[number]`."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("stöder")
        CONTRADICTS = "contradicts", _("talar emot")

    TARGETS: ClassVar[tuple[str, ...]] = EVIDENCE_TARGETS

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    number = models.PositiveSmallIntegerField(_("nummer"))
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("svar")
    )
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("utfästelse"),
    )
    observation = models.ForeignKey(
        Observation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("observation"),
    )
    measurement = models.ForeignKey(
        Measurement, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("mätvärde")
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("bidrag")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("aktivitet")
    )
    paragraph = models.ForeignKey(
        Paragraph,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("ställe i beslutet"),
    )
    document = WrittenLine(_("dokument"), max_length=300, blank=True)
    document_date = models.DateField(_("dokumentets datum"), null=True, blank=True)
    quote = models.TextField(_("citat"), blank=True)
    stance = models.CharField(_("hållning"), max_length=20, choices=Stance, default=Stance.SUPPORTS)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], condition=PRESENT, name="evidence_number_unique"),
            models.CheckConstraint(
                condition=one_of(EVIDENCE_TARGETS),
                name="evidence_is_one_thing",
                violation_error_message=_("Underlaget ska vara en enda sak."),
            ),
            *days_that_can_be("document_date"),
        ]

    def __str__(self) -> str:
        return f"[{self.number}]"

    @property
    def target(self) -> "Target | None":
        """The thing in the product that this piece is; None for a document named in words."""
        found: Target | None = next(filter(None, (getattr(self, name) for name in self.TARGETS)), None)
        return found

    @property
    def tells_of_secret(self) -> bool:
        return isinstance(self.target, Classified) and self.target.is_secret


class OverallAssessment(Classified, Record):
    """The overall judgement for a year: of one focus area, or of the whole strategy where none is named."""

    State = JudgementState
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = JUDGEMENT_TRANSITIONS

    round = models.ForeignKey(Round, models.PROTECT, related_name="overall_assessments")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, null=True, blank=True, related_name="overall_assessments")
    text = WrittenText(_("samlad bedömning"))
    public_text = WrittenText(_("text för externa läsare"), blank=True)
    state = models.CharField(
        _("läge"), max_length=20, choices=JudgementState, default=JudgementState.DRAFT, editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)

    edited_at = "reporting:overall-assessment"

    objects = OverallAssessmentQuerySet.as_manager()

    class Meta(Classified.Meta):
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
    def may_be_edited(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class OverallAssessmentStep(Step):
    overall_assessment = models.ForeignKey(OverallAssessment, models.CASCADE, related_name="steps")
    decision = models.ForeignKey(RoundDecision, models.PROTECT, null=True, related_name="overall_steps")

    objects = OverallAssessmentStepQuerySet.as_manager()

    class Meta(Step.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.overall_assessment}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(JudgementState(self.to_state).label)
