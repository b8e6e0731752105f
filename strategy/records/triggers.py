"""Rules that no constraint can express, since they look at other rows: triggers, the same on both databases."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.apps import AppConfig
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.functional import Promise

from strategy.records.models import MARKING, Record, Registrable
from strategy.records.refusals import TransitionRefused

# What day it was in Sweden at a moment, `swedish_day(x)` in a condition. SQLite keeps moments in UTC and knows no time
# zones: summer time runs from the last Sunday of March to that of October, 01:00 UTC (directive 2000/84/EC).
SWEDISH_DAY = re.compile(r"swedish_day\(([\w.]+)\)")
IN_POSTGRESQL = r"(\1 AT TIME ZONE 'Europe/Stockholm')::date"
IN_SQLITE = (
    r"date(\1, CASE WHEN datetime(\1) >= datetime(strftime('%Y', \1) || '-03-25', 'weekday 0', '+1 hours')"
    r" AND datetime(\1) < datetime(strftime('%Y', \1) || '-10-25', 'weekday 0', '+1 hours')"
    r" THEN '+2 hours' ELSE '+1 hours' END)"
)
# What differs, an empty value included. SQLite has the standard's words for it from 3.39 on, and its own in all.
DISTINCT = " IS DISTINCT FROM "
DISTINCT_IN_SQLITE = " IS NOT "

# What may change in a record that is sealed otherwise: how it is marked and registered, and what saving that writes.
SAVING = ("version", "updated_by", "updated_at")
MARKED = ("effective_classification", "registry_number", *MARKING)

REGISTRATION = tuple(field.name for field in Registrable._meta.local_fields)  # a number is no part of what is sealed

# What a confirmed disposal removes, it removes whatever else is refused: what stays, its plan has left out already.
UNDER_WAY = (
    "SELECT 1 FROM reporting_disposaldecision d WHERE d.state = 'under_way' AND d.confirmed_by_id <> d.proposed_by_id"
)
NOTHING_DISPOSED_OF = f"NOT EXISTS ({UNDER_WAY})"
NOT_DISPOSED_OF = f"NOT EXISTS ({UNDER_WAY} AND d.strategy_id = OLD.strategy_id)"


@dataclass(frozen=True)
class Trigger:
    """Refuses a row before it is written or removed, where a condition holds: one for each occasion.

    `NEW` and `OLD` are the row as it will be and as it was; a condition may ask about other rows.
    """

    name: str
    table: str
    on_update: str = ""
    on_insert: str = ""
    on_delete: str = ""

    @property
    def parts(self) -> dict[str, tuple[str, str]]:
        """By their names in the database: on what occasion each refuses what."""
        conditions = {"UPDATE": self.on_update, "INSERT": self.on_insert, "DELETE": self.on_delete}
        return {f"{self.name}_on_{when.lower()}": (when, what) for when, what in conditions.items() if what}

    def for_sqlite(self) -> Iterator[str]:
        for name, (occasion, condition) in self.parts.items():
            told = SWEDISH_DAY.sub(IN_SQLITE, condition).replace(DISTINCT, DISTINCT_IN_SQLITE)
            yield (
                f"CREATE TRIGGER {name} BEFORE {occasion} ON {self.table} WHEN {told} "
                f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            )

    def for_postgresql(self) -> Iterator[str]:
        for name, (occasion, condition) in self.parts.items():
            told = SWEDISH_DAY.sub(IN_POSTGRESQL, condition)
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {told} THEN "
                f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; "
                f"END IF; RETURN {'OLD' if occasion == 'DELETE' else 'NEW'}; END $$"
            )
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {occasion} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        if self.on_delete:
            yield (
                f"CREATE OR REPLACE FUNCTION {self.name}_on_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; END $$"
            )
            yield (
                f"CREATE OR REPLACE TRIGGER {self.name}_on_truncate BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}_on_truncate()"
            )


def columns_of(model: type[Model], *but: str) -> list[str]:
    """All of them but those of these fields; but a field that is not there is a mistake."""
    free = {model._meta.get_field(name).name for name in but}
    return [str(field.column) for field in model._meta.concrete_fields if field.name not in free]


def differs(columns: Iterable[str], one: str = "NEW", other: str = "OLD") -> str:
    return "(" + " OR ".join(f'{one}."{column}"{DISTINCT}{other}."{column}"' for column in columns) + ")"


def sealed(model: type[Model], *free: str) -> Trigger:
    """Of something that is appended: it changes in nothing but these fields, and goes by a disposal decision alone."""
    return Trigger(
        name=f"{model._meta.model_name}_sealed",
        table=model._meta.db_table,
        on_update=differs(columns_of(model, *free)),
        on_delete=NOT_DISPOSED_OF,
    )


def sealed_in(state: str, model: type[Record]) -> Trigger:
    """In that state it keeps its words. How it is marked may change, and is told of by its history."""
    return Trigger(
        name=f"{model._meta.model_name}_sealed",
        table=model._meta.db_table,
        on_update=f"OLD.state = '{state}' AND {differs(columns_of(model, *SAVING, *MARKED))}",
        on_delete=f"OLD.state = '{state}'",
    )


def sealed_histories(app: AppConfig) -> list[Trigger]:
    """Every version of everything: appended. What four eyes and the log rest on, nobody rewrites."""
    models = [model for model in app.get_models() if {"history_type", "m2m_history_id"} & names_of(model)]
    return [replace(sealed(model), on_delete=going_of(model)) for model in models]


def going_of(history: type[Model]) -> str:
    """When a version may not be removed: that of an account never; that of a tie to several knows no strategy."""
    names = names_of(history)
    if "m2m_history_id" in names:
        return NOTHING_DISPOSED_OF
    return NOT_DISPOSED_OF if {"strategy", "version"} <= names else "1 = 1"


def names_of(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.fields}


@contextmanager
def refused_by(trigger: str, sentence: str | Promise) -> Iterator[None]:
    """Turns a trigger's refusal into one that a person reads. Raises TransitionRefused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if trigger not in str(error):
            raise
        raise TransitionRefused(str(sentence)) from error
