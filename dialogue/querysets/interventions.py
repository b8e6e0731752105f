"""What was said and answered, and what was promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import (
    Case,
    Count,
    F,
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


QUARTERS = 40_000  # more than there are until the year 9999


def year_and_quarter(quarter: int) -> tuple[int, int]:
    """From `Event.quarter`; the quarters of a year are 1 to 4."""
    year, place = divmod(quarter, 4)
    return year, place + 1


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
        # One number for both is the least to sort by; and with it, SQLite reads the messages event by event.
        rows = self.annotate(place=F("goal") * QUARTERS + F("event__quarter")).order_by()
        counts: dict[tuple[int, int, int], int] = {}
        last: dict[int, date] = {}
        for place, count, latest in rows.values_list("place").annotate(
            count=Count("*"), latest=Max("event__starts_on")
        ):
            goal, quarter = divmod(place, QUARTERS)
            counts[goal, *year_and_quarter(quarter)] = count
            last[goal] = max(latest, last.get(goal, latest))
        return Raised(counts, last)

    def count_by_place(self) -> "list[tuple[int, str, int, int, str, int]]":
        """How many by goal, kind of event, year, quarter and how the answer leaned."""
        places = self.order_by().values_list("goal", "event__kind", "event__quarter", "lean")
        counted = places.annotate(count=Count("*"))
        return [(goal, kind, *year_and_quarter(quarter), lean, count) for goal, kind, quarter, lean, count in counted]


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
