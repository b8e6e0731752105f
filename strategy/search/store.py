"""Where the words stand: SQLite's FTS5, and a `tsvector` under GIN on PostgreSQL. Nothing else knows which it is."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from strategy.search.words import Clause

TABLE = "strategy_searchwords"
MADE = {
    "sqlite": [f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='ascii', detail='none')"],
    "postgresql": [
        f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
        # Planned by itself, and by its index: for three forms of one word that many have, PostgreSQL expects half the
        # table and would read all of it; beside the cost of what may be seen, any way to it seems as good.
        f"CREATE FUNCTION {TABLE}_met(tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE SET enable_seqscan = off AS"  # noqa: S608
        f" 'SELECT id FROM {TABLE} WHERE words @@ $1'",
    ],
}
KEY = {"sqlite": "rowid", "postgresql": "id"}
WRITTEN = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} (rowid, words) VALUES (%s, %s)",  # noqa: S608 - our own names
    "postgresql": f"INSERT INTO {TABLE} (id, words) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"  # noqa: S608
    " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
}
MATCHING = {
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
    "postgresql": f"SELECT {TABLE}_met(%s::tsquery)",
}


def make(connected: BaseDatabaseWrapper) -> None:
    with connected.cursor() as cursor:
        for statement in MADE[connected.vendor]:
            cursor.execute(statement)


def unmake(connected: BaseDatabaseWrapper) -> None:
    with connected.cursor() as cursor:
        if connected.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION {TABLE}_met")
        cursor.execute(f"DROP TABLE {TABLE}")


def write(entries: Iterable[tuple[int, set[str]]]) -> None:
    """Each entry's key, and the tokens that it is found by, in place of those that it had."""
    own = connection.vendor
    rows = [(key, " ".join(sorted(found))) for key, found in entries]
    with connection.cursor() as cursor:
        if len(rows) == 1:  # as one writes: for many, psycopg begins a pipeline first
            cursor.execute(WRITTEN[own], rows[0])
        else:
            cursor.executemany(WRITTEN[own], rows)


def remove(keys: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {KEY[connection.vendor]} = %s", [(key,) for key in keys])  # noqa: S608


def remove_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def matching(clauses: Iterable[Clause]) -> RawSQL:
    """The keys of the entries that meet all clauses, for `pk__in`."""
    own = connection.vendor
    asked = in_fts5(clauses) if own == "sqlite" else in_tsquery(clauses)
    return RawSQL(MATCHING[own], [asked])  # noqa: S611 - our own names


def in_fts5(clauses: Iterable[Clause]) -> str:
    every = [" OR ".join(f'"{term.token}"{" *" if term.begins else ""}' for term in clause) for clause in clauses]
    return " AND ".join(f"({clause})" for clause in every)


def in_tsquery(clauses: Iterable[Clause]) -> str:
    every = [" | ".join(f"'{term.token}'{':*' if term.begins else ''}" for term in clause) for clause in clauses]
    return " & ".join(f"({clause})" for clause in every)
