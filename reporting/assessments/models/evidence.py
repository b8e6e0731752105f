from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.work_plan.models import Activity
from reporting.assessments.models.judgements import PRESENT, Assessment
from strategy.access import Edition, Kind
from strategy.decision.models import Paragraph
from strategy.people.models import User
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be

Target = Intervention | Commitment | Observation | Measurement | Contribution | Activity | Paragraph


class EvidenceQuerySet(RecordQuerySet["Evidence"]):
    """Visible where both the assessment and the thing it points at are."""

    kind = Kind.ASSESSMENT
    path = "assessment"

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(*targets_among(lambda things: things.visible_to(user)))

    def visible_in(self, edition: Edition) -> Self:
        return super().visible_in(edition).filter(*targets_among(lambda things: things.visible_in(edition)))

    def with_targets(self) -> Self:
        return self.select_related(
            "intervention__event",
            "intervention__counterpart",
            "intervention__goal",
            "commitment__counterpart",
            "commitment__event",
            "observation__organisation",
            "measurement__indicator",
            "contribution__giver",
            "activity__responsible",
            "paragraph__section",
        )


def targets_among(limited: Callable[[Any], "QuerySet[Any]"]) -> list[Combinable | Q]:
    """The conditions that whatever a piece points at is among what `limited` leaves of its kind.

    The decision's own paragraphs and documents named in words are seen by all who see the assessment. Asked for
    each piece, since the pieces at hand are few and what they may point at is not.
    """
    kinds = (Intervention, Commitment, Observation, Measurement, Contribution, Activity)
    return [
        Q(**{name: None}) | Exists(limited(model.objects).order_by().filter(pk=OuterRef(name)))
        for model in kinds
        for name in [model.__name__.lower()]
    ]


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

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence", verbose_name=_("målbedömning"))
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

    PLACE, PARENTS, WORDS = 51, ("assessment",), "document"
    SEARCHED = Searched(
        _("Underlag"),
        place=51,
        title=("document",),
        texts=("quote",),
        context=("assessment__round__year",),
        day="assessment__assessed_on",
        goals="assessment__goal",
        when=~Q(document="", quote="") & Q(assessment__state__in=["proposed", "approved"]),
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("underlag")
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

    def require_return(self) -> None:
        self.assessment.require_editable()

    def __str__(self) -> str:
        return f"[{self.number}]"

    @property
    def target(self) -> Target | None:
        """The thing in the product that this piece is; None for a document named in words."""
        found: Target | None = next(filter(None, (getattr(self, name) for name in self.TARGETS)), None)
        return found

    @property
    def key(self) -> str:
        """Tells what it points at from all other things; its number, of a document in words."""
        name = next((name for name in self.TARGETS if getattr(self, f"{name}_id")), "document")
        return f"{name}-{getattr(self, f'{name}_id', self.number)}"

    @property
    def stances(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in self.Stance.choices]

    @property
    def found_as(self) -> str:
        return self.document or str(getattr(self.target, "found_as", self.target))

    @property
    def tells_of_secret(self) -> bool:
        return isinstance(self.target, Classified) and self.target.is_secret
