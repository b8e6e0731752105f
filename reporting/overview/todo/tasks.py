from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import ngettext

from strategy.access import Classification
from strategy.people.models import User
from strategy.records.log import sightings

MOST = 5  # of one sort that are named one by one

# With their types: PostgreSQL takes an empty column for a text, where several of them come before one that is none.
NO_NUMBER = Cast(Value(None), BigIntegerField())
NO_DAY = Cast(Value(None), DateField())
NO_NAME = Cast(Value(None), TextField())


@dataclass(frozen=True)
class Task:
    text: str
    detail: str
    url: str
    late: bool = False
    strategy: int = 0
    day: date | None = None  # of what comes


class Waiting(NamedTuple):
    """What is read of something that waits, or of several that are told together. A sort leaves empty what it lacks."""

    sort: str
    strategy: int
    pk: int | None
    marking: str
    text: str
    who: str
    day: date | None
    until: date | None
    many: int
    answering: int | None
    owner: str | None


@dataclass(frozen=True)
class Sort:
    """Things that wait, where they have what is read of them, and the tasks that they make."""

    things: "Sequence[QuerySet[Any]]"  # those to be told together as groups of values
    columns: Mapping[str, Any]
    tasks: Callable[[list[Waiting]], list[Task]]

    def rows(self, name: str) -> "list[QuerySet[Any]]":
        """The same columns for all sorts."""
        columns = {
            "sort_read": Value(name),
            "strategy_read": F("strategy"),
            "pk_read": NO_NUMBER,
            "marking_read": Value("", CharField()),
            "text_read": Value("", TextField()),
            "who_read": Value("", TextField()),
            "day_read": NO_DAY,
            "until_read": NO_DAY,
            "many_read": Value(1),
            "answering_read": NO_NUMBER,
            "owner_read": NO_NAME,
        } | {f"{column}_read": value for column, value in self.columns.items()}
        return [things.order_by().annotate(**columns).values_list(*columns) for things in self.things]


def ask(sorts: Mapping[str, Sort]) -> dict[str, list[Task]]:
    """The tasks of each sort. One question, however many sorts there are."""
    parts = [rows for name, sort in sorts.items() for rows in sort.rows(name)]
    found = sorted((Waiting(*row) for row in parts[0].union(*parts[1:], all=True)), key=by_day) if parts else []
    return {name: sort.tasks([row for row in found if row.sort == name]) for name, sort in sorts.items()}


def by_day(row: Waiting) -> tuple[date, int]:
    return row.day or date.min, row.pk or 0


def one_by_one(
    things: "QuerySet[Any]",
    among: "QuerySet[Any]",
    tell: Callable[[Waiting, str], Task],
    rest: Callable[[int], str] | None = None,
    **columns: Any,
) -> Sort:
    """The first of the things, which stand in the order of their days. `among` has the columns that are read.

    `tell` is given the address too; `rest` answers, for a strategy, where those are that are not named.
    """

    def tasks(rows: list[Waiting]) -> list[Task]:
        for row in rows:
            if row.marking == Classification.SECRET and row.pk:
                sightings.tell(things.model, row.pk)
        told = [tell(row, things.model(pk=row.pk).get_absolute_url()) for row in rows]
        left = rows[0].many - len(rows) if rows else 0
        return [*told, remaining(left, rows[-1], rest)] if left and rest else told

    first = among.filter(pk__in=things.values("pk")[:MOST])
    read: dict[str, Any] = {"pk": F("pk"), "marking": F("effective_classification"), "many": number_of(things)}
    return Sort([first], read | columns, tasks)


def number_of(things: "QuerySet[Any]") -> Subquery:
    together = things.order_by().annotate(together=Value(1)).values("together")
    return Subquery(together.annotate(number=Count("pk")).values("number"), output_field=IntegerField())


def remaining(left: int, row: Waiting, rest: Callable[[int], str]) -> Task:
    text = ngettext("och %(number)s till", "och %(number)s till", left) % {"number": left}
    return Task(text, "", rest(row.strategy), strategy=row.strategy)


# Who answers for one, beside what else is read: for sorts of things with `answering`.
OWNER = {
    "answering": F("answering"),
    "owner": Subquery(User.objects.active().filter(pk=OuterRef("answering")).values("name")[:1]),
}


def short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
