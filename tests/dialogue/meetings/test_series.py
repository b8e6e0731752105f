from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.positions import positions
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def test_the_next_session_begins_from_the_one_before(make: Making, officer: User, browse: Browse) -> None:
    before = make.event(title="SCPF 29", state="minuted", place="Genève")
    item = make.agenda_item(before, number="4", title="Budgeten", document_symbol="S/29/4")
    make.prepared_goal(item, "i.1", message="Fråga om reserven.", not_raised=True)
    make.event_counterpart(before, represented_by="chefen")
    url, client = reverse("dialogue:event-next-session", args=[before.pk]), browse(officer)
    form = client.get(url).context["form"]
    assert (form["title"].value(), form["place"].value(), form["starts_on"].value()) == ("SCPF 29", "Genève", None)
    typed = {"kind": "scpf", "level": "headquarters", "title": "SCPF 30", "starts_on": "2022-06-28"}
    assert client.post(url, typed | {"classification": "working"}).status_code == 422  # without the series' name
    response = client.post(url, typed | {"classification": "working", "series": "SCPF", "owner": officer.pk})

    after = Event.objects.get(title="SCPF 30")
    assert (response["Location"], after.state) == (after.get_absolute_url(), "planned")
    [copied] = after.agenda_items.all()
    assert (str(copied), copied.document_symbol) == ("4 Budgeten", "")
    assert [(one.goal.code, one.message, one.not_raised) for one in copied.prepared_goals.all()] == [
        ("i.1", "Fråga om reserven.", False)
    ]
    assert [part.represented_by for part in after.event_counterparts.all()] == [""]
    assert list(Event.objects.visible_to(officer).in_series_with(after)) == [before, after]


def test_a_series_shows_how_answers_moved_of_what_its_reader_sees(make: Making, cast: Cast, browse: Browse) -> None:
    first, second, other = (
        make.event(title=title, series=series, starts_on=date(2021, month, 1), state="minuted")
        for title, series, month in (("Första", "SCPF", 1), ("Andra", "SCPF", 6), ("Enskilt", "", 7))
    )
    make.intervention(first, "i.1", response="Nej.", lean="negative")
    make.intervention(second, "i.1", response="Ja.", lean="positive")
    make.intervention(second, "i.2", response="Kanske.", lean="noncommittal")
    make.intervention(other, "i.1", response="Annat.", lean="negative")
    page = browse(cast.reader).get(reverse("dialogue:event-series", args=[first.pk]))
    assert [(one.goal.code, len(one.said), str(one.moved)) for one in page.context["positions"]] == [
        ("i.1", 2, "framåt"),
        ("i.2", 1, ""),
    ]
    assert "Enskilt" not in page.text
    alone = browse(cast.reader).get(reverse("dialogue:event-series", args=[other.pk]))
    assert "Mötet hör inte till någon serie." in alone.text
    moved = positions(Intervention.objects.filter(goal__code="i.1").order_by())
    assert [str(one.moved) for one in moved] == ["oförändrat"]
