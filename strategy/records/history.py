"""The versions that a record has been through, as its history keeps them."""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Any

from django.db.models import ManyToManyField, Max, Model, QuerySet

from strategy.records.models import Record

NOUNS = {"AgendaItemGoal": "prepared-goal"}  # what addresses call it, where that is not its name in code


def noun_of(model: type[Record]) -> str:
    """What a kind of record is called in addresses: `OverallAssessment` is `overall-assessment`."""
    name = model.__name__
    return NOUNS.get(name) or re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def many_to_many(model: type[Model]) -> dict[str, ManyToManyField[Any, Any]]:
    """The ties to several things that a record's history keeps."""
    kept: Iterable[Any] = getattr(model, "_history_m2m_fields", [])
    return {field.name: field for field in kept}


def column(model: type[Record], name: str) -> str:
    """The attribute that holds the value itself: the id, for a tie."""
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def versions_of(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """One row a version, the newest first: ties are written after the row, so the last of a version is whole."""
    last = rows.order_by().values("version").annotate(last=Max("history_id")).values("last")
    return rows.filter(history_id__in=last).order_by("-version")


def writers_of(rows: "QuerySet[Any]", returned: tuple[str, str]) -> set[int]:
    """Everybody who has saved one of a record's versions; to have sent it back is not to have written on it.

    `returned` are the states before and after that step.
    """
    saved = rows.order_by("version", "history_id").values_list("state", "updated_by")
    versions = pairwise([("", None), *saved])
    return {by for (before, _by), (state, by) in versions if by is not None and (before, state) != returned}


def values_of(model: type[Record], rows: Collection[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    """For each row of a history, what these fields held: ids for ties, lists of ids for ties to several."""
    several = many_to_many(model)
    single = [name for name in names if name not in several]
    ties = {name: tied(model, field, rows) for name, field in several.items() if name in names}
    return [
        {name: getattr(row, column(model, name)) for name in single}
        | {name: by_row.get(row.history_id, []) for name, by_row in ties.items()}
        for row in rows
    ]


def tied(model: type[Record], field: "ManyToManyField[Any, Any]", rows: Iterable[Any]) -> Mapping[int, list[int]]:
    """The ids that each row was tied to."""
    table = getattr(model.history.model, field.name).model
    found: dict[int, list[int]] = {}
    ids = table.objects.filter(history__in=[row.history_id for row in rows])
    target = field.m2m_reverse_field_name()
    for row_id, thing_id in ids.order_by(target).values_list("history_id", f"{target}_id"):
        found.setdefault(row_id, []).append(thing_id)
    return found


def values_now(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """The same of the record as it stands in the database."""
    several = many_to_many(type(record))
    return {
        name: (
            sorted(getattr(record, name).values_list("pk", flat=True))
            if name in several
            else getattr(record, column(type(record), name))
        )
        for name in names
    }
