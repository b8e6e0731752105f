from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dialogue.models import Commitment, Event, Intervention, Observation
from priorities.models import Activity, Contribution, Measurement
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


class OverallAssessmentStepQuerySet(QuerySet["models.OverallAssessmentStep"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(
            access.readable(Kind.ASSESSMENT_STEP, user.memberships_today, "overall_assessment"),
            overall_assessment__removed_at=None,
        )


class EvidenceQuerySet(RecordQuerySet["models.Evidence"]):
    """Visible where both the assessment and the thing it points at are."""

    kind = Kind.ASSESSMENT
    path = "assessment"

    def visible_to(self, user: "User") -> Self:
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


def targets_among(limited: Callable[[Any], "QuerySet[Any]"]) -> list[Q]:
    """The conditions that whatever a piece points at is among what `limited` leaves of its kind.

    The decision's own paragraphs and documents named in words are seen by all who see the assessment.
    """
    kinds = (Intervention, Commitment, Observation, Measurement, Contribution, Activity)
    return [
        Q(**{name: None}) | Q(**{f"{name}__in": limited(model.objects).order_by().values("pk")})
        for model in kinds
        for name in [model.__name__.lower()]
    ]


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

    def same_edition(self, **edition: Any) -> Self:
        """The versions of one report: same kind, year, meeting, audience, agency and language."""
        return self.filter(**edition)

    def packs_for(self, event: "Event") -> Self:
        """Those made for a meeting, the newest first."""
        return self.filter(event=event).order_by("-created_at", "-pk")

    def newer_than(self, report: "models.Report") -> Self:
        """Later versions of the same edition that have come out: for who holds a released one, those released."""
        finished = ["released"] if report.state == "released" else ["draft", "approved", "released"]
        later = self.same_edition(**report.edition_key).filter(edition_number__gt=report.edition_number)
        return later.filter(state__in=finished).order_by("-edition_number")


class ReportFileQuerySet(QuerySet["models.ReportFile"]):
    def visible_to(self, user: "User") -> Self:
        from reporting.models import Report

        return self.filter(report__in=Report.objects.visible_to(user))

    def holding(self, sha256: str) -> "models.ReportFile | None":
        """The file with exactly these bytes."""
        parts = ("report__strategy", "report__event", "report__organisation", "snapshot")
        return self.filter(sha256=sha256).select_related(*parts).order_by("-pk").first()
