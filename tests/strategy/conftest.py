"""What several tests of the ground floor need."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Called when the records are made: from then on threads share one database.

    SQLite's test database lies in memory, where threads cannot write beside each other as they do in a file;
    so it is copied into one, and new connections (with the settings of production) go there.
    """
    name = connection.settings_dict["NAME"]

    def share() -> None:
        if connection.vendor == "sqlite":
            file = tmp_path / "shared.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(file)])
            with closing(sqlite3.connect(file)) as copy:  # which many at once cannot do, and nobody waits to do it
                copy.execute("PRAGMA journal_mode=WAL")
            connection.settings_dict["NAME"] = str(file)

    yield share
    connection.settings_dict["NAME"] = name
