from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dialogue.models import Commitment, Intervention, Observation
from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet

if TYPE_CHECKING:
    from reporting import models  # noqa: F401 - named in the class bases
    from strategy.models import User


class RoundQuerySet(QuerySet["models.Round"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.ROUND, user.memberships_today))


class AssessmentQuerySet(RecordQuerySet["models.Assessment"]):
    kind = Kind.ASSESSMENT

    def approved(self) -> Self:
        return self.filter(state="approved")

    def in_force(self) -> Self:
        """The latest approved per goal and year: newer ones supersede older ones by their date."""
        latest = (
            self.model._base_manager.filter(
                removed_at=None, state="approved", round=OuterRef("round"), goal=OuterRef("goal")
            )
            .order_by("-assessed_on", "-pk")
            .values("pk")[:1]
        )
        return self.approved().filter(pk=Subquery(latest))

    def under_way(self) -> Self:
        return self.exclude(state="approved")

    def of_year(self, strategy_id: int, year: int) -> Self:
        return self.filter(strategy=strategy_id, round__year=year)

    def with_public_text(self) -> Self:
        """Those whose public text may stand in any edition; nothing else of them may."""
        return self.present().filter(access.PUBLIC_TEXT)


class AssessmentStepQuerySet(QuerySet["models.AssessmentStep"]):
    """What was said on the way to a judgement stays with those who write and decide it."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(
            access.readable(Kind.ASSESSMENT_STEP, user.memberships_today, "assessment"),
            assessment__removed_at=None,
        )


class EvidenceQuerySet(RecordQuerySet["models.Evidence"]):
    """Visible where both the assessment and the thing it points at are."""

    kind = Kind.ASSESSMENT
    path = "assessment"

    def visible_to(self, user: "User") -> Self:
        return (
            super()
            .visible_to(user)
            .filter(
                Q(intervention=None) | Q(intervention__in=Intervention.objects.visible_to(user)),
                Q(commitment=None) | Q(commitment__in=Commitment.objects.visible_to(user)),
                Q(observation=None) | Q(observation__in=Observation.objects.visible_to(user)),
            )
        )

    def visible_in(self, edition: Edition) -> Self:
        return super().visible_in(edition).filter(self.model.objects.target_in(edition))

    def target_in(self, edition: Edition) -> Q:
        """The condition that what a piece points at may stand in the edition."""
        return Q(
            Q(intervention=None) | Q(intervention__in=Intervention.objects.visible_in(edition)),
            Q(commitment=None) | Q(commitment__in=Commitment.objects.visible_in(edition)),
            Q(observation=None) | Q(observation__in=Observation.objects.visible_in(edition)),
        )

    def with_targets(self) -> Self:
        return self.select_related(
            "intervention__event",
            "intervention__counterpart",
            "intervention__goal",
            "commitment__counterpart",
            "commitment__event",
            "observation__organisation",
            "paragraph__section",
        )


class OverallAssessmentQuerySet(RecordQuerySet["models.OverallAssessment"]):
    kind = Kind.ASSESSMENT

    def in_force(self) -> Self:
        """The latest approved per year and focus area; the one for the whole strategy has no area."""
        area = Coalesce("focus_area", 0)
        newer = self.model._base_manager.annotate(area=area).filter(
            removed_at=None,
            state="approved",
            round=OuterRef("round"),
            area=OuterRef("area"),
            pk__gt=OuterRef("pk"),
        )
        return self.annotate(area=area).filter(~Exists(newer), state="approved")

    def with_public_text(self) -> Self:
        return self.present().filter(access.PUBLIC_TEXT)


class ReportQuerySet(RecordQuerySet["models.Report"]):
    kind = Kind.REPORT

    def visible_to(self, user: "User") -> Self:
        return super().visible_to(user).distinct()


class ReportFileQuerySet(QuerySet["models.ReportFile"]):
    def visible_to(self, user: "User") -> Self:
        from reporting.models import Report

        return self.filter(report__in=Report.objects.visible_to(user))
