from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def consistent_read() -> Iterator[None]:
    """All that is read inside is as it stood at one moment, and no writer waits for it.

    Repeatable read on PostgreSQL, a deferred transaction on SQLite. Inside a transaction that has begun, that one
    rules and nothing is changed.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with deferred(connection):
            yield


@contextmanager
def deferred(sqlite: Any) -> Iterator[None]:
    """A transaction that takes no write lock, unlike the IMMEDIATE ones that the settings ask for."""
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic():
            sqlite.transaction_mode = mode
            yield
    finally:
        sqlite.transaction_mode = mode
