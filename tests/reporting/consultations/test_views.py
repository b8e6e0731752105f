"""The page where a consultation's turn hangs together."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event
from reporting.overview.todo import what_waits
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def consultation(make: Making, year: int, **fields: Any) -> Event:
    day = date(year, 3, 10)
    told = {"kind": "organisation_consultation", "starts_on": day, "ends_on": day, "title": f"Samrådet {year}"}
    return make.event(**told | fields)


@pytest.fixture
def event(make: Making) -> Event:
    return consultation(make, 2022, state="planned")


def address(event: Event) -> str:
    return reverse("reporting:consultation", args=[event.pk])


def test_a_turn_that_has_not_begun_says_what_belongs_there_and_how_to_begin(
    event: Event, make: Making, cast: Cast, browse: Browse
) -> None:
    page = browse(cast.officer).get(address(event)).text
    for words in (
        "Det här är det första samrådet.",
        "Ingen har frågats än.",
        "Inget underlag är gjort.",
        "Ingen dagordning än.",
        "Planen är inte antagen än.",
    ):
        assert words in page
    assert f"{reverse('dialogue:request-new', args=[make.strategy.slug])}?event={event.pk}" in page
    assert reverse("reporting:event-pack", args=[event.pk]) in page
    assert "Ny uppföljningspunkt" not in page  # not held yet
    reader = browse(cast.reader).get(address(event)).text
    assert "Ny förfrågan" not in reader
    assert reverse("reporting:event-pack", args=[event.pk]) not in reader


def test_who_has_answered_what_and_who_has_not(event: Event, make: Making, cast: Cast, browse: Browse) -> None:
    asked = make.request(["migrationsverket", "sida"], title="Inför samrådet", event=event)
    make.answer_part(asked.answers.get(organisation__key="migrationsverket"), text="Samordningen fungerar.")
    make.request(["scb"], title="Till ett annat möte")
    page = folded(browse(cast.officer).get(address(event)).text)
    assert "1 av 2 har svarat" in page
    assert "Samordningen fungerar." in page
    assert "Till ett annat möte" not in page
    assert page.index("Har inte svarat:") < page.index("Sida") < page.index("Samordningen fungerar.")
    reader = folded(browse(cast.reader).get(address(event)).text)
    assert "Inför samrådet" in reader
    assert "har svarat" not in reader
    assert "Samordningen fungerar." not in reader


def test_pack_agenda_minutes_and_points_stand_together(make: Making, cast: Cast, browse: Browse) -> None:
    event = consultation(make, 2022, state="minuted", summary="Alla var eniga.")
    make.report(state="draft", kind="consultation", event=event, year=2022)
    make.agenda_item(event, title="Läget i fält")
    make.attachment(event)
    make.commitment(event, whose="sweden", counterpart=None, text="Skicka statistiken", owner=cast.colleague)
    page = folded(browse(cast.officer).get(address(event)).text)
    for words in ("Alla var eniga.", "utkast", "Läget i fält", "Skicka statistiken", "Colleague", "31 december 2021"):
        assert words in page
    assert "Ny uppföljningspunkt" in page
    assert "Version 1" not in folded(browse(cast.reader).get(address(event)).text)  # the pack is not released


def test_what_earlier_ones_decided_is_followed_until_it_is_done(
    event: Event, make: Making, cast: Cast, browse: Browse
) -> None:
    oldest, before = consultation(make, 2020), consultation(make, 2021)
    done: dict[str, Any] = {"state": "fulfilled", "resolution": "Klart.", "resolved_on": date(2021, 6, 1)}
    own: dict[str, Any] = {"whose": "sweden", "counterpart": None}
    make.commitment(oldest, text="Äldst och öppen", **own)
    make.commitment(before, text="Öppen", **own)
    make.commitment(before, text="Avslutad", **own, **done)
    make.commitment(make.event(), text="Från ett annat möte", **own)
    make.commitment(before, text="Hemlig punkt", classification="secret", **own)
    page = folded(browse(cast.officer).get(address(event)).text)
    assert "Öppna punkter från samrådet före: 2 av 3." in page
    assert [words for words in ("Äldst och öppen", "Öppen", "Hemlig punkt") if words not in page] == []
    assert [words for words in ("Avslutad", "Från ett annat möte") if words in page] == []
    assert address(before) in page
    reader = folded(browse(cast.reader).get(address(event)).text)
    assert "Öppna punkter från samrådet före: 1 av 2." in reader
    assert "Hemlig punkt" not in reader
    assert address(event) in browse(cast.officer).get(address(before)).text  # the next one


@pytest.mark.parametrize("fields", [{"kind": "scpf"}, {"state": "cancelled"}])
def test_other_meetings_have_no_turn(make: Making, cast: Cast, browse: Browse, fields: dict[str, str]) -> None:
    event = consultation(make, 2022, **fields)
    assert browse(cast.officer).get(address(event)).status_code == 404
    assert address(event) not in browse(cast.officer).get(event.get_absolute_url()).text


def test_who_reaches_it(event: Event, cast: Cast, browse: Browse) -> None:
    roles = ("officer", "head", "delegation", "reader", "contact", "admin", "outsider")
    reached = [role for role in roles if browse(cast[role]).get(address(event)).status_code == 200]
    assert reached == ["officer", "head", "delegation", "reader"]


def test_meetings_lead_to_it_and_so_does_what_comes(event: Event, make: Making, cast: Cast, browse: Browse) -> None:
    make.strategy.demonstration_on = date(2022, 1, 10)
    make.strategy.save()
    client = browse(cast.officer)
    assert address(event) in client.get(event.get_absolute_url()).text
    assert address(event) in client.get(reverse("dialogue:events", args=[make.strategy.slug])).text
    coming = [task.url for task in what_waits(User.objects.get(pk=cast.officer.pk)).coming]
    assert coming == [address(event)]


def test_a_meeting_shows_the_requests_that_belong_to_it(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(state="planned")
    make.request(["scb"], title="Inför mötet i juni", event=event)
    make.request(["scb"], title="Hemlig fråga", event=event, classification="secret")
    officer = browse(cast.officer)
    page = officer.get(event.get_absolute_url()).text
    assert [title for title in ("Inför mötet i juni", "Hemlig fråga") if title not in page] == []
    reader = browse(cast.reader).get(event.get_absolute_url()).text
    assert ("Inför mötet i juni" in reader, "Hemlig fråga" in reader) == (True, False)
    form = officer.get(f"{reverse('dialogue:request-new', args=[make.strategy.slug])}?event={event.pk}")
    assert form.context["form"]["event"].value() == event.pk
