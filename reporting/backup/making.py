"""Making a backup while the product runs: the database as it stood at one moment, and the files that it names then."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.core.files.storage import default_storage
from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.archive.disposal.kept_list import write_beside
from reporting.backup import archive, tables
from reporting.backup.archive import FILES, FORMAT, HEAD, TABLES, Writer
from reporting.backup.encryption import encrypting
from reporting.backup.refusals import BackupRefused
from strategy.tools.storage import published

READING = "reading"  # the alias of the connection that a backup reads by
MOST_IN_MEMORY = 16 << 20  # bytes of one file


def back_up(path: Path, recipients: list[Any]) -> list[str]:
    """Writes the archive, whole or not at all, encrypted unless there are no recipients; beside it, the list of what
    has been disposed of. Answers the names of files that the database names and the store does not have.

    Raises BackupRefused and OSError.
    """
    if path.exists():
        raise BackupRefused(_("%s finns redan.") % path)
    with published(path) as out, read_at_one_moment() as using:
        if not recipients:
            missing = write(out, using)
        else:
            with encrypting(out, recipients) as sink:
                missing = write(sink, using)
    write_beside(path)
    return missing


@contextmanager
def read_at_one_moment() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, which sees what stood when it first asked, and keeps nobody from writing."""
    own = connection.copy(alias=READING)
    options = {"transaction_mode": "DEFERRED"} if own.vendor == "sqlite" else {"isolation_level": repeatable_read()}
    own.settings_dict["OPTIONS"] = own.settings_dict.get("OPTIONS", {}) | options
    connections[READING] = own
    try:
        with transaction.atomic(using=READING):
            yield own
    finally:
        own.close()
        del connections[READING]


def repeatable_read() -> Any:
    from psycopg import IsolationLevel

    return IsolationLevel.REPEATABLE_READ


def write(out: IO[bytes], using: BaseDatabaseWrapper) -> list[str]:
    with archive.writing(out) as writer:
        writer.add_json(HEAD, head(using))
        for name, model in tables.kept_tables().items():
            for number, portion in enumerate(tables.portions(tables.lines_of(model, using.alias))):
                writer.add_bytes(f"{TABLES}{name}/{number:06}.jsonl", portion)
        return [name for name in names_of_files(using.alias) if not add_file(writer, name)]


def head(using: BaseDatabaseWrapper) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "database": using.vendor,
        "migrations": migrations(using),
        "tables": {name: tables.columns_of(model) for name, model in tables.kept_tables().items()},
        "last_numbers": tables.last_numbers(using),
    }


def migrations(using: BaseDatabaseWrapper) -> list[str]:
    """Those that have been applied, which tell what every column means."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(using).applied_migrations())


def names_of_files(using: str) -> Iterator[str]:
    for model in tables.kept_tables().values():
        for field in tables.fields_of(model):
            if isinstance(field, models.FileField):
                rows = model._base_manager.using(using).exclude(**{field.name: ""}).order_by("pk")
                yield from rows.values_list(field.name, flat=True).iterator(chunk_size=tables.ROWS_AT_A_TIME)


def add_file(writer: Writer, name: str) -> bool:
    """Whether the store has it. One that was disposed of since that moment is not missed."""
    with spooled() as held:
        try:
            with default_storage.open(name) as content:
                shutil.copyfileobj(content, held)
        except FileNotFoundError:
            return not still_named(name)
        size = held.tell()
        held.seek(0)
        writer.add(f"{FILES}{name}", held, size)
    return True


def still_named(name: str) -> bool:
    return name in names_of_files(connection.alias)


def spooled() -> IO[bytes]:
    return cast(IO[bytes], SpooledTemporaryFile(max_size=MOST_IN_MEMORY))
