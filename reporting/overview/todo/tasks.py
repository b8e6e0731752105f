from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from strategy.access import Classification
from strategy.records.log import sightings
from strategy.tools.kept_sql import as_date, rows_of, sql_of

MOST = 5  # of one sort that are named one by one

# With their types: PostgreSQL takes an empty column for a text, where several of them come before one that is none.
NO_NUMBER = Cast(Value(None), BigIntegerField())
NO_DAY = Cast(Value(None), DateField())


@dataclass(frozen=True)
class Task:
    text: str
    detail: str
    url: str
    late: bool = False
    strategy: int = 0
    day: date | None = None  # of what comes
    is_rest: bool = False  # leads to those that are not named


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
    owner: int | None


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
            "owner_read": NO_NUMBER,
        } | {f"{column}_read": value for column, value in self.columns.items()}
        return [things.order_by().annotate(**columns).values_list(*columns) for things in self.things]


class Question:
    """One, however many sorts there are. To make it takes many times as long as to have it answered: it may be kept."""

    def __init__(self, sorts: Mapping[str, Sort]) -> None:
        self.sorts = sorts
        parts = [rows for name, sort in sorts.items() for rows in sort.rows(name)]
        self.sql = sql_of(parts[0].union(*parts[1:], all=True))

    def ask(self) -> dict[str, list[Task]]:
        """The tasks of each sort."""
        rows = sorted(self.rows(), key=by_day)
        return {name: sort.tasks([row for row in rows if row.sort == name]) for name, sort in self.sorts.items()}

    def rows(self) -> list[Waiting]:
        rows = [Waiting(*row) for row in rows_of(self.sql)]
        return [row._replace(day=as_date(row.day), until=as_date(row.until)) for row in rows]


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
        for row in rows[:MOST]:
            if row.marking == Classification.SECRET and row.pk:
                sightings.tell(things.model, row.pk)
        told = [tell(row, things.model(pk=row.pk).get_absolute_url()) for row in rows[:MOST]]
        return [*told, the_rest(rows[MOST], rest, late=told[-1].late)] if rows[MOST:] and rest else told

    first = among.filter(pk__in=things.values("pk")[: MOST + 1])
    return Sort([first], {"pk": F("pk"), "marking": F("effective_classification"), **columns}, tasks)


def the_rest(row: Waiting, address: Callable[[int], str], *, late: bool) -> Task:
    text = _("Visa fler försenade") if late else _("Visa fler")
    return Task(text, "", address(row.strategy), late=late, strategy=row.strategy, is_rest=True)


def short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
