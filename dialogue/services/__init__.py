"""The writes of the dialogue: meetings, what was said at them, what was promised, what was seen in the field."""

from dialogue.services.attachments import attach
from dialogue.services.commitments import change_commitment, record_commitment, resolve_commitment
from dialogue.services.events import (
    add_agenda_item,
    add_counterpart,
    cancel_event,
    change_event,
    mark_held,
    mark_not_raised,
    minute_event,
    plan_event,
    prepare_goal,
    remove_preparation,
    reopen_event,
    save_preparation,
)
from dialogue.services.interventions import change_intervention, log_intervention, remove_intervention
from dialogue.services.observations import (
    accept_observation,
    begin_observation,
    decline_observation,
    discard_draft,
    register_observation,
    return_observation,
    save_draft,
    submit_observation,
    withdraw_observation,
)

__all__ = [
    "accept_observation",
    "add_agenda_item",
    "add_counterpart",
    "attach",
    "begin_observation",
    "cancel_event",
    "change_commitment",
    "change_event",
    "change_intervention",
    "decline_observation",
    "discard_draft",
    "log_intervention",
    "mark_held",
    "mark_not_raised",
    "minute_event",
    "plan_event",
    "prepare_goal",
    "record_commitment",
    "register_observation",
    "remove_intervention",
    "remove_preparation",
    "reopen_event",
    "resolve_commitment",
    "return_observation",
    "save_draft",
    "save_preparation",
    "submit_observation",
    "withdraw_observation",
]
