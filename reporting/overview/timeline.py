"""One timeline of what was said, promised, seen, done, given, measured and judged about a goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, Model, QuerySet, TextChoices, Value, When
from django.db.models.functions import Coalesce, TruncDate

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.judgements import Assessment
from strategy.access import Action, Kind
from strategy.people.models import User

STATES: dict[str, type[TextChoices]] = {
    "activity": Activity.State,
    "commitment": Commitment.State,
    "observation": Observation.State,
}
WAITING = {"open", "planned", "under_way"}


@dataclass(frozen=True)
class TimelineEntry:
    """`state` is the one that the thing had on the day that the timeline speaks of; empty where it has none."""

    day: date | None
    kind: str
    thing: Model
    state: str = ""
    due_on: date | None = None
    is_late: bool = False

    @property
    def state_label(self) -> str:
        return str(STATES[self.kind](self.state).label) if self.state else ""


class Timeline(Sequence[TimelineEntry]):
    """Newest first; reads only the rows of the slice asked for, in one query and one for each kind of thing."""

    def __init__(self, rows: "QuerySet[Model]", things: dict[str, "QuerySet[Model]"], day: date) -> None:
        self.rows = rows
        self.things = things
        self.day = day

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        rows = list(self.rows[place])
        found = {
            kind: queryset.in_bulk([row[2] for row in rows if row[1] == kind]) for kind, queryset in self.things.items()
        }
        return [self.entry(day, kind, found[kind][pk], state, due) for day, kind, pk, state, due in rows]

    def entry(self, day: date | None, kind: str, thing: Model, state: str, due_on: date | None) -> TimelineEntry:
        late = state in WAITING and due_on is not None and due_on < self.day
        return TimelineEntry(day, kind, thing, state, due_on, late)


def timeline(*, user: User, goal: Goal, earlier: date | None = None) -> Timeline:
    """What the user may see; where an earlier day is named, what was there by then and as it stood then."""
    parts = [part(user, goal, earlier) for part in PARTS]
    rows = parts[0].union(*parts[1:]).order_by("-day", "kind_of_thing", "-pk")
    return Timeline(rows, things(), earlier or goal.strategy.today())


def things() -> dict[str, QuerySet[Any]]:
    return {
        "intervention": Intervention.objects.select_related("event", "counterpart"),
        "commitment": Commitment.objects.select_related("event", "counterpart", "strategy"),
        "observation": Observation.objects.select_related("organisation"),
        "activity": Activity.objects.select_related("responsible"),
        "contribution": Contribution.objects.select_related("giver"),
        "measurement": Measurement.objects.select_related("indicator"),
        "assessment": Assessment.objects.select_related("round"),
    }


def interventions(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Intervention.objects.visible_to(user).filter(goal=goal).as_of(earlier)
    return dated(found, "intervention", F("event__starts_on"))


def commitments(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Commitment.objects.visible_to(user).filter(goals=goal).as_of(earlier)
    return dated(found, "commitment", Coalesce("event__starts_on", "due_on"), F("state_then"), F("due_on"))


def observations(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """Whoever has no part in the review of observations sees what had been accepted, then as now."""
    visible = Observation.objects.visible_to(user).filter(goals=goal)
    reviews = user.may(Action.READ, Kind.OBSERVATION_STEP, goal.strategy_id)
    found = visible.as_of(earlier) if reviews else visible.accepted_by(earlier)
    return dated(found, "observation", F("observed_on"), F("state_then"))


def activities(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """On the day that each ended, else the day that it is due."""
    found = Activity.objects.visible_to(user).filter(goals=goal).as_of(earlier)
    ended = Case(When(state_then__in=[Activity.State.DONE, Activity.State.DROPPED], then=F("ended_on")))
    return dated(found, "activity", Coalesce(ended, "due_then"), F("state_then"), F("due_then"))


def contributions(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Contribution.objects.visible_to(user).filter(goals=goal).given().as_of(earlier).with_day()
    return dated(found, "contribution", F("given_on"))


def measurements(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Measurement.objects.visible_to(user).filter(indicator__goals=goal).as_of(earlier)
    return dated(found, "measurement", F("measured_on"))


def assessments(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """Those in force, on the day that they were approved."""
    found = Assessment.objects.visible_to(user).filter(goal=goal).in_force(earlier)
    return dated(found, "assessment", TruncDate("approved_at"))


PARTS: tuple[Callable[[User, Goal, date | None], QuerySet[Any]], ...] = (
    interventions,
    commitments,
    observations,
    activities,
    contributions,
    measurements,
    assessments,
)


def dated(queryset: QuerySet[Any], kind: str, day: Any, state: Any = None, due_on: Any = None) -> QuerySet[Any]:
    """The columns that the union is made of; the same in every part."""
    columns = {
        "day": day,
        "kind_of_thing": Value(kind),
        "state_shown": state or Value("", CharField()),
        "due_shown": due_on or Value(None, DateField()),
    }
    rows: QuerySet[Any] = queryset.order_by().annotate(**columns)
    return rows.values_list("day", "kind_of_thing", "pk", "state_shown", "due_shown")
