"""Triggers are put in place after every `migrate` and taken away before it.

All that there are, by whatever name: a migration is no way past them, but may change what they hold. On SQLite a
changed table is made anew, which loses its triggers, and refuses to be renamed while another table's speak of it.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from strategy.records.triggers import Trigger

KEPT: dict[str, Collection[Trigger]] = {}  # by the app's label


def keep(app: AppConfig, triggers: Collection[Trigger]) -> None:
    """Called by an app when it is ready: its triggers follow its tables from then on."""
    KEPT[app.label] = triggers

    def before(using: str, **told: Any) -> None:
        clear(connections[using], app.label)

    def after(using: str, **told: Any) -> None:
        install(connections[using], triggers)

    pre_migrate.connect(before, sender=app, weak=False, dispatch_uid=f"triggers before {app.label}")
    post_migrate.connect(after, sender=app, weak=False, dispatch_uid=f"triggers after {app.label}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside a transaction, which alone makes sure that they come back: for rows that were refused or sealed once."""
    for label in KEPT:
        clear(connection, label)
    yield
    connection.check_constraints()  # PostgreSQL changes no table that has some of these waiting
    for triggers in KEPT.values():
        install(connection, triggers)


def install(connection: BaseDatabaseWrapper, triggers: Collection[Trigger]) -> None:
    """Not where the app has been migrated back to before a table."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    there = [trigger for trigger in triggers if trigger.table in tables]
    if not is_sqlite(connection):
        run(connection, ["; ".join(part for trigger in there for part in trigger.for_postgresql())])
        return
    parts = [name for trigger in there for name in trigger.parts]
    run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in parts])
    run(connection, [part for trigger in there for part in trigger.for_sqlite()])


def run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in filter(None, statements):
            cursor.execute(statement)


def clear(connection: BaseDatabaseWrapper, label: str) -> None:
    """Takes away every trigger on an app's tables."""
    found = (name for name in installed(connection) if name[1].startswith(f"{label}_"))
    on = "" if is_sqlite(connection) else " ON {}"
    run(connection, [f"DROP TRIGGER IF EXISTS {name}{on.format(table)}" for name, table in found])


def installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Each trigger's name and table."""
    if is_sqlite(connection):
        question = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        question = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def is_sqlite(connection: BaseDatabaseWrapper) -> bool:
    return connection.vendor == "sqlite"
