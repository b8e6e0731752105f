"""What the database itself refuses: to change or remove an entry of the log.

The one exception is a decision to dispose of them, named, confirmed and under way: of the log of the material (`log`),
of the comings and goings of those who have had roles in its strategy alone (`sign-ins`), and, where a thing is removed
for good, of its name, which becomes empty.

Put in place after every `migrate` and, on SQLite, taken away before it: there a table that a migration changes is made
anew and loses its triggers, and none may be renamed that another's triggers speak of.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "strategy_auditentry"
DECISIONS = "strategy_disposaldecision"
UNTOUCHED = (
    *("id", "at", "strategy_id", "by_id", "through", "program", "operator", "verb", "content_type_id", "object_id"),
    *("version", "history_id", "details", "about_account", "is_private"),
)
UNDER_WAY = f"SELECT 1 FROM {DECISIONS} d WHERE d.state = 'under_way' AND d.confirmed_by_id <> d.proposed_by_id"  # noqa: S608
OF_THIS_STRATEGY_ALONE = (
    "EXISTS (SELECT 1 FROM strategy_membership m WHERE m.user_id = OLD.object_id AND m.strategy_id = d.strategy_id)"
    " AND NOT EXISTS (SELECT 1 FROM strategy_membership m WHERE m.user_id = OLD.object_id"
    " AND (m.strategy_id IS NULL OR m.strategy_id <> d.strategy_id))"
)
REMOVABLE = (
    f"EXISTS ({UNDER_WAY} AND OLD.at < d.cutoff AND ("
    "d.kind = 'log' AND NOT OLD.about_account AND OLD.strategy_id = d.strategy_id"
    " OR d.kind = 'sign-ins' AND OLD.about_account AND OLD.verb IN ('signed-in', 'signed-out', 'refused')"
    f" AND {OF_THIS_STRATEGY_ALONE}))"
)
SENTENCE = "the log is append-only"


def unnamed(same: str) -> str:
    """The condition for a row that changes in nothing but that its name is gone."""
    kept = " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in UNTOUCHED)
    return f"NEW.label = '' AND {kept} AND EXISTS ({UNDER_WAY} AND OLD.strategy_id = d.strategy_id)"


ON_SQLITE = [
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} WHEN NOT ({unnamed('IS')}) "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} WHEN NOT ({REMOVABLE}) "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END",
]
OFF_SQLITE = ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"]
REFUSAL = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'"
ON_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF NOT ({unnamed('IS NOT DISTINCT FROM')}) THEN {REFUSAL}; END IF; "
    "RETURN NEW; END $$",
    "CREATE OR REPLACE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF NOT ({REMOVABLE}) THEN {REFUSAL}; END IF; RETURN OLD; END $$",
    f"CREATE OR REPLACE FUNCTION audit_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {REFUSAL}; END $$",
    f"CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_no_update()",
    f"CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION audit_no_delete()",
    f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_no_truncate()",
]
OFF_POSTGRESQL = [
    f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in ("audit_no_update", "audit_no_delete", "audit_no_truncate")
]


def seals(connection: BaseDatabaseWrapper) -> list[str]:
    return [*OFF_SQLITE, *ON_SQLITE] if connection.vendor == "sqlite" else ON_POSTGRESQL


def openings(connection: BaseDatabaseWrapper) -> list[str]:
    return OFF_SQLITE if connection.vendor == "sqlite" else OFF_POSTGRESQL


def seal(using: str, **told: Any) -> None:
    """After `migrate`. Not where that went back to before the log."""
    run(using, seals(connections[using]))


def unseal(using: str, **told: Any) -> None:
    """Before `migrate`, on SQLite alone."""
    if connections[using].vendor == "sqlite":
        run(using, OFF_SQLITE)


def run(using: str, statements: list[str]) -> None:
    with connections[using].cursor() as cursor:
        if {TABLE, DECISIONS} <= set(connections[using].introspection.table_names(cursor)):
            for statement in statements:
                cursor.execute(statement)
