"""What the database itself refuses: to change or remove an entry of the log.

The one exception is a decision to dispose of them, named, confirmed and under way: of the log of the material (`log`),
of the comings and goings of those who have had roles in its strategy alone (`sign-ins`), and, where a thing is removed
for good, of its name, which becomes empty.
"""

from strategy.records.log.models import AuditEntry
from strategy.records.triggers import NOT_DISPOSED_OF, UNDER_WAY, Trigger, columns_of, differs

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
SEAL = Trigger(
    name="log_is_append_only",
    table=AuditEntry._meta.db_table,
    on_update=f"NEW.label <> '' OR {differs(columns_of(AuditEntry, 'label'))} OR {NOT_DISPOSED_OF}",
    on_delete=f"NOT {REMOVABLE}",
)
