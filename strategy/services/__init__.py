from strategy.services.records import (
    Conflict,
    TransitionRefused,
    advance,
    create_record,
    move_to_bin,
    reclassify_children,
    require_same_strategy,
    restore_from_bin,
    save_record,
    write,
)

__all__ = [
    "Conflict",
    "TransitionRefused",
    "advance",
    "create_record",
    "move_to_bin",
    "reclassify_children",
    "require_same_strategy",
    "restore_from_bin",
    "save_record",
    "write",
]
