"""Questions asked again and again in the same words: making the SQL takes many times as long as the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Sql = tuple[str, tuple[Any, ...] | None]


@dataclass(frozen=True)
class KeptQuestion:
    """`key` is all that its words depend on: who asks, by which roles, about what."""

    key: tuple[Any, ...]
    ask: Callable[[], "QuerySet[Any]"] = field(compare=False)


@lru_cache(maxsize=1000)
def kept(question: KeptQuestion) -> Sql:
    return sql_of(question.ask())


def sql_of(things: "QuerySet[Any]") -> Sql:
    """Empty for a question that nothing can answer.

    For PostgreSQL its values are written into it once, as psycopg would each time.
    """
    try:
        sql, values = things.query.sql_with_params()
    except EmptyResultSet:
        return "", None
    if connection.vendor == "postgresql":
        own: Any = connection.ops
        return own.compose_sql(sql, values), None
    return sql, values


def rows_of(asked: Sql) -> Sequence[tuple[Any, ...]]:
    """As the database keeps them: SQLite keeps days as text."""
    if not asked[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows


def as_date(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
