from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from strategy import access
from strategy.access import Edition, Kind
from strategy.querysets import RecordQuerySet, TextQuerySet

if TYPE_CHECKING:
    from priorities import models
    from priorities.comparison import Line
    from strategy.models import User


PLAIN = ("year", "kind", "stage", "amount", "currency", "qualifier")  # of a contribution, for charts and sums


class FocusAreaQuerySet(TextQuerySet["models.FocusArea"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)


class GoalQuerySet(TextQuerySet["models.Goal"]):
    def of(self, strategy_id: int) -> Self:
        """In the order of the decision, with the focus area that each stands under."""
        return self.filter(strategy=strategy_id).select_related("focus_area")


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

    def decided_by(self, year: int, day: date) -> Self:
        """Of the years up to this one, but for what was decided after the day."""
        return self.filter(Q(decided_on=None) | Q(decided_on__lte=day), year__lte=year)

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

    def with_day(self) -> Self:
        """Each with the day it was paid, else decided, else the last of its year: `given_on`."""
        year_end = Cast(Concat(Cast("year", CharField()), Value("-12-31")), DateField())
        return self.annotate(given_on=Coalesce("paid_on", "decided_on", year_end))

    def as_of(self, day: date | None) -> Self:
        """Given by then; all where no day is named."""
        return self.with_day().filter(given_on__lte=day) if day else self

    def core_support(self) -> Self:
        """*Core support* of the key figures, in Swedish kronor: unearmarked and lightly earmarked, given."""
        return self.given().filter(kind__in=["core", "lightly_earmarked_core"], currency="SEK")


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
        return self.each_once(super().visible_to(user))

    def visible_in(self, edition: Edition) -> Self:
        return self.each_once(super().visible_in(edition))

    def each_once(self, seen: Self) -> Self:
        """An organisation may both answer for a line and take part in it: only the latter is looked up elsewhere."""
        is_joined = sum(map(bool, seen.query.alias_refcount.values())) > 1
        return self.present().filter(pk__in=seen.order_by().values("pk")) if is_joined else seen

    def waiting(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=["planned", "under_way"])

    def late_on(self, day: date) -> Self:
        return self.waiting().filter(due_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def moved(self) -> Self:
        """Those whose last day has been moved at least once."""
        from priorities.models import ActivityUpdate

        return self.filter(pk__in=ActivityUpdate.objects.moves().order_by().values("activity"))

    def standing(self) -> Self:
        """What an adopted plan holds: everything but what has been dropped."""
        return self.exclude(state="dropped")

    def concerning(self, goal: "models.Goal") -> Self:
        return self.filter(goals=goal)

    def counts_on(self, day: date) -> dict[str, int]:
        """How many wait, are late, have been moved and are done."""
        from priorities.models import ActivityUpdate

        waits = Q(state__in=["planned", "under_way"])
        moves = ActivityUpdate.objects.moves().order_by().values("activity")
        return self.order_by().aggregate(
            waiting=Count("pk", filter=waits),
            late=Count("pk", filter=waits & Q(due_on__lt=day)),
            moved=Count("pk", filter=Q(pk__in=moves)),
            done=Count("pk", filter=Q(state="done")),
        )

    def by_month(self, day: date) -> Self:
        """What is late, then what waits in the order it falls due, then what is over with the latest first."""
        over = Case(When(state__in=["done", "dropped"], then=F("ended_on")))
        return self.ranked_on(day).order_by("rank", over.desc(nulls_first=True), "due_on", "pk")

    def by_party(self, day: date) -> Self:
        """What is late, whoever answers for it; then party by party, what waits before what is over."""
        party = Case(When(rank=0, then=Value("")), default=F("responsible__sort_key"))
        return self.ranked_on(day).order_by(party, "rank", "due_on", "pk")

    def ranked_on(self, day: date) -> Self:
        """Each with `rank`: 0 late, 1 waiting, 2 over."""
        waits = Q(state__in=["planned", "under_way"])
        rank = Case(When(waits & Q(due_on__lt=day), then=Value(0)), When(waits, then=Value(1)), default=Value(2))
        return self.annotate(rank=rank)

    def with_parts(self) -> Self:
        """Each with its goals, who takes part, and its moves in `moves`: whoever sees the line may see them."""
        from priorities.models import ActivityUpdate

        moves = ActivityUpdate.objects.moves()
        return self.select_related("responsible", "strategy", "secrecy_provision").prefetch_related(
            "goals", "participants", Prefetch("updates", moves, to_attr="moves")
        )

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

    def late_as_of(self, day: date) -> Self:
        """Late on that day, as the plan stood then."""
        return self.as_of(day).filter(state_then__in=["planned", "under_way"], due_then__lt=day)


class ActivityUpdateQuerySet(QuerySet["models.ActivityUpdate"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def moves(self) -> Self:
        return self.filter(kind="move")

    def of_what_waits(self) -> Self:
        """Of activities that are neither done nor dropped."""
        return self.filter(activity__state__in=["planned", "under_way"])

    def latest_first(self) -> Self:
        return self.order_by("-happened_on", "-at", "-pk")

    def visible_to(self, user: "User") -> Self:
        from priorities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_to(user).order_by().values("pk"))

    def visible_in(self, edition: Edition) -> Self:
        from priorities.models import Activity

        return self.filter(activity__in=Activity.objects.visible_in(edition).order_by().values("pk"))


class WorkPlanVersionQuerySet(QuerySet["models.WorkPlanVersion"]):
    def of(self, strategy_id: int) -> Self:
        """The latest first."""
        return self.filter(strategy=strategy_id)

    def before(self, version: "models.WorkPlanVersion") -> Self:
        return self.filter(strategy=version.strategy_id, number__lt=version.number)

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

    def comparable_for(self, user: "User", plans: "Iterable[models.WorkPlanVersion]") -> Self:
        """The lines of these plans that can be told apart: an activity hidden in one of them is left out of all."""
        of_these = self.filter(plan__in=list(plans))
        shown = of_these.visible_to(user)
        hidden = of_these.exclude(pk__in=shown.order_by().values("pk"))
        return shown.exclude(activity__in=hidden.order_by().values("activity")).select_related("responsible")

    def as_lines(self) -> "list[Line]":
        from priorities.comparison import Line

        return [Line(*row) for row in self.values_list(*Line._fields)]
