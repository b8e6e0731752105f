"""Every page asks the database as many questions about thirty of everything as about one.

The pages come from the URL table. What opens each, and who may, from the access matrix; a page that nothing here opens
fails. What is written to the log for reading something secret counts apart.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from reporting.calendar.services import make_feed
from reporting.disclosures.models import DisclosureCopy
from reporting.handover.models import HandoverCopy
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.files import ReportFile
from strategy.accounts.entry.letters import new_token
from strategy.accounts.entry.models import LetterRequest
from strategy.decision.models import Strategy
from strategy.notices.letters import UNSUBSCRIBING
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.search.index import rebuild
from tests.access_rows import FOR_EVERYBODY, ROWS, of, route
from tests.access_things import Things
from tests.conftest import FOREIGN_SLUG, SLUG, Cast, load_strategies, make_cast
from tests.making import Making, make_invitation
from tests.multiplying import Copies, keys
from tests.strategy.accounts.entry.steps import with_app, with_password
from tests.test_access import media_folder, signed_in  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
MANY = 30
MOST_ON_THE_OVERVIEW = 15
BY_PREFERENCE = ("officer", "head", "admin", "contact")
WITH_A_FILTER = {
    "reporting:overview": "year=2020&on=2021-12-01",
    "reporting:calendar": "day=2021-12-31",
    "reporting:goal": "show=dialogue&page=2",
    "reporting:coverage-cell": "kind=scpf",
    "reporting:report-new": "year=2021&audience=external",
    "reporting:disclosure-records": "kind=event&first=2020-01-01&last=2022-12-31",
    "dialogue:events": "state=held",
    "strategy:search": "q=i.1",
    "strategy:search-quick": "q=i.1",
    "dialogue:observations": "state=accepted",
}
# What only takes forms, and what answers to another program: a provider, the browser's own keys.
SENT = {
    ":account_logout",
    "strategy:single-sign-on",
    "strategy:sign-out",
    "strategy:language",
    "strategy:policy-reports",
    "strategy:draft-saving",
    "strategy:draft-removal",
    "strategy:kept-filter-removal",
    "strategy:preview",
    "strategy:other-sessions-end",
    "strategy:notices-reading",
    "strategy:letters-letting-go",
    "strategy:test-letter",
    "reporting:calendar-feed-revocation",
}
NOT_HERE = {":openid_connect_callback", "operations:metrics"}
# Forms, texts, files, and what there is of goals: not longer for all that there is of other things.
STANDING_STILL = {
    "operations": "state",
    "dialogue": """addition-edit addition-new agenda-item agenda-items answer-entry answer-part-edit answer-part-new
        attachment attachment-thumbnail counterpart-part
        decision-draft decision-draft-new event-attachments event-counterparts event-edit event-new
        event-new-counterparts event-next-session event-report event-report-marking event-reports event-texts
        framework-list-new framework-list-template
        instruction instruction-file observation-registration observation-set-new observation-template prepared-goal
        prepared-goals request-edit request-new""",
    "priorities": """contribution crosswalk-edit crosswalk-new framework-edit indicator-edit indicator-new
        key-message-new measurement-edit measurements text
        work-plan-proposal work-plan-proposal-edit work-plan-proposal-intake work-plan-proposal-new""",
    "reporting": """assessment calendar coverage disclosure-copy disclosure-decision disclosure-edit disclosure-new
        disclosure-records disposal disposal-new goals handover handover-copy report-changes report-file
        report-new report-new?
        portfolio report-orders report-organisation-text report-progress report-reading report-release report-review-new
        report-text request-letter request-letter-in-word rounds""",
    "strategy": """kept-filter-new organisation organisation-new person person-deactivation person-name
        person-reactivation letters notice-choices notices role-ending search search-quick strategies strategy-basics
        unsubscribing""",
}
OTHERS = {":mfa_remove_webauthn": "head", "strategy:sign-in-by-link": "nobody"}
OF_THE_DOOR: dict[str, dict[str, Any]] = {
    "strategy:session-end": {"handle": "00000000-0000-0000-0000-000000000000"},
    ":account_reset_password_from_key": {"uidb36": "x", "key": "y"},
}


class Openings:
    """One of each thing, and who opens what."""

    def __init__(self) -> None:
        load_strategies()
        strategy, foreign = (Strategy.objects.get(slug=slug) for slug in (SLUG, FOREIGN_SLUG))
        cast = make_cast(strategy, foreign)
        self.before = keys() | {User: set(), Membership: set()}  # everybody is among the rows that there are thirty of
        self.things = Things(Making(strategy, cast.officer, cast.head, cast.contact), area="ii")
        for name in sorted({row.of for row in ROWS.values()} - {"strategy", "everywhere"}):
            assert self.things[name]
        self.things.make.activity()  # since the plan was adopted
        files_of(self.things)
        turn_of(self.things)
        self.of_the_door = OF_THE_DOOR | keys_of(cast) | links_to(cast.contact, self.things)
        self.clients = {role: signed_in(cast[role]) for role in BY_PREFERENCE} | {"nobody": Client()}
        self.clients["nobody"].get(self.door("strategy:invitation-link"))  # remembers which invitation it is
        self.opened: set[str] = set()

    def door(self, name: str) -> str:
        return reverse(name.removeprefix(":"), kwargs=self.of_the_door.get(name, {}))

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """The name, the address and who asks, for every address that can be read."""
        for name, row in ROWS.items():
            if row.get is None:
                continue
            readers = row.get or {"officer"}  # a file, of which the matrix has none
            for role in {next(role for role in BY_PREFERENCE if role in readers)} | ({"contact"} & readers):
                yield name, of(name, self.things), role
                if name in WITH_A_FILTER:
                    yield f"{name}?", f"{of(name, self.things)}?{WITH_A_FILTER[name]}", role
        for name in sorted(FOR_EVERYBODY - SENT):
            for role in ("officer", OTHERS.get(name, "nobody")):
                yield name, self.door(name), role

    def ask(self) -> dict[tuple[str, str], tuple[int, int]]:
        """How many questions, and how long the page became."""
        return {(name, role): self.questions(name, address, role) for name, address, role in self.pages()}

    def questions(self, name: str, address: str, role: str) -> tuple[int, int]:
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            response: Any = self.clients[role].get(address)
            length = len(b"".join(response.streaming_content) if response.streaming else response.content)
            transaction.set_rollback(True)
        if response.status_code < 400:
            self.opened.add(name)
        return sum(is_question(query["sql"]) for query in captured), length


def is_question(sql: str) -> bool:
    """Neither the savepoints around it, nor a line in the log, nor that somebody is still here, noted once a minute."""
    notes = ('INSERT INTO "strategy_auditentry"', 'UPDATE "strategy_session"')
    return not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", *notes))


def files_of(things: Things) -> None:
    """Of a report and of a decision."""
    taken = take(things.report, timezone.now())  # so that there is something to read in the browser
    snapshot = things.make.snapshot(things.report, content=taken.content, sha256=taken.sha256)
    file = {"file": ContentFile(b"%PDF", "file.pdf"), "size": 4, "pages": 1, "sha256": "0" * 64}
    for kind in ("pdf", "json"):
        ReportFile.objects.create(report=things.report, snapshot=snapshot, format=kind, **file)
    DisclosureCopy.objects.create(decision=things.disclosure_decision, **file)
    HandoverCopy.objects.create(handover=things.handover, **file)


def turn_of(things: Things) -> None:
    """What hangs together around a consultation, and the one before it."""
    make, meeting = things.make, things.consultation
    make.answer_part(make.request(["migrationsverket"], event=meeting).answers.get())
    make.agenda_item(meeting)
    make.commitment(meeting, whose="sweden", counterpart=None, due_on=None)
    make.report(state="draft", kind="consultation", event=meeting, year=2020)
    before = make.event(kind="organisation_consultation", starts_on=date(2020, 5, 5), ends_on=date(2020, 5, 5))
    make.commitment(before, whose="sweden", counterpart=None, due_on=None)


def keys_of(cast: Cast) -> dict[str, dict[str, Any]]:
    """A password, an app and recovery codes for one, a key for another."""
    with_app(with_password(cast.officer))
    RecoveryCodes.activate(cast.officer)
    key = Authenticator.objects.create(user=cast.head, type="webauthn", data={"name": "Min", "credential": {}})
    return {":mfa_remove_webauthn": {"pk": key.pk}}


def links_to(user: User, things: Things) -> dict[str, dict[str, Any]]:
    """In letters: to sign in, and to accept an invitation."""
    now = timezone.now()
    asked = LetterRequest.objects.create(
        purpose="sign_in", user=user, address_key="x", origin_key="y", asked_at=now, begun_at=now
    )
    Organisation.objects.create(key="nytt", kind="agency", name="Nytt verk", sort_key="nytt")
    invited = make_invitation(things.make.head, things.make.strategy, things.organisation, email="other@test.example")
    return {
        "strategy:sign-in-by-link": {"token": new_token(asked, user)},
        "strategy:invitation-link": {"token": invited.token},
        "strategy:unsubscribing": {"token": signing.dumps(user.pk, salt=UNSUBSCRIBING)},
        "reporting:calendar-file": {"token": make_feed(user=things.make.officer)},
    }


@pytest.fixture(scope="module")
def openings(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media_folder: Path) -> Iterator[Openings]:  # noqa: F811
    with django_db_blocker.unblock(), transaction.atomic():
        yield Openings()
        transaction.set_rollback(True)


def test_every_page_asks_as_many_questions_about_thirty_as_about_one(openings: Openings) -> None:
    ContentType.objects.get_for_models(*keys())  # remembered from the first page on
    few = openings.ask()
    Copies(openings.before, MANY - 1)
    rebuild()
    many = openings.ask()

    asked = {page: (few[page][0], many[page][0]) for page in many}
    assert {page: numbers for page, numbers in asked.items() if numbers[1] > numbers[0]} == {}
    assert asked["reporting:overview", "officer"][1] <= MOST_ON_THE_OVERVIEW
    assert {name for name, _role in few} - openings.opened == NOT_HERE
    shown = {page: (few[page][1], many[page][1]) for page in many if page[1] != "contact"}
    assert {name for (name, _role), lengths in shown.items() if lengths[1] <= 1.05 * lengths[0]} <= standing_still()


def standing_still() -> set[str]:
    """What needs no rows prepared; of every other page a list without thirty rows fails."""
    names = {f"{space}:{word}" for space, words in STANDING_STILL.items() for word in words.split()}
    names |= FOR_EVERYBODY | {row for row in ROWS if route(row) in names}
    return names
