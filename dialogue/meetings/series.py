"""Sessions of a series: the next one begins from the agenda of the one before, with what was prepared for it."""

from django.db import transaction

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.meetings.services import plan_event
from strategy.people.models import User
from strategy.records.services import create_record, save_record

TAKEN_OVER = ("kind", "level", "title", "place", "country", "participants", "series")


def session_after(event: Event, owner: User) -> Event:
    """Not saved: what the next session has of the one before, its marking too."""
    new = Event(strategy=event.strategy, owner=owner, **{name: getattr(event, name) for name in TAKEN_OVER})
    new.classification = new.taken_over_from = event.classification
    for name in ("secrecy_provision", "secrecy_marked_on", "secrecy_authority", "shared_with_agencies"):
        setattr(new, name, getattr(event, name))
    return new


@transaction.atomic
def plan_next_session(*, event: Event, after: Event, by: User) -> None:
    """Plans it with the counterparts, the agenda and the prepared messages of the one before, which joins the series.

    Raises ValidationError.
    """
    plan_event(event=event, by=by)
    if after.series != event.series:
        after.series = event.series
        save_record(record=after, by=by)
    for part in EventCounterpart.objects.present().filter(event=after):
        copied = EventCounterpart(strategy=event.strategy, event=event, counterpart=part.counterpart)
        create_record(record=copied, by=by)
    for item in AgendaItem.objects.present().filter(event=after):
        copy_item(item, event, by)


def copy_item(item: AgendaItem, event: Event, by: User) -> None:
    """Without the document's symbol, which is another session's."""
    copied = AgendaItem(strategy=event.strategy, event=event, order=item.order, number=item.number, title=item.title)
    create_record(record=copied, by=by)
    for prepared in AgendaItemGoal.objects.present().filter(agenda_item=item):
        goal = AgendaItemGoal(strategy=event.strategy, agenda_item=copied, goal=prepared.goal, message=prepared.message)
        create_record(record=goal, by=by)
