"""The demonstration many times over, for measurements: copies of its meetings, observations and activities.

A copy is named as one, *(kopia 17)*, and lies on another day of the strategy, on the same side of the day that the
demonstration stands on. It is marked secret: no edition of a report but the secret internal one holds it, so that a
report says, and assessments cite, the same things at every scale while the tables behind them grow. Assessments,
reports, counterparts, adopted work plans and attached files are not copied.

Rows are inserted in bulk. Copies therefore have no history rows and pass by the services; that they keep the rules
that those would have held them to is what the tests are for.
"""

import copy
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.models import Observation, ObservationStep
from priorities.work_plan.models import Activity, ActivityUpdate
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.records.models import SecrecyProvision
from strategy.search.index import rebuild

AUTHORITY = "Justitiedepartementet"
NAMED_AS_COPY = re.compile(r" \(kopia (\d+)\)$")
BATCH = 500

ModelT = TypeVar("ModelT", bound=models.Model)
Change = Callable[[Any, int], dict[str, Any]]


@transaction.atomic
def multiply(strategy: Strategy, scale: int) -> int:
    """Adds the copies that are lacking for everything to be there `scale` times. Answers the scale there was before.

    Where there are that many or more already nothing is changed. A growing set gets the later copies alone, of what
    is there now: 3 and then 100 gives the same as 100 at once, as long as nobody has written anything in between.
    """
    before = present_scale(strategy)
    if scale > before:
        Multiplication(strategy, range(before, scale)).run()
        rebuild()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner's picture of the tables is from before they grew
    return before


def present_scale(strategy: Strategy) -> int:
    """How many times everything is there: 1 where there are no copies."""
    titles = Event.objects.filter(strategy=strategy, title__contains="(kopia ").values_list("title", flat=True)
    return 1 + max((int(found[1]) for found in map(NAMED_AS_COPY.search, titles) if found), default=0)


class Spread:
    """Gives each copy a day of its own, the same every time."""

    def __init__(self, strategy: Strategy) -> None:
        self.start, self.today, self.end = strategy.start, strategy.today(), strategy.end

    def shift(self, place: int, number: int, first: date, last: date) -> timedelta:
        """How far the copy moves: what is over stays over, what is to come stays to come."""
        over = last <= self.today
        begin, end = (self.start, self.today) if over else (self.today + timedelta(days=1), self.end)
        days = max((end - begin - (last - first if over else timedelta())).days + 1, 1)
        return end - timedelta(days=(place * 37 + number * 61) % days) - last

    def until_today(self, day: date | None, shift: timedelta) -> date | None:
        """For what has happened: it cannot move past the day that the demonstration stands on."""
        return min(day + shift, self.today) if day else None

    def moment_until_today(self, moment: datetime, shift: timedelta) -> datetime:
        return min(moment + shift, timezone.make_aware(datetime.combine(self.today, time(12))))


class Multiplication:
    """One run. `twins` finds the copies again: by model, the original's key and the copy's number."""

    def __init__(self, strategy: Strategy, numbers: range) -> None:
        self.strategy = strategy
        self.numbers = numbers
        self.spread = Spread(strategy)
        self.provision = SecrecyProvision.objects.first()
        self.shifts: dict[tuple[type[models.Model], int, int], timedelta] = {}
        self.twins: dict[tuple[type[models.Model], int, int], int] = {}

    def run(self) -> None:
        self.copy_events()
        self.copy_observations()
        self.copy_activities()

    def copy_events(self) -> None:
        events = self.originals(Event)
        self.place((event, event.starts_on, event.ends_on) for event in events)
        self.copy(events, self.of_event)
        self.copy_children(EventCounterpart, events, "event")
        self.copy_children(ReportHome, events, "event", self.of_report)
        items = self.copy_children(AgendaItem, events, "event")
        self.copy_children(AgendaItemGoal, items, "agenda_item")
        self.copy_children(Intervention, events, "event", self.of_intervention)
        commitments = self.copy_children(Commitment, events, "event", self.of_commitment)
        self.copy_ties(Commitment.goals.through, Commitment, commitments)

    def of_event(self, original: Event, number: int) -> dict[str, Any]:
        return self.titled(original, number) | self.moved(original, number, "starts_on", "ends_on")

    def of_report(self, original: ReportHome, number: int) -> dict[str, Any]:
        return {"effective_classification": Classification.SECRET}

    def of_intervention(self, original: Intervention, number: int) -> dict[str, Any]:
        item = original.agenda_item_id
        twin = self.twins.get((AgendaItem, item, number)) if item else None
        return {"agenda_item_id": twin, "effective_classification": Classification.SECRET}

    def of_commitment(self, original: Commitment, number: int) -> dict[str, Any]:
        shift = self.shifts[Event, original.event_id or 0, number]
        return {
            "text": named(original.text, number),
            "due_on": original.due_on + shift if original.due_on else None,
            "resolved_on": self.spread.until_today(original.resolved_on, shift),
            "effective_classification": Classification.SECRET,
        }

    def copy_observations(self) -> None:
        observations = self.originals(Observation).annotate(last_step=Max("steps__at"))
        self.place((found, found.observed_on, last_day(found)) for found in observations)
        self.copy(observations, self.of_observation)
        self.copy_ties(Observation.goals.through, Observation, observations)
        self.copy_ties(Observation.mandate_areas.through, Observation, observations)
        self.copy_children(ObservationStep, observations, "observation", self.of_step)

    def of_observation(self, original: Observation, number: int) -> dict[str, Any]:
        return self.titled(original, number) | self.moved(original, number, "observed_on")

    def of_step(self, original: ObservationStep, number: int) -> dict[str, Any]:
        shift = self.shifts[Observation, original.observation_id, number]
        return {"at": self.spread.moment_until_today(original.at, shift)}

    def copy_activities(self) -> None:
        activities = self.originals(Activity)
        self.place((found, found.starts_on or found.due_on, found.due_on) for found in activities)
        self.copy(activities, self.of_activity)
        self.copy_ties(Activity.goals.through, Activity, activities)
        self.copy_ties(Activity.participants.through, Activity, activities)
        self.copy_children(ActivityUpdate, activities, "activity", self.of_update)

    def of_activity(self, original: Activity, number: int) -> dict[str, Any]:
        ended_on = self.spread.until_today(original.ended_on, self.shifts[Activity, original.pk, number])
        moved = self.moved(original, number, "starts_on", "due_on")
        return self.titled(original, number) | moved | {"ended_on": ended_on}

    def of_update(self, original: ActivityUpdate, number: int) -> dict[str, Any]:
        shift = self.shifts[Activity, original.activity_id, number]
        due = {name: getattr(original, name) for name in ("from_due_on", "to_due_on")}
        return {
            "at": self.spread.moment_until_today(original.at, shift),
            "happened_on": self.spread.until_today(original.happened_on, shift),
            **{name: day + shift for name, day in due.items() if day},
        }

    # ------------------------------------------------------------ how

    def originals(self, model: type[ModelT]) -> "models.QuerySet[ModelT]":
        rows = model._default_manager.filter(strategy=self.strategy, removed_at=None)
        return rows.exclude(title__regex=r" \(kopia [0-9]+\)$").order_by("pk")

    def place(self, things: Iterable[tuple[models.Model, date, date]]) -> None:
        for place, (thing, first, last) in enumerate(things):
            for number in self.numbers:
                self.shifts[type(thing), thing.pk, number] = self.spread.shift(place, number, first, last)

    def titled(self, original: Any, number: int) -> dict[str, Any]:
        """The name of a copy, and the marking of one."""
        return {
            "title": named(original.title, number, original._meta.get_field("title").max_length),
            "classification": Classification.SECRET,
            "effective_classification": Classification.SECRET,
            "secrecy_provision": original.secrecy_provision or self.provision,
            "secrecy_marked_on": original.secrecy_marked_on or self.spread.today,
            "secrecy_authority": original.secrecy_authority or AUTHORITY,
        }

    def moved(self, original: models.Model, number: int, *names: str) -> dict[str, Any]:
        shift = self.shifts[type(original), original.pk, number]
        days = {name: getattr(original, name) for name in names}
        return {name: day + shift for name, day in days.items() if day}

    def copy(self, originals: "models.QuerySet[ModelT]", change: Change) -> None:
        """Every original once for every number, with what `change` says is different."""
        model = originals.model
        pairs = [(original, number) for original in originals for number in self.numbers]
        made = model._default_manager.bulk_create(
            [duplicate(original, change(original, number)) for original, number in pairs], batch_size=BATCH
        )
        for (original, number), twin in zip(pairs, made, strict=True):
            self.twins[model, original.pk, number] = twin.pk

    def copy_children(
        self,
        model: type[ModelT],
        parents: "models.QuerySet[Any]",
        tie: str,
        change: Change = lambda original, number: {},
    ) -> "models.QuerySet[ModelT]":
        """What hangs on the parents by the foreign key `tie`, hung on their twins. Answers the originals."""
        originals = model._default_manager.filter(**{f"{tie}__in": parents.values("pk")}).order_by("pk")
        if hasattr(model, "removed_at"):
            originals = originals.filter(removed_at=None)

        def hung(original: Any, number: int) -> dict[str, Any]:
            twin = self.twins[parents.model, getattr(original, f"{tie}_id"), number]
            return {f"{tie}_id": twin, **change(original, number)}

        self.copy(originals, hung)
        return originals

    def copy_ties(
        self, through: type[models.Model], model: type[models.Model], originals: "models.QuerySet[Any]"
    ) -> None:
        """The rows of a many-to-many tie."""
        field = f"{model.__name__.lower()}_id"
        rows = through._default_manager.filter(**{f"{field}__in": originals.values("pk")}).order_by("pk")
        through._default_manager.bulk_create(
            [
                duplicate(row, {field: self.twins[model, getattr(row, field), number]})
                for row in rows
                for number in self.numbers
            ],
            batch_size=BATCH,
        )


def named(text: str, number: int, longest: int | None = None) -> str:
    suffix = f" (kopia {number})"
    return (text[: longest - len(suffix)] if longest else text) + suffix


def last_day(observation: Any) -> date:
    return timezone.localdate(observation.last_step) if observation.last_step else observation.observed_on


def duplicate(original: ModelT, changes: dict[str, Any]) -> ModelT:
    """The same row once more, not yet saved."""
    twin = copy.copy(original)
    twin._state = copy.copy(original._state)
    twin._state.adding = True
    twin._state.fields_cache = {}
    twin.pk = None
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin
