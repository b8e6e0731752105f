from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet, TextQuerySet

if TYPE_CHECKING:
    from priorities import models
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

    def as_of(self, day: date | None) -> Self:
        """Measured by then; all where no day is named."""
        return self.until(day) if day else self


class ContributionQuerySet(RecordQuerySet["models.Contribution"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def given(self) -> Self:
        """Decided or paid: what is only set aside in a budget is no contribution yet."""
        return self.exclude(stage="budgeted")

    def with_day(self) -> Self:
        """Each with the day it was paid, else decided, else the last of its year: `given_on`."""
        year_end = Cast(Concat(Cast("year", CharField()), Value("-12-31")), DateField())
        return self.annotate(given_on=Coalesce("paid_on", "decided_on", year_end))

    def as_of(self, day: date | None) -> Self:
        """Given by then; all where no day is named."""
        return self.with_day().filter(given_on__lte=day) if day else self.with_day()

    def core_support(self) -> Self:
        """*Core support* of the key figures, in Swedish kronor: unearmarked and lightly earmarked, given."""
        return self.given().filter(kind__in=["core", "lightly_earmarked_core"], currency="SEK")


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

    def waiting(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=["planned", "under_way"])

    def late_on(self, day: date) -> Self:
        return self.waiting().filter(due_on__lt=day)

    def as_of(self, day: date | None) -> Self:
        """Begun, due or ended by then, each with its state and due day as they were: `state_then`, `due_then`.

        By the days that its updates say things happened; all as they are now where no day is named.
        """
        from priorities.models import ActivityUpdate

        if day is None:
            return self.annotate(state_then=F("state"), due_then=F("due_on"))
        updates = ActivityUpdate.objects.filter(activity=OuterRef("pk"))
        moved_since = updates.filter(kind="move", happened_on__gt=day).order_by("happened_on", "at", "pk")
        last_state = updates.filter(kind="state", happened_on__lte=day).order_by("-happened_on", "-at", "-pk")
        known = self.annotate(
            due_then=Coalesce(Subquery(moved_since.values("from_due_on")[:1]), "due_on"),
            state_then=Case(
                When(ended_on__lte=day, then=F("state")),
                default=Coalesce(Subquery(last_state.values("to_state")[:1]), Value("planned")),
            ),
        )
        return known.filter(Q(starts_on__lte=day) | Q(due_then__lte=day) | Q(ended_on__lte=day))

    def with_due_days(self, most: int) -> list[tuple["models.Activity", date]]:
        """The first due of what `as_of` answered, each with the due day that it had."""
        found: Any = self.select_related("responsible").order_by("due_then", "pk")[:most]  # type: ignore[misc] # annotated
        return [(activity, activity.due_then) for activity in found]

    def late_as_of(self, day: date) -> Self:
        """Late on that day, as the plan stood then."""
        return self.as_of(day).filter(state_then__in=["planned", "under_way"], due_then__lt=day)


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
