"""Many people write in the same record at the same time, over HTTP, and nothing that was acknowledged is lost."""

import logging
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.agenda import AgendaItem
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.effort import often
from tests.making import Making, make_user

pytestmark = pytest.mark.both

PEOPLE = often(gate=8, proof=20)
ROUNDS = often(gate=4, proof=50)
VERSION = re.compile(r'name="version" value="(\d+)"')
PROPOSAL = re.compile(r'name="merged-title" id="[^"]*" value="([^"]*)"')
HTMX = {"HX-Request": "true"}


@dataclass
class Person:
    """Reads the version, saves a text of their own, and answers a conflict by sending both texts again."""

    name: str
    client: Client
    url: str
    version: str = ""
    kept: list[str] = field(default_factory=list)  # what the product said that it had saved
    conflicts: int = 0

    def read(self) -> None:
        page = self.client.get(self.url, headers=HTMX).content.decode()
        self.version = VERSION.findall(page)[0]

    def write(self, number: int) -> None:
        text = f"{self.name}r{number}"  # one word, so that no merge finds anything in common
        answers: dict[str, str] = {}
        for _attempt in range(2):
            typed = {"title": text, "version": self.version}
            response = self.client.post(self.url, typed | answers, headers=HTMX)
            if response.status_code == 302:
                self.kept.append(text)
                self.version = ""
                return
            assert response.status_code == 409, response.status_code
            self.conflicts += 1
            page = response.content.decode()
            self.version = VERSION.findall(page)[0]
            proposal = PROPOSAL.search(page)
            assert proposal is not None
            assert text in proposal[1]
            if number % 2:  # every other time merged, otherwise kept as it was written
                answers = {"conflict-title": "merged", "merged-title": proposal[1]}
            else:
                answers = {"conflict-title": "mine"}


@pytest.fixture
def people(strategy: Strategy, make: Making) -> list[Person]:
    item = make.agenda_item(make.event(state="planned"), title="Början")
    url = reverse("dialogue:agenda-item", args=[item.pk])
    found = []
    for number in range(PEOPLE):
        user: User = make_user(f"writer{number}", Role.OFFICER, strategy)
        client = Client()
        client.force_login(user)
        found.append(Person(f"h{number}", client, url))
    return found


def test_no_update_is_lost(shared: Callable[[], None], people: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)  # each conflict would be a line
    shared()
    together = threading.Barrier(PEOPLE, timeout=120)

    def work(person: Person) -> None:
        try:
            for number in range(ROUNDS):
                together.wait()
                if not person.version:
                    person.read()
                person.write(number)
        except BaseException:
            together.abort()
            raise
        finally:
            connections.close_all()

    def stored() -> tuple[str, list[tuple[int, str]]]:
        try:
            record = AgendaItem.objects.get()
            return record.title, list(record.history.order_by("version").values_list("version", "title"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(work, person) for person in people]:
            done.result()
        message, versions = pool.submit(stored).result()

    kept = [text for person in people for text in person.kept]
    everything = {word for _version, title in versions for word in title.split(" / ")}
    assert set(kept) <= everything
    assert [version for version, _text in versions] == list(range(1, len(kept) + 2))
    assert message == versions[-1][1]
    assert len(kept) >= ROUNDS
    assert sum(person.conflicts for person in people) > ROUNDS, "they never met"
