"""Restoring a backup: all of it, or nothing. It is read to its end before anything is written, and again to be written.

The rows stand in one transaction. A file that stands under its name with other content is left alone, and the restored
one has a new name: what stood before is whole until the transaction has ended, and goes after it.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from reporting.archive.disposal.plans import KeptInBin
from reporting.backup import archive, tables
from reporting.backup.afterwards import settle
from reporting.backup.archive import FILES, GZIP_BEGINNING, TABLES, Reader, Summed, damaged, not_ours
from reporting.backup.encryption import BEGINNING, decrypting
from reporting.backup.making import migrations, names_of_files, spooled
from reporting.backup.refusals import BackupRefused
from strategy.records.installed_triggers import lifted


@dataclass
class Restored:
    rows: int = 0
    files: int = 0
    kept: list[KeptInBin] = field(default_factory=list)  # what was disposed of once, and is leaned on now


def restore(path: Path, keys: list[Any]) -> Restored:
    """Raises BackupRefused and OSError; nothing has been changed then."""
    with opened(path, keys) as reader:
        require_same_shape(reader.head())
        for _name, _content in reader.members():
            pass
    standing = set(names_of_files(connection.alias))
    placed = Placed()
    try:
        with transaction.atomic():
            outcome = replace_all(path, keys, placed)
    except OperationalError:  # the database is away, or somebody holds it: no fault of the archive's
        placed.take_back()
        raise
    except (DatabaseError, ValidationError, TypeError, ValueError, ObjectDoesNotExist) as error:
        placed.take_back()
        raise damaged(_("raderna går inte att läsa in: %s") % type(error).__name__) from error
    except BaseException:
        placed.take_back()
        raise
    for name in standing - set(names_of_files(connection.alias)):
        default_storage.delete(name)
    return outcome


@contextmanager
def opened(path: Path, keys: list[Any]) -> Iterator[Reader]:
    with path.open("rb") as file:
        beginning = file.read(len(BEGINNING))
        file.seek(0)
        if beginning.startswith(GZIP_BEGINNING):
            with archive.reading(file) as reader:
                yield reader
        elif beginning != BEGINNING:
            raise not_ours()
        elif not keys:
            raise BackupRefused(_("Den är krypterad. Ange filen med den hemliga nyckeln, med --identity."))
        else:
            with decrypting(file, keys) as source, archive.reading(source) as reader:
                yield reader


def require_same_shape(head: dict[str, Any]) -> None:
    """Rows mean what their migrations say, so that those must be the same."""
    written, ours = set(head.get("migrations", [])), set(migrations(connection))
    if not ours:
        raise BackupRefused(_("Databasen har inga tabeller. Kör manage.py migrate först."))
    if written - ours:
        raise BackupRefused(_("Den är gjord av en nyare version av Verka. Återläs den med den versionen."))
    columns = {name: tables.columns_of(model) for name, model in tables.kept_tables().items()}
    if written != ours or head.get("tables") != columns:
        raise BackupRefused(
            _("Den är gjord av en äldre version av Verka. Återläs den med den versionen, och kör sedan migrate.")
        )


def replace_all(path: Path, keys: list[Any], placed: "Placed") -> Restored:
    outcome = Restored()
    numbers = tables.last_numbers(connection)
    with lifted(connection):
        tables.empty(connection)
        with opened(path, keys) as reader:
            head = reader.head()
            require_same_shape(head)
            for name, content in reader.members():
                if name.startswith(TABLES):
                    outcome.rows += insert(name, content, head)
                else:
                    placed.put(name.removeprefix(FILES), content)
                    outcome.files += 1
        placed.rename_rows()
    ContentType.objects.clear_cache()
    numbers = greatest(numbers, head["last_numbers"])
    tables.go_on_after(connection, numbers)
    outcome.kept = settle(path)
    tables.go_on_after(connection, numbers)  # what was disposed of since brings decisions with numbers of their own
    connection.check_constraints()
    return outcome


def greatest(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in {*one, *other}}


def insert(name: str, content: Summed, head: dict[str, Any]) -> int:
    """One member's rows, in memory at once: about a megabyte."""
    table = name.split("/")[1]
    if table not in head["tables"]:
        raise damaged(name)
    lines = content.read().splitlines()
    tables.insert(connection, tables.kept_tables()[table], lines)
    return len(lines)


# ------------------------------------------------------------------ files


@dataclass
class Placed:
    """The files that a restoring has written, and what they are called where their own name was taken."""

    written: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, content: Summed) -> None:
        with spooled() as held:
            shutil.copyfileobj(content, held)
            held.seek(0)
            standing = digest_in_store(name)
            if standing == content.sum.hexdigest():
                return
            free = name if standing is None else f"restored/{uuid4().hex}{PurePosixPath(name).suffix}"
            self.written.append(free)
            default_storage.save(free, File(held, name=free))
            if free != name:
                self.renamed[name] = free

    def rename_rows(self) -> None:
        for model in tables.kept_tables().values() if self.renamed else ():
            for found in tables.fields_of(model):
                if isinstance(found, models.FileField):
                    for old, new in self.renamed.items():
                        model._base_manager.filter(**{found.name: old}).update(**{found.name: new})

    def take_back(self) -> None:
        for name in self.written:
            default_storage.delete(name)


def digest_in_store(name: str) -> str | None:
    """None where there is no such file."""
    try:
        with default_storage.open(name) as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return None
