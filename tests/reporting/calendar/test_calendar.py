"""The month, the year, and what a calendar program fetches, read by a parser that is not the one that wrote it."""

import hashlib
import io
import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dialogue.meetings.models.events import Event
from reporting.calendar.entries import Sort, by_day
from reporting.calendar.models import CalendarFeed
from reporting.calendar.services import make_feed, revoke_feed
from reporting.calendar.weeks import month_of, weeks_of
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.services import save_record
from tests.canary import Planting, found
from tests.conftest import ROLES, SLUG, Cast
from tests.making import Making

Browse = Callable[[User], Client]
TODAY = date(2022, 2, 15)
SECRET = {"classification": "secret"}


@pytest.fixture(autouse=True)
def stands_still(strategy: Strategy) -> None:
    """Every strategy of the test has this day."""
    Strategy.objects.update(demonstration_on=TODAY)
    strategy.refresh_from_db()


def month(client: Client, of: str) -> Any:
    return client.get(reverse("reporting:calendar", args=[SLUG]), {"month": of})


def fetched(user: User) -> Any:
    """As a program does: without a session."""
    return Client().get(reverse("reporting:calendar-file", args=[make_feed(user=user)]))


def read(user: User) -> dict[str, Any]:
    """By their summaries."""
    calendar = vobject.readOne(fetched(user).content.decode())
    return {event.summary.value: event for event in calendar.contents.get("vevent", [])}


# ------------------------------------------------------------------ pages


def test_weeks_begin_on_monday_and_meetings_lie_over_their_days(
    make: Making, cast: Cast, strategy: Strategy, browse: Browse
) -> None:
    make.event(title="Rådet", starts_on=date(2021, 2, 27), ends_on=date(2021, 3, 2))
    weeks = month(browse(cast.reader), "2021-03").context["weeks"]
    before = month(browse(cast.reader), "2021-02").context["weeks"]

    assert [week.number for week in weeks] == [9, 10, 11, 12, 13]
    assert [day.date.day for day in weeks[0].days] == [1, 2, 3, 4, 5, 6, 7]
    assert placed(weeks) == [(date(2021, 3, 1), 2, True)]
    assert placed(before) == [(date(2021, 2, 27), 2, False)]
    new_year = month_of(date(2021, 1, 1))
    assert [week.number for week in weeks_of(new_year, {}, TODAY)] == [53, 1, 2, 3, 4]


def placed(weeks: list[Any]) -> list[tuple[date, int, bool]]:
    return [(day.date, each.days, each.goes_on) for week in weeks for day in week.days for each in day.placed]


def test_each_kind_stands_on_its_day(make: Making, cast: Cast, strategy: Strategy) -> None:
    day = date(2022, 2, 10)
    make.event(starts_on=day, ends_on=day, state="planned")
    make.event(starts_on=day, ends_on=day, state="cancelled")
    make.commitment(due_on=day)
    make.commitment(due_on=day, whose="sweden", state="fulfilled", resolved_on=day, resolution="Ja")
    make.request(answer_by=day)
    make.request(answer_by=day, state="draft")
    make.activity(due_on=day)
    make.activity(due_on=day, state="dropped")
    head = Membership.objects.get(user=cast.head, role=Role.HEAD)
    Membership.objects.create(
        user=cast.officer, strategy=strategy, role=Role.HEAD, deputy_for=head, since=day, until=date(2022, 2, 12)
    )
    found = by_day(cast.head, strategy, month_of(day), most=10)[day].entries

    assert [(entry.sort, entry.is_late, entry.settled) for entry in found] == [
        (Sort.MEETING, False, ""),
        (Sort.COMMITMENT, True, ""),
        (Sort.FOLLOW_UP, False, "infriad"),
        (Sort.REQUEST, True, ""),
        (Sort.ACTIVITY, True, ""),
        (Sort.DEPUTY, False, ""),
    ]
    assert (found[-1].title, found[-1].last) == ("Officer", date(2022, 2, 12))
    readers = by_day(cast.reader, strategy, month_of(day), most=10)[day].entries
    assert {entry.sort for entry in found} - {entry.sort for entry in readers} == {Sort.DEPUTY}


def test_a_contact_sees_the_day_of_their_own_organisation_until_it_has_answered(
    make: Making, cast: Cast, strategy: Strategy
) -> None:
    day, later = date(2022, 2, 10), date(2022, 2, 14)
    asked = make.request(["migrationsverket"], answer_by=day)
    answer = asked.answers.get()
    answer.answer_by = later
    save_record(record=answer, by=cast.officer)
    assert [entry.pk for entry in by_day(cast.contact, strategy, month_of(day), most=9)[later].entries] == [asked.pk]
    assert by_day(cast.other_contact, strategy, month_of(day), most=9) == {}
    make.answer_part(answer)
    own = by_day(cast.contact, strategy, month_of(day), most=9)[later].entries[0]
    assert (own.settled, own.is_late) == ("besvarad", False)


def test_a_full_day_shows_the_first_and_leads_to_the_rest(make: Making, cast: Cast, browse: Browse) -> None:
    for number in range(5):
        make.event(title=f"Möte {number}", starts_on=date(2022, 3, 10), ends_on=date(2022, 3, 10))
    client = browse(cast.officer)
    page = month(client, "2022-03").text

    assert [f"Möte {number}" in page for number in range(5)] == [True, True, True, False, False]
    assert "och 2 till" in page
    assert "Möte 4" in client.get(reverse("reporting:calendar", args=[SLUG]) + "?day=2022-03-10").text
    year = client.get(reverse("reporting:calendar-year", args=[SLUG, 2022])).context["months"][2]
    assert (len(year.slot.entries), year.slot.more) == (5, 0)


def test_a_contact_sees_lines_of_their_own(make: Making, cast: Cast, browse: Browse) -> None:
    make.event(title="Mötet", starts_on=TODAY, ends_on=TODAY)
    make.activity(title="Deras rad", due_on=TODAY, responsible=make.organisation("migrationsverket"))
    make.activity(title="Sidas rad", due_on=TODAY, responsible=make.organisation("sida"))
    page = month(browse(cast.contact), "2022-02").text

    assert [words in page for words in ("Mötet", "Deras rad", "Sidas rad")] == [False, True, False]


@pytest.mark.parametrize("asked", ["2022-13", "hej", "2022-3", "20220301", "9999-12", "1900-01", "2022-02\x1f"])
def test_what_is_no_month_leads_to_the_present_one(asked: str, cast: Cast, browse: Browse) -> None:
    assert month(browse(cast.reader), asked).context["month"] == date(2022, 2, 1)


# ------------------------------------------------------------------ the address


def test_titles_of_open_things_alone_are_told(make: Making, cast: Cast) -> None:
    days = {"starts_on": date(2022, 3, 1), "ends_on": date(2022, 3, 2), "state": "planned", "kind": "scpf"}
    make.event(title="Öppet; med, tecken", place="Genève", classification="open", **days)
    working = make.event(title="Internt", place="Genève", **days | {"kind": "council"})
    make.event(title="Hemligt", place="Genève", **days, **SECRET)
    make.commitment(text="Ett löfte", due_on=date(2022, 4, 1))
    make.activity(title="Klar sedan länge", due_on=date(2022, 4, 1), state="done")
    events = read(cast.officer)

    assert set(events) == {
        "Möte: SCPF – Öppet; med, tecken",
        "Möte: IOM Council",
        "Möte",
        "Utfästelse: sista dag",
    }
    assert set(events["Möte"].contents) == {"uid", "dtstamp", "dtstart", "dtend", "summary", "class", "transp"}
    council = events["Möte: IOM Council"]
    assert (council.dtstart.value, council.dtend.value) == (date(2022, 3, 1), date(2022, 3, 3))
    assert council.url.value == f"http://testserver{working.get_absolute_url()}"
    assert {event.uid.value for event in events.values()} == {event.uid.value for event in read(cast.head).values()}
    assert not AuditEntry.objects.filter(verb=Verb.LISTED).exists()


def test_several_strategies_are_told_apart_in_ones_own_language(
    make: Making, cast: Cast, foreign_strategy: Strategy
) -> None:
    make.event(starts_on=TODAY, ends_on=TODAY, kind="council")
    assert set(read(cast.reader)) == {"Möte: IOM Council"}
    Membership.objects.create(user=cast.reader, strategy=foreign_strategy, role=Role.READER, since="2020-01-01")
    User.objects.filter(pk=cast.reader.pk).update(language="en")
    assert set(read(cast.reader)) == {f"Meeting: IOM Council ({make.strategy.short_name})"}


def test_no_file_holds_what_is_not_open(make: Making, cast: Cast) -> None:
    """The canary: every word in every text of every kind, for every role, as if all of it were now."""
    planting = Planting(make, cast.other_contact)
    Event.objects.update(starts_on=TODAY, ends_on=TODAY)
    for role in ROLES:
        content = fetched(cast[role]).content.decode().replace("\r\n ", "")
        met = found(planting.words, content)

        assert {word.marking for word in met} <= {"open"}
        assert {word for word in met if not word.may_be_seen_by(role)} == set()
        assert bool(met) == (role not in {"admin", "outsider"}), role


def test_the_token_is_shown_once_and_kept_nowhere(cast: Cast, browse: Browse, caplog: pytest.LogCaptureFixture) -> None:
    client, address = browse(cast.officer), reverse("reporting:calendar-feed")
    caplog.set_level(logging.DEBUG)
    page = client.post(address)
    link = page.context["address"]
    token = link.rpartition("/")[2].removesuffix(".ics")
    answer = Client().get(link)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == page.headers["Referrer-Policy"] == "no-referrer"
    assert token not in client.get(address).text
    assert CalendarFeed.objects.get().token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in caplog.text
    assert [entry.verb for entry in AuditEntry.objects.filter(by=cast.officer)[:1]] == [Verb.FEED_MADE]


def test_an_address_is_dead_when_it_should_be(
    cast: Cast, browse: Browse, settings: Settings, strategy: Strategy
) -> None:
    def status(token: str) -> int:
        return Client().get(reverse("reporting:calendar-file", args=[token])).status_code

    first, second = make_feed(user=cast.reader), make_feed(user=cast.reader)
    assert [status(token) for token in (first, second, "unknown")] == [404, 200, 404]
    settings.CALENDAR_FEEDS = False
    assert status(second) == browse(cast.reader).get(reverse("reporting:calendar-feed")).status_code == 404
    settings.CALENDAR_FEEDS = True
    Membership.objects.filter(user=cast.reader).update(until="2021-01-01")
    assert status(second) == 404
    Membership.objects.filter(user=cast.reader).update(until=None)
    assert status(second) == 404  # dead, and not only asleep
    third = make_feed(user=cast.reader)
    assert status(third) == 200
    browse(cast.reader).post(reverse("reporting:calendar-feed-revocation"))
    assert status(third) == 404
    assert not revoke_feed(user=cast.reader)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert status(make_feed(user=cast.officer)) == 404


def test_an_address_is_fetched_so_often_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporting.calendar.views.FETCHES_PER_HOUR", 2)
    address = reverse("reporting:calendar-file", args=[make_feed(user=cast.reader)])

    answers = [Client().get(address) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert vobject.readOne(io.StringIO(answers[0].content.decode())).name == "VCALENDAR"
