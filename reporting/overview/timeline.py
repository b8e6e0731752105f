"""One timeline of what was said, promised, seen, done, given, measured and judged about a goal."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, DateField, F, Model, QuerySet, TextChoices, Value, When
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.additions import Addition, AdditionQuerySet
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


class Subject(TextChoices):
    """What a timeline can be narrowed to."""

    DIALOGUE = "dialogue", _("Dialog")
    COMMITMENTS = "commitments", _("Utfästelser")
    OBSERVATIONS = "observations", _("Observationer")
    WORK_PLAN = "work-plan", _("Arbetsplan")
    FIGURES = "figures", _("Siffror")
    JUDGEMENTS = "judgements", _("Bedömningar")


SUBJECTS: dict[str, Subject] = {
    "intervention": Subject.DIALOGUE,
    "commitment": Subject.COMMITMENTS,
    "observation": Subject.OBSERVATIONS,
    "activity": Subject.WORK_PLAN,
    "contribution": Subject.FIGURES,
    "measurement": Subject.FIGURES,
    "assessment": Subject.JUDGEMENTS,
}
Tally = Counter[tuple[Subject, int]]  # how many of a subject in a year; in no year, `UNDATED`, where no day is set
UNDATED = 0
NO_PK = 0
LATEST_FIRST = F("day").desc(nulls_last=True)


class Timeline(Sequence[TimelineEntry]):
    """Newest first; reads only the rows of the slice asked for, in one query and one for each kind of thing."""

    def __init__(self, parts: "Mapping[str, QuerySet[Any]]", day: date, additions: AdditionQuerySet) -> None:
        self.parts = parts
        self.day = day
        self.additions = additions

    @cached_property
    def tally(self) -> Tally:
        """All of it counted in one query."""
        first, *others = (counted(kind, part) for kind, part in self.parts.items())
        tally: Tally = Counter()
        for kind, year, count in first.union(*others, all=True):
            tally[SUBJECTS[kind], year or UNDATED] += count
        return tally

    def narrowed(self, subject: str = "", year: int | None = None) -> "Timeline":
        """To what there is of a subject, of a year, or of both."""
        parts = {kind: part for kind, part in self.parts.items() if subject in ("", SUBJECTS[kind])}
        if year is not None:
            parts = {kind: part.filter(**within(year)) for kind, part in parts.items()}
        narrowed = Timeline(parts, self.day, self.additions)
        narrowed.tally = Counter(
            {of: count for of, count in self.tally.items() if subject in ("", of[0]) and year in (None, of[1])}
        )
        return narrowed

    def __len__(self) -> int:
        return self.tally.total()

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        first, *others = (columns_of(kind, part) for kind, part in self.parts.items())
        rows = list(first.union(*others, all=True).order_by(LATEST_FIRST, "kind_of_thing", "-pk")[place])
        found = {kind: THINGS[kind].all().in_bulk(pks_of(kind, rows)) for kind in self.parts}
        self.read_additions(found.get("observation"))
        return [self.entry(day, kind, found[kind][pk], state, due) for day, kind, pk, state, due in rows]

    def read_additions(self, observations: dict[int, Any] | None) -> None:
        """As a prefetch does, and asked for where there is no observation too; where none is in question, not."""
        if observations is None:
            return
        for observation in observations.values():
            observation.read_additions = []
        for addition in self.additions.sent().filter(observation__in=[*observations] or [NO_PK]):
            observations[addition.observation_id].read_additions.append(addition)

    def entry(self, day: date | None, kind: str, thing: Model, state: str, due_on: date | None) -> TimelineEntry:
        late = state in WAITING and due_on is not None and due_on < self.day
        return TimelineEntry(day, kind, thing, state, due_on, late)


def pks_of(kind: str, rows: Sequence[Any]) -> list[int]:
    """Never empty, so that a page asks as many questions whatever there is on it."""
    return [pk for _day, of, pk, *_shown in rows if of == kind] or [NO_PK]


def within(year: int) -> dict[str, Any]:
    return {"day__range": (date(year, 1, 1), date(year, 12, 31))} if year != UNDATED else {"day": None}


def counted(kind: str, part: QuerySet[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = part.values_list(Value(kind), ExtractYear("day")).annotate(count=Count("pk"))
    return rows


def columns_of(kind: str, part: QuerySet[Any]) -> QuerySet[Any]:
    """What the union is made of; the same for every part."""
    rows: QuerySet[Any] = part.annotate(kind_of_thing=Value(kind))
    return rows.values_list("day", "kind_of_thing", "pk", "state_shown", "due_shown")


def timeline(*, user: User, goal: Goal, earlier: date | None = None) -> Timeline:
    """What the user may see; where an earlier day is named, what was there by then and as it stood then."""
    parts = {kind: part(user, goal, earlier) for kind, part in PARTS.items()}
    additions = Addition.objects.visible_to(user).sent_by(earlier)
    return Timeline(parts, earlier or goal.strategy.today(), additions)


THINGS: dict[str, QuerySet[Any]] = {
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
    return dated(found, F("event__starts_on"))


def commitments(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Commitment.objects.visible_to(user).filter(goals=goal).as_of(earlier)
    return dated(found, Coalesce("event__starts_on", "due_on"), F("state_then"), F("due_on"))


def observations(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """Whoever has no part in the review of observations sees what had been accepted, then as now."""
    visible = Observation.objects.visible_to(user).filter(goals=goal)
    reviews = user.may(Action.READ, Kind.OBSERVATION_STEP, goal.strategy_id)
    found = visible.as_of(earlier) if reviews else visible.accepted_by(earlier)
    return dated(found, F("observed_on"), F("state_then"))


def activities(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """On the day that each ended, else the day that it is due."""
    found = Activity.objects.visible_to(user).filter(goals=goal).as_of(earlier)
    ended = Case(When(state_then__in=[Activity.State.DONE, Activity.State.DROPPED], then=F("ended_on")))
    return dated(found, Coalesce(ended, "due_then"), F("state_then"), F("due_then"))


def contributions(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Contribution.objects.visible_to(user).filter(goals=goal).given().as_of(earlier).with_day()
    return dated(found, F("given_on"))


def measurements(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    found = Measurement.objects.visible_to(user).filter(indicator__goals=goal).as_of(earlier)
    return dated(found, F("measured_on"))


def assessments(user: User, goal: Goal, earlier: date | None) -> QuerySet[Any]:
    """Those in force, on the day that they were approved."""
    found = Assessment.objects.visible_to(user).filter(goal=goal).in_force(earlier)
    return dated(found, TruncDate("approved_at"))


PARTS: dict[str, Callable[[User, Goal, date | None], QuerySet[Any]]] = {
    "intervention": interventions,
    "commitment": commitments,
    "observation": observations,
    "activity": activities,
    "contribution": contributions,
    "measurement": measurements,
    "assessment": assessments,
}


def dated(queryset: QuerySet[Any], day: Any, state: Any = None, due_on: Any = None) -> QuerySet[Any]:
    """Each with its day on the timeline, and with the state and due day that are shown there."""
    columns = {
        "day": day,
        "state_shown": state or Value("", CharField()),
        "due_shown": due_on or Value(None, DateField()),
    }
    rows: QuerySet[Any] = queryset.order_by().annotate(**columns)
    return rows
