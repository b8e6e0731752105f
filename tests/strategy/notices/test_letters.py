"""Each notice once, each letter at most once, none forgotten: whatever schedulers, clocks and mail servers do."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.notices.bounces import mark_bounced
from strategy.notices.letters import gather, unsubscribing_path
from strategy.notices.models import Frequency, Letter, Notice, NoticeKind
from strategy.notices.services import Telling, choose, tell, tell_what_is_due
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.strategy.notices.mail_server import MailServer

pytestmark = [pytest.mark.both, pytest.mark.django_db]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Browse = Callable[[User], Client]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 1
        yield running


def told(make: Making, user: User, occasion: str = "1", kind: str = NoticeKind.RETURNED) -> None:
    tell(Telling(kind, make.observation(title=f"Nummer {occasion}", classification="open"), [user.pk], occasion))


def work() -> None:
    """What beat and a worker do in a round."""
    gather()
    for job in Job.objects.filter(state="queued", kind="letter"):
        jobs.execute(job.pk)


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_several_at_once_are_one_letter_and_a_second_round_sends_nothing(
    make: Making, cast: Cast, server: MailServer
) -> None:
    told(make, cast.contact, "1")
    told(make, cast.contact, "2")
    for _round in range(3):
        work()
    [letter] = server.letters
    assert (states(), letter["To"]) == (["sent"], cast.contact.email)
    assert letter["Message-ID"] == Letter.objects.get().message_id
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Notice.objects.filter(letter__isnull=False).count() == 2


def test_the_same_is_told_once(make: Making, cast: Cast) -> None:
    observation = make.observation()
    for _time in range(2):
        tell(Telling(NoticeKind.RETURNED, observation, [cast.contact.pk], "7"))
    tell(Telling(NoticeKind.RETURNED, observation, [cast.contact.pk, cast.officer.pk], "7"), by=cast.officer)
    assert Notice.objects.count() == 1


def test_a_lost_answer_is_uncertain_and_not_tried_again(make: Making, cast: Cast, server: MailServer) -> None:
    server.hangs = threading.Event()
    told(make, cast.contact)
    work()
    assert (states(), len(server.letters)) == (["uncertain"], 1)
    message_id = Letter.objects.get().message_id
    server.hangs.set()
    server.hangs = None
    work()
    assert (states(), len(server.letters), server.letters[0]["Message-ID"]) == (["uncertain"], 1, message_id)


def test_a_worker_that_died_while_it_sent_leaves_it_uncertain(make: Making, cast: Cast, server: MailServer) -> None:
    told(make, cast.contact)
    gather()
    Letter.objects.update(state="sending")
    jobs.execute(Job.objects.get().pk)
    assert (states(), server.letters) == (["uncertain"], [])


def test_a_refusal_ends_it_at_once_and_a_server_that_is_away_does_not(
    make: Making, cast: Cast, server: MailServer, settings: Settings
) -> None:
    server.refuses = "550"
    told(make, cast.contact)
    work()
    assert list(Letter.objects.values_list("state", "answer")) == [("refused", "550")]

    with socket.create_server(("127.0.0.1", 0)) as unused:
        settings.EMAIL_PORT = unused.getsockname()[1]
    told(make, cast.contact, "2")
    work()
    work()
    later = Letter.objects.latest("pk")
    assert (later.state, later.tries) == ("queued", 1)

    server.refuses, settings.EMAIL_PORT = "451", server.port
    with time_machine.travel(later.not_before or timezone.now(), tick=True):
        work()
        later.refresh_from_db()
        assert (later.state, later.tries, later.answer) == ("queued", 2, "451")
    server.refuses = ""
    with time_machine.travel(later.not_before or timezone.now(), tick=True):
        work()
    assert (states(), len(server.letters)) == (["refused", "sent"], 1)


@pytest.mark.parametrize("night", ["2022-03-27", "2022-10-30", "2022-06-15"])
def test_one_letter_a_morning_over_nights_when_clocks_change_and_after_three_days_of_silence(
    night: str, make: Making, cast: Cast, server: MailServer
) -> None:
    choose(user=cast.contact, chosen={NoticeKind.RETURNED: Frequency.DAILY})
    evening = datetime.fromisoformat(f"{night}T22:00").replace(tzinfo=STOCKHOLM) - timedelta(days=1)
    with time_machine.travel(evening, tick=False):
        told(make, cast.contact, "evening")
        work()
        assert server.letters == []
    for minutes in range(0, 24 * 60, 25):
        with time_machine.travel(evening + timedelta(minutes=minutes), tick=False):
            work()
    assert [letter.period for letter in Letter.objects.all()] == [night]
    assert len(server.letters) == 1

    for day in (1, 2, 3):
        with time_machine.travel(evening + timedelta(days=day), tick=False):
            told(make, cast.contact, f"day {day}")
    with time_machine.travel(evening + timedelta(days=4), tick=False):
        for _scheduler in range(2):
            work()
    assert len(server.letters) == 2
    assert Notice.objects.to_be_mailed().count() == 0


def test_a_week_has_one_letter_on_monday(make: Making, cast: Cast, server: MailServer) -> None:
    choose(user=cast.contact, chosen={NoticeKind.RETURNED: Frequency.WEEKLY})
    wednesday = datetime(2022, 3, 2, 12, tzinfo=STOCKHOLM)
    with time_machine.travel(wednesday, tick=False):
        told(make, cast.contact)
    for hours in range(0, 24 * 9, 5):
        with time_machine.travel(wednesday + timedelta(hours=hours), tick=False):
            work()
    assert [letter.period for letter in Letter.objects.all()] == ["2022-03-07"]


def test_a_letter_names_no_title_but_open_ones_and_nothing_of_what_is_hidden(
    make: Making, cast: Cast, server: MailServer
) -> None:
    shown = make.event(title="Öppet möte", classification="open")
    working = make.event(title="Arbetsmöte", classification="working")
    secret = make.event(title="Hemligt möte", classification="secret")
    for event in (shown, working, secret):
        tell(Telling(NoticeKind.DUE, event, [cast.officer.pk, cast.reader.pk, cast.other_contact.pk], "x"))
    work()
    bodies = {str(letter["To"]): str(letter.get_payload()) for letter in server.letters}
    officer, reader = bodies[cast.officer.email], bodies[cast.reader.email]
    assert "Öppet möte" in officer
    assert "Arbetsmöte" not in officer + reader
    assert "Hemligt" not in officer + reader
    assert "sekretessmarkerat" in officer
    assert "sekretessmarkerat" not in reader
    assert cast.other_contact.email not in bodies
    assert Letter.objects.filter(user=cast.other_contact).get().state == "empty"


def test_what_was_read_meanwhile_is_not_mailed(make: Making, cast: Cast, browse: Browse, server: MailServer) -> None:
    told(make, cast.contact)
    client = browse(cast.contact)
    page = client.get(reverse("strategy:notices"))
    assert ("Nummer 1" in page.text, page.context["news"]) == (True, 1)
    client.post(reverse("strategy:notices-reading"))
    work()
    assert (server.letters, client.get(reverse("strategy:notices")).context["news"]) == ([], 0)


def test_one_post_ends_letters_and_a_look_does_not(
    make: Making, cast: Cast, client: Client, server: MailServer
) -> None:
    told(make, cast.contact)
    address = unsubscribing_path(cast.contact)
    assert client.get(address).status_code == 200
    work()
    assert len(server.letters) == 1
    told(make, cast.contact, "2")
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    told(make, cast.contact, "3")
    work()
    assert len(server.letters) == 1
    assert Notice.objects.of(cast.contact).count() == 3
    assert client.post(address + "x/").status_code == 404


def test_days_that_come_are_told_once_however_often_they_are_looked_at(make: Making, cast: Cast) -> None:
    today = make.strategy.today()
    soon = make.commitment(due_on=today + timedelta(days=6))
    late = make.activity(due_on=today - timedelta(days=1))
    make.commitment(due_on=today + timedelta(days=8))
    for _hour in range(3):
        tell_what_is_due()
    told_to = Notice.objects.of(cast.officer).order_by("kind").values_list("kind", "model", "key")
    assert list(told_to) == [("due", "dialogue.commitment", soon.pk), ("late", "priorities.activity", late.pk)]


def test_the_administrator_sees_persons_and_kinds_and_no_thing(
    make: Making, cast: Cast, browse: Browse, server: MailServer
) -> None:
    told(make, cast.contact)
    work()
    letter = Letter.objects.get()
    assert mark_bounced(letter.message_id)
    page = browse(cast.admin).get(reverse("strategy:letters")).text
    assert cast.contact.name in page
    assert "Komplettering är begärd" in page
    assert "Nummer 1" not in page
    browse(cast.admin).post(reverse("strategy:test-letter"))
    assert server.letters[-1]["To"] == cast.admin.email
    assert browse(cast.officer).get(reverse("strategy:letters")).status_code == 404
