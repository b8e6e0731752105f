"""The fixed cast, the real strategy, and ways to make records. Used by every test; nobody else is invented."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker, Settings

from priorities.goals.services import import_document
from reporting.fixtures import load_strategy
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.decision.parsing.reader import parse
from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.databases import Databases
from tests.making import Making, address_of, make_users
from tests.strategy.decision.parsing.decisions import SMALL

SLUG = "iom-2020-2022"
FOREIGN_SLUG = "varldsbiblioteket-2031-2034"


def load_strategies() -> None:
    """The real one and a made-up one, with the cast. Changes nothing where they are there already."""
    load_strategy(SLUG)
    if not Strategy.objects.filter(slug=FOREIGN_SLUG).exists():
        foreign = import_document(document=parse(SMALL), slug=FOREIGN_SLUG)
        foreign.status = Strategy.Status.IN_FORCE
        foreign.save()
        make_cast(Strategy.objects.get(slug=SLUG), foreign)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the whole product first: they take longest, and what is short fills up the processes at the end."""
    items.sort(key=lambda item: (len(item.path.parents), item.path.stem != "test_whole_turn"))


def pytest_collection_finish() -> None:
    """What the tests are made of stays: Python need not look through it again and again for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def databases(django_test_environment: None) -> Databases:
    return Databases(connection.vendor, connection.settings_dict["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy with the strategies in it, in place of a database that is migrated and filled for each run.

    A test that commits gets a new copy after it, in place of the same one emptied.
    """

    def begin_anew(self: TransactionTestCase) -> None:
        databases.begin("strategies")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", begin_anew)
        with django_db_blocker.unblock():
            databases.begin("strategies")
        yield
        with django_db_blocker.unblock():
            databases.end()


@pytest.fixture(scope="module")
def demonstration_set(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The module's tests stand in the demonstration set, with its files; what each of them writes is undone."""
    with override_settings(MEDIA_ROOT=databases.media("demonstration")):
        with django_db_blocker.unblock():
            databases.begin("demonstration")
            load_strategies()
        yield
        with django_db_blocker.unblock():
            databases.begin("strategies")


@pytest.fixture(scope="session", autouse=True)
def a_long_lease() -> Iterator[None]:
    """Jobs are done within a test's transaction: on SQLite, a heartbeat would wait for that until it gives up."""
    with override_settings(JOB_LEASE_SECONDS=3600):
        yield


@pytest.fixture(autouse=True)
def media_folder(settings: Settings, tmp_path: Path) -> Path:
    """Uploaded and published files never land among real ones."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def strategy(db: None) -> Strategy:
    return Strategy.objects.get(slug=SLUG)


@pytest.fixture
def foreign_strategy(strategy: Strategy) -> Strategy:
    """Another strategy, in which only the outsider has a part."""
    return Strategy.objects.get(slug=FOREIGN_SLUG)


@dataclass(frozen=True)
class Cast:
    officer: User
    colleague: User  # the second officer
    head: User
    delegation: User
    reader: User
    contact: User  # at the Swedish Migration Agency
    other_contact: User  # at Sida
    admin: User
    outsider: User  # an officer in another strategy, and like the other contact from Sida

    def __getitem__(self, name: str) -> User:
        found: User = getattr(self, name)
        return found


ROLES = [*Cast.__dataclass_fields__]


@pytest.fixture
def cast(strategy: Strategy, foreign_strategy: Strategy) -> Cast:
    return make_cast(strategy, foreign_strategy)


def make_cast(strategy: Strategy, foreign_strategy: Strategy) -> Cast:
    people = {address_of(name): name for name in ROLES}
    known = {people[user.email]: user for user in User.objects.filter(email__in=people)}
    return Cast(**known) if known else new_cast(strategy, foreign_strategy)


def new_cast(strategy: Strategy, foreign_strategy: Strategy) -> Cast:
    organisations = Organisation.objects.in_bulk(field_name="key")
    people = make_users(
        {
            "officer": (Role.OFFICER, strategy, None),
            "colleague": (Role.OFFICER, strategy, None),
            "head": (Role.HEAD, strategy, None),
            "delegation": (Role.DELEGATION, strategy, organisations["fn-representationen-geneve"]),
            "reader": (Role.READER, strategy, None),
            "contact": (Role.CONTACT, strategy, organisations["migrationsverket"]),
            "other_contact": (Role.CONTACT, strategy, organisations["sida"]),
            "admin": (Role.ADMIN, None, None),
            "outsider": (Role.OFFICER, foreign_strategy, organisations["sida"]),
        }
    )
    return Cast(**people)


@pytest.fixture
def officer(cast: Cast) -> User:
    return cast.officer


@pytest.fixture
def head(cast: Cast) -> User:
    return cast.head


@pytest.fixture
def reader(cast: Cast) -> User:
    return cast.reader


@pytest.fixture
def contact(cast: Cast) -> User:
    return cast.contact


@pytest.fixture
def outsider(cast: Cast) -> User:
    return cast.outsider


@pytest.fixture
def make(strategy: Strategy, cast: Cast) -> Making:
    return Making(strategy, cast.officer, cast.head, cast.contact)


@pytest.fixture
def make_foreign(foreign_strategy: Strategy, cast: Cast) -> Making:
    """The same in the other strategy, by the outsider, who there plays every part but the second pair of eyes."""
    return Making(foreign_strategy, cast.outsider, cast.head, cast.outsider)


@pytest.fixture
def browse() -> Callable[[User], Client]:
    """A browser in which somebody has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
