"""Promises made to us, and points that we ourselves are to follow up."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.services import require_takes_dialogue
from priorities.goals.models import Goal
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, require_same_strategy, save_record


@transaction.atomic
def record_commitment(*, commitment: Commitment, goals: Collection[Goal], by: User) -> None:
    """Raises TransitionRefused where the meeting has not been held."""
    require_takes_dialogue(commitment.strategy)
    if commitment.event is not None and not commitment.event.has_taken_place:
        raise TransitionRefused(_("Markera mötet som genomfört innan du skriver in vad som utlovades."))
    require_same_strategy(commitment.strategy_id, goals)
    create_record(record=commitment, by=by)
    commitment.goals.set(goals)


@transaction.atomic
def change_commitment(*, commitment: Commitment, goals: Collection[Goal], by: User, expected_version: int) -> None:
    require_same_strategy(commitment.strategy_id, goals)
    save_record(record=commitment, by=by, expected_version=expected_version)
    commitment.goals.set(goals)


def remove_commitment(*, commitment: Commitment, by: User) -> None:
    move_to_bin(record=commitment, by=by, expected_version=commitment.version)


def resolve_commitment(
    *, commitment: Commitment, to: str, by: User, resolved_on: date | None = None, resolution: str = ""
) -> None:
    """Says how it went, or opens it again: then the day and the words are taken away (history keeps them)."""
    if to == Commitment.State.OPEN:
        resolved_on, resolution = None, ""
    elif resolved_on is not None and resolved_on > commitment.strategy.today():
        raise ValidationError({"resolved_on": _("Dagen har inte varit än.")})
    advance(record=commitment, to=to, by=by, resolved_on=resolved_on, resolution=resolution)
