"""The writes of the priorities: a decision's text, figures, money, the work plan."""

from priorities.services.adoption import (
    adopt_work_plan,
    as_it_stands,
    changes_since,
    fingerprint,
    obstacle_to_adoption,
    shown,
    standing,
)
from priorities.services.decisions import import_document, refuse_taken_slug
from priorities.services.figures import Figure, add_figure, change_figure, remove_figure
from priorities.services.work_plan import (
    add_note,
    change_activity,
    drop_activity,
    finish_activity,
    move_activity,
    plan_activity,
    remove_activity,
    reopen_activity,
    start_activity,
)

__all__ = [
    "Figure",
    "add_figure",
    "add_note",
    "adopt_work_plan",
    "as_it_stands",
    "change_activity",
    "change_figure",
    "changes_since",
    "drop_activity",
    "fingerprint",
    "finish_activity",
    "import_document",
    "move_activity",
    "obstacle_to_adoption",
    "plan_activity",
    "refuse_taken_slug",
    "remove_activity",
    "remove_figure",
    "reopen_activity",
    "shown",
    "standing",
    "start_activity",
]
