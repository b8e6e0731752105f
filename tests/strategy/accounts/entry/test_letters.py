"""Links by mail: for contacts, once, for twenty minutes."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from config.celery import app
from strategy.access import Role
from strategy.accounts.entry import letters
from strategy.accounts.entry.letters import answer
from strategy.accounts.entry.models import LetterRequest
from strategy.accounts.entry.tasks import sweep_letter_requests
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from tests.conftest import Cast
from tests.strategy.accounts.entry.steps import code_of, is_in, with_app

pytestmark = pytest.mark.both

LINK = re.compile(r"http://testserver(/sign-in/link/\S+/)")
OVER = "Länken gäller inte längre"


def ask(person: User, client: Client | None = None) -> str:
    """The link in the letter that came."""
    (client or Client()).post("/sign-in/link/", {"login": person.email})
    assert mail.outbox[-1].to == [person.email]
    return str(LINK.findall(str(mail.outbox[-1].body))[0])


def test_a_link_signs_in_a_contact_once_by_a_button(contact: User) -> None:
    link, client, other = ask(contact), Client(), Client()

    for _program_that_looks_at_links in range(3):
        assert "Välkommen, Contact" in client.get(link).content.decode()
        assert client.head(link).status_code == 200
    assert not is_in(client)
    assert client.post(link).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200
    for used in (other.get(link), other.post(link)):
        assert (used.status_code, OVER in used.content.decode()) == (410, True)
    assert not is_in(other)


def test_a_link_is_written_nowhere_but_in_the_letter(contact: User) -> None:
    token = ask(contact).split("/")[-2]

    stored = str(list(LetterRequest.objects.values()))
    assert len(token) == 43
    assert token not in stored
    assert contact.email not in stored


def test_a_link_lasts_twenty_minutes(contact: User) -> None:
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        link = ask(contact)
    with time_machine.travel("2026-03-02 10:19:59+00:00", tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel("2026-03-02 10:20:00+00:00", tick=False):
        client = Client()
        assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
        assert not is_in(client)


def test_a_newer_link_takes_the_place_of_an_older(contact: User) -> None:
    older, newer = ask(contact), ask(contact)

    assert (Client().get(older).status_code, Client().get(newer).status_code) == (410, 200)


@pytest.mark.parametrize("role", ["officer", "head", "delegation", "reader", "admin"])
def test_others_are_told_how_they_sign_in(role: str, cast: Cast) -> None:
    Client().post("/sign-in/link/", {"login": cast[role].email})

    letter = mail.outbox[0]
    assert letter.subject == "Verka: så loggar du in"
    assert "http://testserver/sign-in/\n" in letter.body
    assert not LINK.search(str(letter.body))
    assert not LetterRequest.objects.filter(token_hash__isnull=False).exists()


def test_a_contact_who_is_something_more_does_not_come_by_link(contact: User, strategy: Strategy) -> None:
    link = ask(contact)
    Membership.objects.create(user=contact, role=Role.READER, strategy=strategy, since="2020-01-01")

    assert Client().post(link).status_code == 410
    Client().post("/sign-in/link/", {"login": contact.email})
    assert mail.outbox[-1].subject == "Verka: så loggar du in"


@pytest.mark.parametrize("change", ["closed", "without role"])
def test_a_link_is_no_way_past_a_closed_account(change: str, contact: User) -> None:
    link = ask(contact)
    if change == "closed":
        User.objects.filter(pk=contact.pk).update(is_active=False)
    else:
        contact.memberships.update(until="2020-12-31")

    client = Client()
    assert client.post(link).status_code == 410
    assert not is_in(client)
    Client().post("/sign-in/link/", {"login": contact.email})
    assert len(mail.outbox) == 1


def test_whoever_has_an_app_is_asked_for_its_code_after_the_link_too(contact: User) -> None:
    secret, client = with_app(contact), Client()

    assert client.post(ask(contact)).headers["Location"] == "/sign-in/second-factor/"
    assert not is_in(client)
    client.post("/sign-in/second-factor/", {"code": code_of(secret)})
    assert is_in(client)


def test_a_link_takes_over_from_whoever_was_signed_in_here(officer: User, contact: User) -> None:
    client = Client()
    client.force_login(officer)

    client.post(ask(contact))

    assert client.session["_auth_user_id"] == str(contact.pk)


def test_three_letters_an_hour_go_to_an_address_known_or_not(contact: User) -> None:
    answers = {}
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        for email in (contact.email, "nobody@test.example"):
            asked = [Client().post("/sign-in/link/", {"login": email}) for _ in range(4)]
            answers[email] = [response.status_code for response in asked]
            assert "Vänta en timme" in asked[-1].content.decode()
    assert answers == {contact.email: [200, 200, 200, 429], "nobody@test.example": [200, 200, 200, 429]}
    assert len(mail.outbox) == 3
    with time_machine.travel("2026-03-02 11:00:01+00:00", tick=False):
        assert Client().post("/sign-in/link/", {"login": contact.email}).status_code == 200


def test_twenty_an_hour_go_out_from_one_place(db: None) -> None:
    asked = [Client().post("/sign-in/link/", {"login": f"n{number}@test.example"}) for number in range(21)]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post("/sign-in/link/", {"login": "n@test.example"})

    assert [response.status_code for response in asked] == [200] * 20 + [429]
    assert elsewhere.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_comes_in(contact: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """All have found the link good before any of them uses it."""
    link = ask(contact)
    find, all_have_looked = letters.find, Barrier(20)

    def look(token: str) -> LetterRequest | None:
        found = find(token)
        all_have_looked.wait(timeout=300)
        return found

    monkeypatch.setattr(letters, "find", look)

    def press(_number: int) -> bool:
        client = Client()
        try:
            client.post(link)
            return is_in(client)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(press, range(20))) == 1


def test_asking_is_the_same_work_whoever_has_the_address(contact: User) -> None:
    """The task, which is another process's, is the one that differs."""
    app.conf.task_always_eager = False
    counted = {}
    for address in (contact.email, "nobody@test.example"):
        with CaptureQueriesContext(connection) as asked:
            Client().post("/sign-in/link/", {"login": address})
        counted[address] = [query["sql"].split(" ")[0] for query in asked.captured_queries]
    assert counted[contact.email] == counted["nobody@test.example"]
    assert mail.outbox == []
    assert LetterRequest.objects.filter(answered_at=None).count() == 2


def test_what_no_worker_heard_is_rung_for_again_and_answered_once(contact: User) -> None:
    app.conf.task_always_eager = False
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        Client().post("/sign-in/link/", {"login": contact.email})
    app.conf.task_always_eager = True
    for moment, letters_sent in (("10:00:30", 0), ("10:01:30", 1), ("10:01:40", 1), ("10:30:00", 1)):
        with time_machine.travel(f"2026-03-02 {moment}+00:00", tick=False):
            sweep_letter_requests()
        assert len(mail.outbox) == letters_sent
    link = LINK.findall(str(mail.outbox[0].body))[0]
    with time_machine.travel("2026-03-02 10:21:00+00:00", tick=False):  # twenty minutes from when it was written
        assert Client().get(link).status_code == 200
    answer(LetterRequest.objects.get().pk)
    assert len(mail.outbox) == 1


def test_a_letter_that_cannot_be_sent_is_tried_three_times(contact: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tries = []
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        page = Client().post("/sign-in/link/", {"login": contact.email})
    for minute in range(1, 12):
        with time_machine.travel(f"2026-03-02 10:{minute:02d}:30+00:00", tick=False):
            sweep_letter_requests()
        tries.append(LetterRequest.objects.get().tries)
    assert "Titta i din e-post" in page.text
    assert (tries[0], tries[2], tries[-1]) == (1, 2, 3)
    assert LetterRequest.objects.get().answered_at is None


def test_what_a_dead_worker_began_is_taken_up_by_another(contact: User) -> None:
    app.conf.task_always_eager = False
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        Client().post("/sign-in/link/", {"login": contact.email})
        number = LetterRequest.objects.get().pk
        LetterRequest.objects.update(begun_at="2026-03-02 10:00:00+00:00", tries=1)
        answer(number)  # the message comes again while the first may be at work
    assert mail.outbox == []
    with time_machine.travel("2026-03-02 10:02:30+00:00", tick=False):
        answer(number)
    assert len(mail.outbox) == 1
