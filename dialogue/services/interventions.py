"""What was said on a goal at a meeting, and the answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.models import AgendaItemGoal, Event, Intervention
from dialogue.services.events import require_takes_dialogue
from strategy.models import User
from strategy.services import TransitionRefused, create_record, move_to_bin, save_record


@transaction.atomic
def log_intervention(*, intervention: Intervention, by: User) -> None:
    """Writes it down; a goal that is now raised no longer counts as left unsaid. Raises TransitionRefused."""
    require_takes_dialogue(intervention.event.strategy)
    require_held(intervention.event)
    require_own_agenda(intervention)
    create_record(record=intervention, by=by)
    take_back_silence(intervention, by)


@transaction.atomic
def change_intervention(*, intervention: Intervention, by: User, expected_version: int) -> None:
    require_held(intervention.event)
    require_own_agenda(intervention)
    save_record(record=intervention, by=by, expected_version=expected_version)
    take_back_silence(intervention, by)


def remove_intervention(*, intervention: Intervention, by: User) -> None:
    require_held(intervention.event)
    move_to_bin(record=intervention, by=by, expected_version=intervention.version)


def take_back_silence(intervention: Intervention, by: User) -> None:
    """Where the goal was marked as left unsaid at the event, it no longer is."""
    unsaid = AgendaItemGoal.objects.present().filter(
        agenda_item__event=intervention.event, goal=intervention.goal, not_raised=True
    )
    for prepared in unsaid:
        prepared.not_raised = False
        save_record(record=prepared, by=by)


def require_held(event: Event) -> None:
    """What was said is written while the meeting is held: not before it, and not after it is minuted."""
    if event.state == Event.State.MINUTED:
        raise TransitionRefused(_("Mötet är dokumenterat. Öppna det igen om något ska ändras."))
    if event.state != Event.State.HELD:
        raise TransitionRefused(_("Markera mötet som genomfört innan du skriver in vad som framfördes."))


def require_own_agenda(intervention: Intervention) -> None:
    """Raises ValueError: a form never offers another meeting's agenda."""
    item = intervention.agenda_item
    if item is not None and item.event_id != intervention.event_id:
        raise ValueError("the agenda item belongs to another meeting")
