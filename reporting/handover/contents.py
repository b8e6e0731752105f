"""What there is to hand over: what somebody is named for, and what waits for them beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from reporting.overview.todo import COMING, OTHERS, OWN, question_of
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Task
from strategy.access import Action, Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.kinds import RecordKind, models_with
from strategy.records.owners import Owned, still_open, still_owned

DAYS = ("due_on", "answer_by", "starts_on", "observed_on", "assessed_on")  # by which a kind of thing is dated
OF_ITS_WRITER = frozenset({"to send"})  # what nobody else may know of


@dataclass(frozen=True)
class Thing:
    """Something open that somebody is named for. `tasks` say what is to be done with it."""

    record: Any
    tasks: list[Task]

    @property
    def key(self) -> str:
        return f"{noun_of(type(self.record))}-{self.record.pk}"

    @property
    def label(self) -> str:
        whose = getattr(self.record, "get_whose_display", None)  # a promise or a point of our own
        return str(whose()) if whose else RecordKind(type(self.record)).label

    @property
    def day(self) -> date | None:
        day: date | None = getattr(self.record, day_field(type(self.record)), None)
        return day

    @property
    def is_late(self) -> bool:
        return any(task.late for task in self.tasks)

    @property
    def told(self) -> str:
        return " · ".join(dict.fromkeys(filter(None, (task.detail for task in self.tasks))))

    @property
    def marking(self) -> str:
        return str(self.record.effective_classification)


@dataclass(frozen=True)
class Belongings:
    things: list[Thing]
    waits: list[tuple[str, list[Task]]]  # by whom it waits for: own, others, coming
    marking: str


def day_field(model: Any) -> str:
    return next(filter(lambda name: has_field(model, name), DAYS), "")


def has_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def is_given_by(model: Any, by: User, leaver: User, strategy: Strategy) -> bool:
    """Whoever decides on such a thing does not write on it: given by a head, it waits for all officers instead."""
    decides = model.OWNERS != Action.APPROVE and by.may(Action.APPROVE, model._default_manager.all().kind, strategy.pk)
    return by == leaver or not decides


def records_of(leaver: User, strategy: Strategy, by: User) -> Iterable[Any]:
    for model in models_with("OPEN_IN"):
        if is_given_by(model, by, leaver, strategy):
            seen = model._default_manager.visible_to(by).order_by().values("pk")
            rows = still_owned(model, strategy, leaver).filter(pk__in=seen)
            yield from rows.select_related(*RecordKind(model).ties, "owner").order_by(day_field(model) or "pk", "pk")


def belongings(leaver: User, strategy: Strategy, by: User) -> Belongings:
    """As `by` sees them. A task of something that somebody is named for stands with that, the others by themselves."""
    records = list(records_of(leaver, strategy, by))
    tasks, markings = waiting_for(leaver, strategy)
    addresses = {record.get_absolute_url() for record in records}
    things = [
        Thing(record, [task for each in tasks.values() for task in each if leads_to(task, record.get_absolute_url())])
        for record in records
    ]
    rest = [(name, [one for one in each if place_of(one) not in addresses]) for name, each in tasks.items()]
    strictest = Classification.strictest(Classification.WORKING, *(thing.marking for thing in things), *markings)
    return Belongings(things, [(name, each) for name, each in rest if each], strictest)


def leads_to(task: Task, address: str) -> bool:
    return place_of(task) == address


def place_of(task: Task) -> str:
    return task.url.partition("#")[0]


def waiting_for(leaver: User, strategy: Strategy) -> tuple[dict[str, list[Task]], set[str]]:
    """In this strategy alone, and how all of it is marked."""
    question = question_of(Desk(leaver))
    rows = [row for row in question.rows() if row.strategy == strategy.pk and row.sort not in OF_ITS_WRITER]
    rows.sort(key=lambda row: row.day or date.min)

    def of(sorts: Iterable[str]) -> list[Task]:
        told = (question.sorts[name].tasks([row for row in rows if row.sort == name]) for name in sorts)
        return [task for each in told for task in each if not task.is_rest]

    tasks = {"own": of(OWN), "others": of(OTHERS), "coming": of(COMING)}
    return tasks, {row.marking for row in rows if row.marking}


def left_behind(strategy: Strategy, user: User) -> dict[int, list[Owned]]:
    """What is open and named for somebody, by the person, as `user` may see it: a question for each kind of thing."""
    found: dict[int, list[Owned]] = {}
    for model in models_with("OPEN_IN"):
        seen = model._default_manager.visible_to(user).order_by().values("pk")
        named = still_open(model, strategy).filter(named_owner__isnull=False, pk__in=seen)
        for record in named.select_related(*RecordKind(model).ties):
            found.setdefault(record.named_owner, []).append(record)
    return found
