from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Prefetch, Q, QuerySet, Sum

from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet, TextQuerySet

if TYPE_CHECKING:
    from priorities import models
    from strategy.models import User


PLAIN = ("year", "kind", "stage", "amount", "currency", "qualifier")  # of a contribution, for charts and sums


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

    def with_parts_for(self, user: "User") -> Self:
        """With goals, and in `visible_measurements` what this person may see, the earliest first."""
        from priorities.models import Measurement

        visible = Measurement.objects.visible_to(user).select_related("paragraph")
        return self.prefetch_related("goals", Prefetch("measurements", visible, to_attr="visible_measurements"))

    def of_what_sweden_carries_out(self) -> Self:
        """Those of goals that are Sweden's own to reach: what Sweden gives, and the totals that it is part of."""
        return self.filter(goals__actor="sweden").distinct()


class MeasurementQuerySet(RecordQuerySet["models.Measurement"]):
    kind = Kind.FUNDING

    def of(self, indicator: "models.Indicator") -> Self:
        """The latest first, each with its paragraph in the decision."""
        return self.filter(indicator=indicator).select_related("paragraph").order_by("-measured_on", "-pk")

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

    def with_parts(self) -> Self:
        return self.select_related("giver", "paragraph").prefetch_related("goals")

    def years(self) -> list[int]:
        """The years that there is anything for, the latest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def kinds(self) -> set[str]:
        return set(self.order_by().values_list("kind", flat=True).distinct())

    def plain(self) -> list[dict[str, Any]]:
        """As charts and sums take them."""
        return [dict(row) for row in self.order_by().values(*PLAIN)]


class PostingQuerySet(RecordQuerySet["models.Posting"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def with_parts(self) -> Self:
        return self.select_related("sent_by").prefetch_related("goals")

    def years(self) -> list[int]:
        """The years that there is anything for, the latest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def months_by_year(self) -> dict[int, int]:
        """How many months were served each year."""
        return dict(self.order_by().values_list("year").annotate(months=Sum("months")))


class ActivityQuerySet(RecordQuerySet["models.Activity"]):
    kind = Kind.WORK_PLAN

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_to(self, user: "User") -> Self:
        """Each once: an organisation may both answer for a line and take part in it."""
        return self.present().filter(pk__in=super().visible_to(user).order_by().values("pk"))

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
