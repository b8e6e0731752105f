"""Every address, every method, every role. The addresses come from the URL table itself and what each role may see
there from the access table: a new address without a row fails.

Everything is made once; whatever a request changes is undone before the next.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.kinds import kinds
from tests.access_rows import (
    ADMINS,
    FOR_EVERYBODY,
    HISTORIES,
    MARKED,
    NOBODY,
    ROWS,
    SECRET_THINGS,
    SEEN_AS,
    SIGNED_IN,
    THINGS,
    Row,
    address,
    names,
    of,
    reads,
    route,
)
from tests.access_table import SECRET
from tests.access_things import Things
from tests.conftest import FOREIGN_SLUG, ROLES, SLUG, load_strategies, make_cast
from tests.effort import IN_PROOF, often
from tests.making import Making, make_user

pytestmark = pytest.mark.django_db  # within what the module has made
ANONYMOUS = "anonymous"
MISSING = 10**6
FORM_TOKEN = re.compile(r'value="\w{64}"')


class World:
    """The cast signed in, and one of each thing: their own, a secret one, another strategy's."""

    def __init__(self) -> None:
        self.absent: dict[tuple[str, str], tuple[int, object]] = {}
        load_strategies()
        strategy, foreign = (Strategy.objects.get(slug=slug) for slug in (SLUG, FOREIGN_SLUG))
        cast = make_cast(strategy, foreign)
        self.clients = {role: signed_in(cast[role]) for role in SIGNED_IN if role in ROLES}
        self.clients |= {"deputy": signed_in(deputy_in(strategy)), "both": signed_in(with_two_roles(strategy))}
        self.clients[ANONYMOUS] = Client()
        make = Making(strategy, cast.officer, cast.head, cast.contact)
        self.own = Things(make, area="ii")
        self.secret = Things(make, ("i.3", "i.4"), "i", classification=SECRET)
        foreign_head = make_user("foreign-head", Role.HEAD, foreign)
        self.foreign = Things(Making(foreign, cast.outsider, foreign_head, cast.outsider))
        for name in sorted({row.of for row in ROWS.values()} - {"strategy", "everywhere"}):
            made = [self.own[name], self.foreign[name], *([self.secret[name]] if name in SECRET_THINGS else [])]
            assert all(made)

    def ask(self, role: str, method: str, name: str, path: str) -> Any:
        """One request; what it changes is undone, and what it leaves in the browser too."""
        client = self.clients[role]
        cookies = client.cookies.output()
        with transaction.atomic():
            response = client.generic(method, path) if method == "DELETE" else self.send(client, method, name, path)
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            client.cookies = SimpleCookie({"sessionid": client.cookies["sessionid"].value})
        return response

    def send(self, client: Client, method: str, name: str, path: str) -> Any:
        if method == "POST":
            return client.post(path, dict(ROWS[name].data))
        return client.get(path) if method == "GET" else client.head(path)

    def nothing(self, role: str, name: str, path: str) -> tuple[int, object]:
        """What is answered where there is nothing; asked once for each."""
        key = (role, path)
        if key not in self.absent:
            self.absent[key] = told(self.ask(role, "GET", name, path), path)
        return self.absent[key]

    def status(self, role: str, method: str, name: str, path: str) -> int:
        """Whether there is a page, and no more: what it looks like, nobody draws."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Template, "render", lambda *args, **told: "")
            return int(self.ask(role, method, name, path).status_code)


def deputy_in(strategy: Strategy) -> User:
    """An officer who also stands in for the head, until a day."""
    deputy = make_user("deputy", Role.OFFICER, strategy)
    today = timezone.localdate()
    until = today + timedelta(14)
    head = Membership.objects.get(strategy=strategy, role=Role.HEAD)
    stands_in = Membership(user=deputy, strategy=strategy, role=Role.HEAD, deputy_for=head, since=today, until=until)
    stands_in.full_clean()
    stands_in.save()
    return deputy


def with_two_roles(strategy: Strategy) -> User:
    """A reader at the ministry who is also the contact of the agency that has written nothing."""
    both = make_user("both", Role.READER, strategy)
    agency = Organisation.objects.get(key="sida")
    Membership.objects.create(user=both, strategy=strategy, role=Role.CONTACT, organisation=agency, since="2020-01-01")
    return both


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module", autouse=True)
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In place of the one that each test has: files are made once here."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media_folder: Path) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(map(route, ROWS)) | FOR_EVERYBODY


def test_every_kind_of_record_has_a_row_for_its_history() -> None:
    elsewhere = {"observation", "indicator", "measurement", "contribution", "posting", "activity"}
    assert set(HISTORIES) | elsewhere == set(kinds())


def test_what_decides_is_known_of_every_thing() -> None:
    assert {row.of for row in THINGS.values()} == set(SEEN_AS)


@pytest.mark.parametrize("name", ROWS)
def test_every_cell(name: str, world: World) -> None:
    """Reading, writing and a method that no page has, by everybody: the answer that the table says, to each."""
    row, path = ROWS[name], of(name, world.own)
    found = {(method, role): world.status(role, method, name, path) for method, role in cells_of(row)}

    assert {cell: status for cell, status in found.items() if status not in expected_of(row, *cell)} == {}


# HEAD runs the same views as GET, and no page takes DELETE from anybody: one within and one without show it.
TWO = ["officer", "outsider"]
WHOSE = {"GET": SIGNED_IN, "HEAD": TWO, "POST": SIGNED_IN, "DELETE": TWO}
CELLS = [(method, role) for method, roles in WHOSE.items() for role in roles]


def cells_of(row: Row) -> list[tuple[str, str]]:
    """A method that nobody may use there is tried by two in the gate."""
    unused = {method for method, taking in (("GET", row.get), ("POST", row.post)) if taking is None and not IN_PROOF}
    return [(method, role) for method, role in CELLS if method not in unused or role in TWO]


def expected_of(row: Row, method: str, role: str) -> set[int]:
    """What a page thinks of an empty form is another matter than whether it takes one."""
    taking = {"GET": row.get, "HEAD": row.get, "POST": row.post, "DELETE": None}[method]
    if taking is None:
        return {405}
    if role not in taking:
        return {404}
    if row.shows:
        return {200}
    return {302, 409, 422} if method == "POST" else {302 if row.redirects else 200}


@pytest.mark.parametrize("name", ROWS)
def test_without_signing_in_there_is_only_the_door(name: str, world: World) -> None:
    path = of(name, world.own)

    for method in ("GET", "POST"):
        response = world.ask(ANONYMOUS, method, name, path)
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"{reverse('strategy:sign-in')}?next={path}",
        )
    assert world.status(ANONYMOUS, "DELETE", name, path) == 405


@pytest.mark.parametrize("name", ROWS)
def test_another_strategys_is_as_if_it_did_not_exist(name: str, world: World) -> None:
    row, foreign = ROWS[name], of(name, world.foreign)
    missing = reverse(route(name), kwargs={"slug": "no-such"} | dict(row.more)) if row.of == "strategy" else None
    missing = missing or address(name, world.own.make, MISSING)

    strangers = set(SIGNED_IN) - {"outsider"} - (ADMINS & ((row.get or NOBODY) | (row.post or NOBODY)))
    strangers -= ADMINS if row.of in {"strategy", "goal"} else NOBODY  # they have the list of strategies before them
    if row.of != "everywhere":
        asked = by_turns(strangers, list(ROWS).index(name), often(gate=4, proof=1))
        assert {role for role in asked if not alike(world, role, name, foreign, missing)} == set()


@pytest.mark.parametrize("name", MARKED)
def test_the_secret_is_there_for_those_who_see_it_and_to_others_as_if_it_did_not_exist(name: str, world: World) -> None:
    row, secret, missing = ROWS[name], of(name, world.secret), address(name, world.own.make, MISSING)
    hidden = set(SIGNED_IN) - reads(*SEEN_AS[row.of], marking=SECRET)

    shown = {role: world.status(role, "GET", name, secret) for role in (row.get or set()) - hidden}
    assert {role: status for role, status in shown.items() if status != 200} == {}
    asked = by_turns(hidden, MARKED.index(name), often(gate=2, proof=1))
    assert {role for role in asked if not alike(world, role, name, secret, missing)} == set()


def by_turns(roles: set[str], place: int, step: int) -> list[str]:
    """Every so many of them, others at the next address."""
    return sorted(roles)[place % step :: step]


def alike(world: World, role: str, name: str, hidden: str, missing: str) -> bool:
    """Whether status and page are the same to the letter, but for the address itself, and say that there is nothing."""
    status, page = told(world.ask(role, "GET", name, hidden), hidden)
    if status not in {404, 405} or (status, page) != world.nothing(role, name, missing):
        return False
    return world.status(role, "POST", name, hidden) == (405 if ROWS[name].post is None else 404)


def told(response: Any, path: str) -> tuple[int, object]:
    page = FORM_TOKEN.sub("", str(response.content.decode())).replace(path, "…")
    return response.status_code, (page, {**response.headers, "Content-Length": "", "X-Request-ID": ""})
