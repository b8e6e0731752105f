from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

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
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.work_plan.models import Activity
from strategy import access
from strategy.access import Edition, Kind
from strategy.days import end_of
from strategy.querysets import RecordQuerySet

if TYPE_CHECKING:
    from reporting import models
    from strategy.models import User


class RoundQuerySet(QuerySet["models.Round"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.ROUND, user.memberships_today))


def approved_by_the_end_of(day: date | None) -> Q:
    approved = Q(state="approved")
    return approved & Q(approved_at__lt=end_of(day)) if day else approved


NONE, NO_DAY, EMPTY = Value(None, IntegerField()), Value(None, DateField()), Value("", TextField())


def in_brief(judgements: "QuerySet[Any]", in_force: Q, **own: Any) -> "QuerySet[Any]":
    """A row for each judgement, of goals and of the whole alike: see `reporting.brief`, which has the columns' names.

    `own` is what only one of the two kinds has.
    """
    lacking = dict.fromkeys(("attainment", "development", "effort", "text"), EMPTY)
    columns = {"goal": NONE, "area": NONE, "assessed_on": NO_DAY} | lacking | own
    is_in_force = Case(When(in_force, then=True), default=False)
    rows: QuerySet[Any] = judgements.order_by().values_list(
        "pk", "round__year", "state", "created_by", "effective_classification", is_in_force, *columns.values()
    )
    return rows


class AssessmentQuerySet(RecordQuerySet["models.Assessment"]):
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

    def others_for_the_year(self, assessment: "models.Assessment") -> Self:
        """The other approved ones of the same goal and year, the latest first: superseded ones stay readable."""
        same = self.approved().filter(round=assessment.round_id, goal=assessment.goal_id)
        return same.exclude(pk=assessment.pk).order_by("-assessed_on", "-pk")

    def with_public_text(self) -> Self:
        """Those whose public text may stand in any edition; nothing else of them may."""
        return self.present().filter(access.PUBLIC_TEXT)


class StepsOfJudgements(QuerySet[Any]):
    """What was said on the way to a judgement stays with those who write and decide it. `judgement` leads to that."""

    judgement: ClassVar[str]

    def visible_to(self, user: "User") -> Self:
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


class OverallAssessmentQuerySet(RecordQuerySet["models.OverallAssessment"]):
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

    def of_round(self, year_round: "models.Round") -> Self:
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

    def unfinished(self, states: Collection[str]) -> Self:
        """In one of these states, and no later version has taken their place."""
        return self.filter(state__in=states, replaced_by=None).select_related("event")

    def named(self) -> Self:
        """With what names a report and its edition, and nothing more."""
        return self.only("kind", "year", "audience", "edition_number", "state", "event__starts_on")


class ReportTextQuerySet(RecordQuerySet["models.ReportText"]):
    kind = Kind.REPORT
    path = "report"


class ReportFileQuerySet(QuerySet["models.ReportFile"]):
    def visible_to(self, user: "User") -> Self:
        from reporting.models import Report

        return self.filter(report__in=Report.objects.visible_to(user))

    def holding(self, sha256: str) -> "models.ReportFile | None":
        """The file with exactly these bytes."""
        parts = ("report__strategy", "report__event", "report__organisation", "snapshot")
        return self.filter(sha256=sha256).select_related(*parts).order_by("-pk").first()


class DisclosureRequestQuerySet(RecordQuerySet["models.DisclosureRequest"]):
    kind = Kind.DISCLOSURE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def undecided_first(self) -> Self:
        """What waits, the longest first; then what is decided, the latest first."""
        waiting = Case(When(state="open", then=F("received_on")))
        return self.order_by(waiting.asc(nulls_last=True), "-received_on", "-pk")


class DisclosureItemQuerySet(RecordQuerySet["models.DisclosureItem"]):
    kind = Kind.DISCLOSURE
    path = "request"


class MaskingQuerySet(RecordQuerySet["models.Masking"]):
    kind = Kind.DISCLOSURE
    path = "request"

    def present(self) -> Self:
        return super().present().filter(Q(item=None) | Q(item__removed_at=None))


class DisclosureDecisionQuerySet(QuerySet["models.DisclosureDecision"]):
    def visible_to(self, user: "User") -> Self:
        from reporting.models import DisclosureRequest

        return self.filter(request__in=DisclosureRequest.objects.visible_to(user))
