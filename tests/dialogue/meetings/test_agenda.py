import pytest

from dialogue.meetings.agenda import AgendaEntry, agenda, waiting_goals
from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.questions import with_parts_for
from dialogue.meetings.views.events import prepared_for
from strategy.access import Classification
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


def seen(event: Event, user: User) -> list[AgendaEntry]:
    items = AgendaItem.objects.visible_to(user).filter(event=event).prefetch_related(prepared_for(user))
    found = with_parts_for(Event.objects.visible_to(user), user).get(pk=event.pk)
    return agenda(found, items, found.visible_interventions)  # type: ignore[attr-defined] # prefetched


def layout(entries: list[AgendaEntry]) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (str(entry.item or ""), [(one.goal.code, len(one.interventions)) for one in entry.goals]) for entry in entries
    ]


def test_each_intervention_stands_once_under_its_item_its_goal_or_outside(make: Making, officer: User) -> None:
    event = make.event()
    first = make.agenda_item(event, number="4", title="Översyn", order=1)
    second = make.agenda_item(event, number="5", title="Budget", order=2)
    make.prepared_goal(first, "i.3")
    make.prepared_goal(second, "iii.1")
    make.intervention(event, "i.3")
    make.intervention(event, "i.3")
    make.intervention(event, "i.1", agenda_item=second)
    make.intervention(event, "ii.5")
    assert layout(seen(event, officer)) == [
        ("4 Översyn", [("i.3", 2)]),
        ("5 Budget", [("i.1", 1), ("iii.1", 0)]),
        ("", [("ii.5", 1)]),
    ]


def test_waiting_goals_are_those_neither_raised_nor_left_unsaid(make: Making, officer: User) -> None:
    event = make.event()
    first, second = make.agenda_item(event), make.agenda_item(event)
    make.prepared_goal(first, "iii.1")
    make.prepared_goal(first, "i.2", not_raised=True)
    make.prepared_goal(first, "i.3")
    make.prepared_goal(second, "i.3")
    make.prepared_goal(second, "i.1")
    make.intervention(event, "i.3")
    assert [goal.code for goal in waiting_goals(seen(event, officer))] == ["i.1", "iii.1"]


def test_goal_raised_only_in_secret_leaves_no_trace_in_a_minuted_event(make: Making, cast: Cast) -> None:
    event = make.event(state="minuted")
    item = make.agenda_item(event)
    make.prepared_goal(item, "i.1", message="Hemligt förberett")
    make.prepared_goal(item, "i.2", not_raised=True)
    make.intervention(event, "i.1", classification=Classification.SECRET)
    assert layout(seen(event, cast.officer)) == [("Budgeten för 2022", [("i.1", 1), ("i.2", 0)])]
    assert layout(seen(event, cast.reader)) == [("Budgeten för 2022", [("i.2", 0)])]
