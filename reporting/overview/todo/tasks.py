from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, TextField, Value
from django.utils.formats import date_format

from strategy.access import Classification
from strategy.records.log import sightings

MOST = 3  # of one sort that are named one by one


@dataclass(frozen=True)
class Task:
    text: str
    detail: str
    url: str
    late: bool = False


class Waiting(NamedTuple):
    """What is read of something that waits, or of several that are told together. A sort leaves empty what it lacks."""

    sort: str
    pk: int | None
    marking: str
    text: str
    who: str
    day: date | None
    many: int


@dataclass(frozen=True)
class Sort:
    """Things that wait, where they have what is read of them, and the tasks that they make."""

    things: "QuerySet[Any]"  # those to be told together as groups of values
    columns: Mapping[str, Any]
    tasks: Callable[[list[Waiting]], list[Task]]

    def rows(self, name: str) -> "QuerySet[Any]":
        """The same columns for all sorts."""
        columns = {
            "sort_read": Value(name),
            "pk_read": Value(None, IntegerField()),
            "marking_read": Value("", CharField()),
            "text_read": Value("", TextField()),
            "who_read": Value("", CharField()),
            "day_read": Value(None, DateField()),
            "many_read": Value(1),
        } | {f"{column}_read": value for column, value in self.columns.items()}
        rows: QuerySet[Any] = self.things.order_by().annotate(**columns).values_list(*columns)
        return rows


def ask(sorts: Mapping[str, Sort]) -> dict[str, list[Task]]:
    """The tasks of each sort. One question, however many sorts there are."""
    parts = [sort.rows(name) for name, sort in sorts.items()]
    found = sorted((Waiting(*row) for row in parts[0].union(*parts[1:], all=True)), key=by_day)
    return {name: sort.tasks([row for row in found if row.sort == name]) for name, sort in sorts.items()}


def by_day(row: Waiting) -> tuple[date, int]:
    return row.day or date.min, row.pk or 0


def one_by_one(
    things: "QuerySet[Any]", among: "QuerySet[Any]", tell: Callable[[Waiting, str], Task], **columns: Any
) -> Sort:
    """The first of the things, which stand in the order of their days. `among` has the columns that are read.

    `tell` is given the address too.
    """

    def tasks(rows: list[Waiting]) -> list[Task]:
        for row in rows:
            if row.marking == Classification.SECRET and row.pk:
                sightings.tell(things.model, row.pk)
        return [tell(row, things.model(pk=row.pk).get_absolute_url()) for row in rows]

    first = among.filter(pk__in=things.values("pk")[:MOST])
    read: dict[str, Any] = {"pk": F("pk"), "marking": F("effective_classification")}
    return Sort(first, read | columns, tasks)


def short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
