from django.db import transaction
from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from priorities.key_messages.models import KeyMessage
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, move_to_bin


def latest_version(goal: Goal) -> KeyMessage | None:
    """The one that a new one is written after, whether its day has come or not."""
    return KeyMessage.objects.present().filter(goal=goal).order_by("-pk").first()


@transaction.atomic
def write_key_message(*, message: KeyMessage, after: int | None, by: User) -> None:
    """Appends a version; `after` is the latest that its writer saw, None for the first of a goal.

    Raises TransitionRefused where somebody has written another meanwhile, and ValidationError.
    """
    Goal.objects.select_for_update().get(pk=message.goal_id)
    latest = latest_version(message.goal)
    if (latest.pk if latest else None) != after:
        raise TransitionRefused(_("Någon annan har skrivit ett nytt budskap sedan du öppnade sidan. Läs det först."))
    create_record(record=message, by=by)


def remove_key_message(*, message: KeyMessage, by: User) -> None:
    """The one before holds again."""
    move_to_bin(record=message, by=by, expected_version=message.version)
