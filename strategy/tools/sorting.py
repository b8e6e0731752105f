"""Swedish order, the same whatever the database collates by: names keep their key beside them, other texts are sorted
by `SwedishKey`, which the database works out.
"""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Func, TextField, Value, When
from django.db.models.functions import NullIf

LAST_LETTERS = {"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc"}
SIGNS_THAT_DECIDE = 200  # of a text: what is alike so far is in the order it came


def swedish_sort_key(name: str) -> str:
    """Sorts å, ä, ö after z and every other accented letter as its base letter."""
    return "".join(LAST_LETTERS.get(letter) or base_letter(letter) for letter in name.casefold())


def base_letter(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


class SwedishKey(Func):
    """`order_by(SwedishKey("title"))`: as `swedish_sort_key`, of how the text begins; null for an empty one."""

    output_field = TextField()

    def __init__(self, text: Any, **options: Any) -> None:
        super().__init__(NullIf(text, Value("")), **options)

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="SWEDISH_KEY", **context)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        inner, parameters = compiler.compile(self.source_expressions[0])
        key = f"lower(normalize(left({inner}, {SIGNS_THAT_DECIDE}), NFC))"
        for letter, written in {**LAST_LETTERS, "ß": "ss"}.items():
            key = f"replace({key}, '{letter}', '{written}')"
        marks = "[\u0300-\u036f]"
        return f"""regexp_replace(normalize({key}, NFD), '{marks}', '', 'g') COLLATE "C\"""", parameters


def in_order_of(field: str, values: Any) -> Case:
    """The values of a field in the order that they are declared in, such as the states of a thing."""
    return Case(*(When(**{field: value}, then=place) for place, value in enumerate(values)))


def teach(connection: Any, **_signal: Any) -> None:
    """Gives a new connection to SQLite the function that `SwedishKey` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("SWEDISH_KEY", 1, key_of_beginning, deterministic=True)


def key_of_beginning(text: str | None) -> str | None:
    return None if text is None else swedish_sort_key(unicodedata.normalize("NFC", text[:SIGNS_THAT_DECIDE]))
