"""Every table's rows in a form that both databases read: by Django's models and fields, a line of JSON each."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.duration import duration_iso_string

# Of libraries' tables, those that let somebody in; our own say so themselves, by `in_backup = False`.
LEFT_OUT = frozenset({"sessions.session", "account.emailconfirmation", "socialaccount.socialtoken"})
READ_BY_FIELD = frozenset(
    {"DateTimeField", "DateField", "TimeField", "DurationField", "DecimalField", "UUIDField", "BinaryField"}
)
ROWS_AT_A_TIME = 500
BYTES_IN_A_MEMBER = 1 << 20

Model = type[models.Model]
Field = Any  # of a model: its types know a `get_internal_type` only


def all_tables() -> dict[str, Model]:
    """By their names in a backup, those that are left out of it too."""
    found = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {model._meta.label_lower: model for model in found if model._meta.managed and not model._meta.swapped}


def kept_tables() -> dict[str, Model]:
    """What lets somebody in, and what is made anew, is in no backup."""
    return {name: model for name, model in all_tables().items() if is_kept(name, model)}


def is_kept(name: str, model: Model) -> bool:
    return name not in LEFT_OUT and getattr(model, "in_backup", True)


def fields_of(model: Model) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def columns_of(model: Model) -> list[str]:
    return [field.attname for field in fields_of(model)]


# ------------------------------------------------------------------ out


def lines_of(model: Model, using: str) -> Iterator[bytes]:
    rows = model._base_manager.using(using).order_by("pk").values_list(*columns_of(model))
    for row in rows.iterator(chunk_size=ROWS_AT_A_TIME):
        yield json.dumps([portable(value) for value in row], ensure_ascii=False).encode() + b"\n"


def portions(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Joined to about a megabyte each."""
    portion = bytearray()
    for line in lines:
        portion += line
        if len(portion) >= BYTES_IN_A_MEMBER:
            yield bytes(portion)
            portion.clear()
    if portion:
        yield bytes(portion)


def portable(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return b64encode(value).decode("ascii")
    return value


# ------------------------------------------------------------------ in


def insert(connection: BaseDatabaseWrapper, model: Model, lines: Iterable[bytes]) -> None:
    """As they were: nothing is set anew by saving. Raises ValueError for what is no row of this table."""
    fields, quoted = fields_of(model), connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    rows = (values(connection, fields, json.loads(line)) for line in lines)
    with connection.cursor() as cursor:
        while portion := list(islice(rows, ROWS_AT_A_TIME)):
            cursor.executemany(statement, portion)


def values(connection: BaseDatabaseWrapper, fields: list[Field], row: Any) -> list[Any]:
    if not isinstance(row, list) or len(row) != len(fields):
        raise ValueError("not a row of this table")
    return [
        field.get_db_prep_save(restored(field, value), connection) for field, value in zip(fields, row, strict=True)
    ]


def restored(field: Field, value: Any) -> Any:
    while field.is_relation:
        field = field.target_field
    if value is None or field.get_internal_type() not in READ_BY_FIELD:
        return value
    return field.to_python(value)


def empty(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for model in all_tables().values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


# ------------------------------------------------------------------ numbers


def numbered_tables() -> Iterator[tuple[str, Model]]:
    for name, model in all_tables().items():
        if isinstance(model._meta.auto_field, models.AutoField | models.BigAutoField):
            yield name, model


def last_numbers(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """The last number that each table has given, which may be of a row that is gone: none is given twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT c.relname, s.last_value FROM pg_sequences s JOIN pg_class q ON q.relname = s.sequencename"
                " AND q.relnamespace = s.schemaname::text::regnamespace JOIN pg_depend d ON d.objid = q.oid AND"
                " d.deptype IN ('a', 'i') JOIN pg_class c ON c.oid = d.refobjid WHERE s.schemaname = current_schema()"
            )
        given = dict(cursor.fetchall())
    return {name: given.get(model._meta.db_table) or 0 for name, model in numbered_tables()}


def go_on_after(connection: BaseDatabaseWrapper, least: dict[str, int]) -> None:
    """The next number of each table is above these, and above all that it holds."""
    for name, model in numbered_tables():
        highest = model._base_manager.using(connection.alias).aggregate(last=models.Max("pk"))["last"] or 0
        last = max(highest, least.get(name, 0))
        if last:
            set_last_number(connection, model._meta.db_table, model._meta.pk.column, last)


def set_last_number(connection: BaseDatabaseWrapper, table: str, column: str | None, last: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [quoted, column, last])
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table])
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
