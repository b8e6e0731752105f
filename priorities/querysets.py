from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet, TextQuerySet

if TYPE_CHECKING:
    from priorities import models  # noqa: F401 - named in the class bases
    from strategy.models import User


class FocusAreaQuerySet(TextQuerySet["models.FocusArea"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)


class GoalQuerySet(TextQuerySet["models.Goal"]):
    def of(self, strategy_id: int) -> Self:
        """In the order of the decision, with the focus area that each stands under."""
        return self.filter(strategy=strategy_id).select_related("focus_area")

    def others_carry_out(self) -> Self:
        """The goals where Sweden works for somebody else to change: the ones that dialogue is for."""
        return self.exclude(actor="sweden")


class IndicatorQuerySet(RecordQuerySet["models.Indicator"]):
    """An indicator has no marking: what it says is its measurements."""

    kind = Kind.INDICATOR

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_in(self, edition: Edition) -> Self:
        """Those with a measurement that the edition may hold."""
        from priorities.models import Measurement

        held = Measurement.objects.visible_in(edition)
        return self.present().filter(pk__in=held.order_by().values("indicator"))


class MeasurementQuerySet(RecordQuerySet["models.Measurement"]):
    kind = Kind.FUNDING

    def present(self) -> Self:
        return super().present().filter(indicator__removed_at=None)

    def until(self, day: date) -> Self:
        return self.filter(measured_on__lte=day)


class ContributionQuerySet(RecordQuerySet["models.Contribution"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def given(self) -> Self:
        """Decided or paid: what is only set aside in a budget is no contribution yet."""
        return self.exclude(stage="budgeted")

    def decided_by(self, year: int, day: date) -> Self:
        """Of the years up to this one, but for what was decided after the day."""
        return self.filter(Q(decided_on=None) | Q(decided_on__lte=day), year__lte=year)


class PostingQuerySet(RecordQuerySet["models.Posting"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)


class ActivityQuerySet(RecordQuerySet["models.Activity"]):
    kind = Kind.WORK_PLAN

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_to(self, user: "User") -> Self:
        """Each once: an organisation may both answer for a line and take part in it."""
        return self.present().filter(pk__in=super().visible_to(user).order_by().values("pk"))

    def visible_in(self, edition: Edition) -> Self:
        return self.present().filter(pk__in=super().visible_in(edition).order_by().values("pk"))

    def waiting(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=["planned", "under_way"])

    def late_on(self, day: date) -> Self:
        return self.waiting().filter(due_on__lt=day)


class ActivityUpdateQuerySet(QuerySet["models.ActivityUpdate"]):
    def visible_to(self, user: "User") -> Self:
        from priorities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_to(user).order_by().values("pk"))

    def visible_in(self, edition: Edition) -> Self:
        from priorities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_in(edition).order_by().values("pk"))

    def moves(self) -> Self:
        """Each time that a day was moved, with its reason."""
        return self.filter(kind="move")


class WorkPlanVersionQuerySet(QuerySet["models.WorkPlanVersion"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.WORK_PLAN_VERSION, user.memberships_today))


class WorkPlanLineQuerySet(QuerySet["models.WorkPlanLine"]):
    """A copy is shown at the stricter of its marking then and the activity's now."""

    def visible_to(self, user: "User") -> Self:
        from priorities.models import Activity

        return self.filter(
            Q(activity__in=Activity.objects.visible_to(user).order_by().values("pk")),
            access.readable(Kind.WORK_PLAN_LINE, user.memberships_today),
        )
