"""What was said and answered, and what was promised."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Max,
    Q,
    Value,
    When,
)

from strategy.access import Kind
from strategy.querysets import RecordQuerySet

if TYPE_CHECKING:
    from dialogue import models  # noqa: F401 - named in strings, as what a queryset holds
    from priorities.models import Goal


class Month(Func):
    """A day's month, as 2021-05; on PostgreSQL the first day of its quarter, which is told more cheaply there.

    Django's own functions of dates call Python for every row on SQLite.
    """

    template = "SUBSTR(%(expressions)s, 1, 7)"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "DATE_TRUNC('quarter', %(expressions)s::timestamp)"
        return self.as_sql(compiler, connection, template=template, **context)


def year_and_quarter(month: object) -> tuple[int, int]:
    year, number = str(month).split("-")[:2]
    return int(year), (int(number) + 2) // 3


@dataclass(frozen=True)
class Raised:
    """How often in each quarter, by goal, year and quarter, and the last day, by goal; what never was is absent."""

    counts: Mapping[tuple[int, int, int], int]
    last: Mapping[int, date]


class InterventionQuerySet(RecordQuerySet["models.Intervention"]):
    """Each carries its effective marking, which is never weaker than the event's."""

    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def dialogue(self) -> Self:
        """In events that took place and count as dialogue: what coverage counts."""
        from dialogue.models import Event

        return self.taken_place().filter(event__kind__in=Event.DIALOGUE_KINDS)

    def coordination(self) -> Self:
        """In events that took place and are no dialogue with the organisation."""
        from dialogue.models import Event

        return self.taken_place().exclude(event__kind__in=Event.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(event__state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(event__starts_on__range=(first, last))

    def as_of(self, day: date | None) -> Self:
        """Said by then; all where no day is named."""
        return self.filter(event__starts_on__lte=day) if day else self

    def by_quarter(self) -> Raised:
        # With nothing added, SQLite would read every message in the order of its goal rather than by its event.
        of_goal = ExpressionWrapper(F("goal_id") + 0, IntegerField())
        rows = self.annotate(of_goal=of_goal, month=Month("event__starts_on")).order_by()
        counts: Counter[tuple[int, int, int]] = Counter()
        last: dict[int, date] = {}
        counted = rows.values_list("of_goal", "month").annotate(count=Count("*"), latest=Max("event__starts_on"))
        for goal, month, count, latest in counted:
            counts[goal, *year_and_quarter(month)] += count
            last[goal] = max(latest, last.get(goal, latest))
        return Raised(counts, last)

    def count_by_place(self) -> "list[tuple[int, str, int, int, str, int]]":
        """How many by goal, kind of event, year, quarter and how the answer leaned; the same place may come again."""
        rows = self.annotate(month=Month("event__starts_on")).order_by()
        found = rows.values_list("goal", "event__kind", "month", "lean").annotate(count=Count("*"))
        return [(goal, kind, *year_and_quarter(month), lean, count) for goal, kind, month, lean, count in found]


class CommitmentQuerySet(RecordQuerySet["models.Commitment"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def present(self) -> Self:
        return super().present().filter(Q(event=None) | Q(event__removed_at=None))

    def as_of(self, day: date | None) -> Self:
        """Made by then, each with its state that day, `state_then`. One that no meeting dates counts as made."""
        if day is None:
            return self.annotate(state_then=F("state"))
        state = Case(When(resolved_on__gt=day, then=Value("open")), default=F("state"))
        return self.filter(Q(event=None) | Q(event__starts_on__lte=day)).annotate(state_then=state)

    def open_on(self, day: date) -> Self:
        """Made by then, and not yet resolved then."""
        return self.filter(self.were_open(day))

    def were_open(self, day: date) -> Q:
        return (Q(event=None) | Q(event__starts_on__lte=day)) & (Q(state="open") | Q(resolved_on__gt=day))

    def were_kept(self, first: date, last: date) -> Q:
        """Fulfilled in the period, both days included."""
        return Q(state="fulfilled", resolved_on__range=(first, last))

    def with_parts(self) -> Self:
        """Each with its goals and its event, which whoever sees the commitment may see."""
        return self.select_related("counterpart", "event", "strategy").prefetch_related("goals")

    def of_counterparts(self) -> Self:
        """What the key figures count: what others have promised, and not what we ourselves follow up."""
        return self.filter(owner="counterpart")

    def late_on(self, day: date) -> Self:
        return self.filter(state="open", due_on__lt=day)

    def late_as_of(self, day: date) -> Self:
        """Late on that day, as they stood then."""
        return self.open_on(day).filter(due_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def concerning(self, goal: "Goal") -> Self:
        return self.filter(goals=goal)

    def counts_on(self, day: date) -> dict[str, int]:
        """How many in each state, how many of the open ones are late, and how many in all."""
        states = {state: Count("pk", filter=Q(state=state)) for state in ("open", "fulfilled", "partly", "lapsed")}
        late = Count("pk", filter=Q(state="open", due_on__lt=day))
        return self.order_by().aggregate(**states, late=late, all=Count("pk"))

    def late_first(self, day: date) -> Self:
        """What is late, then what is open in the order it falls due, then what is settled with the latest first."""
        late = Q(state="open", due_on__lt=day)
        rank = Case(When(late, then=Value(0)), When(state="open", then=Value(1)), default=Value(2))
        settled = Case(When(~Q(state="open"), then=F("resolved_on")))
        return self.annotate(rank=rank).order_by(
            "rank", settled.desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )
