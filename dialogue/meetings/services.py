"""A meeting's life: planned, prepared, held, taken apart goal by goal, minuted."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, reclassify_children, save_record


def require_takes_dialogue(strategy: Strategy) -> None:
    """Raises ValidationError for a closed strategy: what there is can be corrected, nothing new comes in."""
    if not strategy.takes_dialogue:
        raise ValidationError(
            _("Strategin är avslutad och tar inte emot ny dialog. Det som redan är inskrivet kan rättas.")
        )


def plan_event(*, event: Event, by: User) -> None:
    require_takes_dialogue(event.strategy)
    create_record(record=event, by=by)


@transaction.atomic
def change_event(*, event: Event, by: User, expected_version: int) -> None:
    """Saves a meeting; a new marking reaches what hangs on it in the same transaction.

    Raises Conflict, and ValidationError where a meeting that has been held would end on a day to come.
    """
    if event.has_taken_place and event.ends_on > event.strategy.today():
        sentence = _("Mötet är markerat som genomfört. Sista dagen kan inte ligga efter i dag, den %(today)s.")
        raise ValidationError({"ends_on": sentence % {"today": date_format(event.strategy.today(), "j F Y")}})
    save_record(record=event, by=by, expected_version=expected_version)
    parts = (event.interventions, event.commitments, event.attachments, event.instructions, event.reports_home)
    for children in parts:
        reclassify_children(children=children.all(), by=by)
    for report in event.reports_home.all():
        reclassify_children(children=report.attachments.all(), by=by)


def mark_held(*, event: Event, by: User) -> None:
    require_over(event)
    advance(record=event, to=Event.State.HELD, by=by)


@transaction.atomic
def minute_event(*, event: Event, by: User) -> None:
    """Raises TransitionRefused, naming the goals, where a prepared goal was neither raised nor left unsaid."""
    require_over(event)
    waiting = AgendaItemGoal.objects.present().filter(agenda_item__event=event).unanswered()
    codes = list(dict.fromkeys(waiting.order_by("goal__order").values_list("goal__code", flat=True)))
    if codes:
        raise TransitionRefused(
            _(
                "Mötet kan inte dokumenteras än. Skriv in vad som framfördes, eller markera ”togs inte upp”, "
                "för de förberedda målen %(goals)s."
            )
            % {"goals": ", ".join(codes)}
        )
    advance(record=event, to=Event.State.MINUTED, by=by)


def require_over(event: Event) -> None:
    """Raises TransitionRefused until its last day has come."""
    if event.ends_on > event.strategy.today():
        day = date_format(event.ends_on, "j F Y")
        raise TransitionRefused(_("Mötet slutar den %(day)s och kan inte markeras som genomfört än.") % {"day": day})


def cancel_event(*, event: Event, by: User) -> None:
    advance(record=event, to=Event.State.CANCELLED, by=by)


def reopen_event(*, event: Event, by: User) -> None:
    """One step back: from minuted to held, from held or cancelled to planned."""
    was_minuted = event.state == Event.State.MINUTED
    advance(record=event, to=Event.State.HELD if was_minuted else Event.State.PLANNED, by=by)


@transaction.atomic
def add_counterpart(*, part: EventCounterpart, by: User, new: Counterpart | None = None) -> None:
    """Ties a counterpart to a meeting; `new` is one that the register lacks. Raises ValidationError."""
    if new is not None:
        create_record(record=new, by=by)
        part.counterpart = new
    create_record(record=part, by=by)


@transaction.atomic
def add_counterparts(*, event: Event, counterparts: Iterable[Counterpart], by: User) -> None:
    """Ties several from the register to a meeting. Raises ValidationError."""
    for counterpart in counterparts:
        add_counterpart(part=EventCounterpart(strategy=event.strategy, event=event, counterpart=counterpart), by=by)


def change_counterpart(*, part: EventCounterpart, by: User, expected_version: int) -> None:
    save_record(record=part, by=by, expected_version=expected_version)


def remove_counterpart(*, part: EventCounterpart, by: User) -> None:
    """Takes the counterpart out of the meeting; the register keeps it."""
    move_to_bin(record=part, by=by, expected_version=part.version)


@transaction.atomic
def add_agenda_item(*, item: AgendaItem, by: User) -> None:
    """Puts the item last."""
    item.event.require_under_way()
    orders = AgendaItem.objects.present().filter(event=item.event).values_list("order", flat=True)
    item.order = max(orders, default=0) + 1
    create_record(record=item, by=by)


@transaction.atomic
def move_agenda_item(*, item: AgendaItem, step: int, by: User) -> None:
    """So many places down its agenda, up where `step` is less than none; no further than to the end."""
    item.require_return()
    items = list(AgendaItem.objects.present().filter(event=item.event))
    place = items.index(item)
    items.insert(max(place + step, 0), items.pop(place))
    for order, one in enumerate(items, start=1):
        if one.order != order:
            one.order = order
            save_record(record=one, by=by)


@transaction.atomic
def prepare_goals(*, item: AgendaItem, messages: Mapping[Goal, str], by: User) -> None:
    """What is to be said on each goal under the item, all or none. Raises ValidationError and TransitionRefused."""
    item.event.require_under_way()
    for goal, message in messages.items():
        prepared = AgendaItemGoal(strategy=item.strategy, agenda_item=item, goal=goal, message=message)
        create_record(record=prepared, by=by)


def save_preparation(*, record: AgendaItem | AgendaItemGoal, by: User, expected_version: int) -> None:
    record.require_return()
    save_record(record=record, by=by, expected_version=expected_version)


def remove_preparation(*, record: AgendaItem | AgendaItemGoal, by: User) -> None:
    """An agenda item takes its prepared goals with it; what was said under it stays at the meeting."""
    record.require_return()
    move_to_bin(record=record, by=by, expected_version=record.version)


@transaction.atomic
def mark_not_raised(*, prepared: AgendaItemGoal, not_raised: bool, by: User) -> None:
    """Raises TransitionRefused where something is written down on the goal."""
    event = prepared.agenda_item.event
    event.require_under_way()
    raised = Intervention.objects.present().filter(event=event, goal=prepared.goal)
    if not_raised and raised.exists():
        raise TransitionRefused(_("Målet togs upp: ett budskap är redan inskrivet."))
    prepared.not_raised = not_raised
    save_record(record=prepared, by=by)


@transaction.atomic
def log_intervention(*, intervention: Intervention, by: User) -> None:
    """Writes it down; a goal that is now raised no longer counts as left unsaid. Raises TransitionRefused."""
    require_takes_dialogue(intervention.event.strategy)
    intervention.event.require_held()
    require_own_agenda(intervention)
    create_record(record=intervention, by=by)
    take_back_silence(intervention, by)


@transaction.atomic
def change_intervention(*, intervention: Intervention, by: User, expected_version: int) -> None:
    intervention.event.require_held()
    require_own_agenda(intervention)
    save_record(record=intervention, by=by, expected_version=expected_version)
    take_back_silence(intervention, by)


def remove_intervention(*, intervention: Intervention, by: User) -> None:
    intervention.event.require_held()
    move_to_bin(record=intervention, by=by, expected_version=intervention.version)


def take_back_silence(intervention: Intervention, by: User) -> None:
    """Where the goal was marked as left unsaid at the event, it no longer is."""
    unsaid = AgendaItemGoal.objects.present().filter(
        agenda_item__event=intervention.event, goal=intervention.goal, not_raised=True
    )
    for prepared in unsaid:
        prepared.not_raised = False
        save_record(record=prepared, by=by)


def require_own_agenda(intervention: Intervention) -> None:
    """Raises ValueError: a form never offers another meeting's agenda."""
    item = intervention.agenda_item
    if item is not None and item.event_id != intervention.event_id:
        raise ValueError("the agenda item belongs to another meeting")
