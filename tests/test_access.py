"""Every address and every role. The addresses come from the URL table itself: a new one without a row fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reporting.models import ReportText
from reporting.records import KINDS
from strategy.models import User
from strategy.services import move_to_bin
from tests.conftest import ROLES, Cast
from tests.making import Making

OFFICERS = {"officer", "colleague"}
JUDGING = OFFICERS | {"head"}
WRITING = OFFICERS | {"delegation"}
READING = JUDGING | {"delegation", "reader"}
CONTACTS = {"contact", "other_contact"}
WITH_A_PART = READING | CONTACTS
EVERYBODY_HERE = WITH_A_PART | {"admin"}
NOBODY: set[str] = set()
MISSING = 10**6
FORM_TOKEN = re.compile(r'value="\w{64}"')
SECRET = {"classification": "secret"}


class Things:
    """One of each kind in a strategy, made when it is first asked for."""

    def __init__(self, make: Making, **marked: Any) -> None:
        self.make = make
        self.marked = marked

    def __getitem__(self, name: str) -> int:
        found = getattr(self, name)
        return int(found.pk)

    @cached_property
    def event(self) -> Any:
        return self.make.event(**self.marked)

    @cached_property
    def event_counterpart(self) -> Any:
        return self.make.event_counterpart(self.event)

    @cached_property
    def agenda_item(self) -> Any:
        return self.make.agenda_item(self.event)

    @cached_property
    def prepared_goal(self) -> Any:
        return self.make.prepared_goal(self.agenda_item)

    @cached_property
    def intervention(self) -> Any:
        return self.make.intervention(self.event)

    @cached_property
    def commitment(self) -> Any:
        return self.make.commitment(self.event)

    @cached_property
    def attachment(self) -> Any:
        return self.make.attachment(self.event)

    def observation_in(self, state: str) -> Any:
        observation = self.make.observation(state=state, **self.marked)
        self.make.observation_step(observation, state)
        return observation

    @cached_property
    def observation(self) -> Any:
        return self.observation_in("accepted")

    @cached_property
    def received(self) -> Any:
        return self.observation_in("submitted")

    @cached_property
    def draft(self) -> Any:
        return self.observation_in("draft")

    @cached_property
    def goal(self) -> Any:
        return self.make.goal()

    @cached_property
    def activity(self) -> Any:
        """The Swedish Migration Agency answers for it."""
        return self.make.activity(responsible=self.make.organisation("migrationsverket"), **self.marked)

    @cached_property
    def work_plan_version(self) -> Any:
        return self.make.work_plan_version(self.activity)

    @cached_property
    def indicator(self) -> Any:
        return self.make.indicator(goals=[])

    @cached_property
    def measurement(self) -> Any:
        return self.make.measurement(self.indicator, **self.marked)

    @cached_property
    def contribution(self) -> Any:
        return self.make.contribution(goals=[], **self.marked)

    @cached_property
    def posting(self) -> Any:
        return self.make.posting(goals=[], **self.marked)

    @cached_property
    def assessment(self) -> Any:
        return self.make.assessment("i.2", year=self.make.strategy.start.year, state="approved", **self.marked)

    @cached_property
    def begun_assessment(self) -> Any:
        return self.make.assessment("i.1", year=self.make.strategy.start.year, **self.marked)

    @cached_property
    def evidence(self) -> Any:
        return self.make.evidence(self.begun_assessment)

    @cached_property
    def overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, state="approved", **self.marked)

    @cached_property
    def begun_overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, **self.marked)

    @cached_property
    def report(self) -> Any:
        return self.make.report(state="released", year=self.make.strategy.start.year)

    @cached_property
    def consultation(self) -> Any:
        return self.make.event(kind="organisation_consultation", state="planned", **self.marked)

    @cached_property
    def pack(self) -> Any:
        return self.make.report(
            state="draft", kind="consultation", event=self.make.event(kind="organisation_consultation"), year=2021
        )

    @cached_property
    def approved_report(self) -> Any:
        return self.make.report(state="approved", audience="external", year=self.make.strategy.start.year)

    @cached_property
    def draft_report(self) -> Any:
        return self.make.report(state="draft", edition_number=2, year=self.make.strategy.start.year)

    @cached_property
    def report_text(self) -> Any:
        text = ReportText(strategy=self.make.strategy, report=self.draft_report, key="summary", text="Ett gott år.")
        self.make.save(text)
        return text

    @cached_property
    def counterpart(self) -> Any:
        return self.make.any_counterpart()

    @cached_property
    def removed(self) -> Any:
        """What somebody said, in the bin."""
        said = self.make.intervention(self.event, "i.2")
        move_to_bin(record=said, by=self.make.officer, expected_version=said.version)
        return said


@dataclass(frozen=True)
class Row:
    """`get` and `post` say for whom the address exists; None that nobody may use the method there."""

    of: str  # what the address leads to: a strategy, or one of the things
    get: set[str] | None
    post: set[str] | None = None
    more: tuple[tuple[str, Any], ...] = ()
    data: tuple[tuple[str, Any], ...] = ()
    redirects: bool = False


YEAR = (("year", 2020),)
# One address for every kind of record: a row each, named by it after a space.
HISTORIES = {
    "event": "event",
    "event-counterpart": "event_counterpart",
    "counterpart": "counterpart",
    "agenda-item": "agenda_item",
    "prepared-goal": "prepared_goal",
    "intervention": "intervention",
    "commitment": "commitment",
    "attachment": "attachment",
    "assessment": "assessment",
    "evidence": "evidence",
    "overall-assessment": "overall_assessment",
    "report": "report",
    "report-text": "report_text",
    "indicator": "indicator",
    "measurement": "measurement",
    "contribution": "contribution",
    "posting": "posting",
    "activity": "activity",
}
ROWS = {
    "priorities:text": Row("strategy", EVERYBODY_HERE),
    "priorities:work-plan": Row("strategy", WITH_A_PART),
    "priorities:work-plan-adoption": Row("strategy", {"head"}, {"head"}),
    "priorities:work-plan-version": Row("work_plan_version", READING),
    "priorities:activity-new": Row("strategy", OFFICERS, OFFICERS),
    "priorities:activity": Row("activity", READING | {"contact"}),
    "priorities:activity-edit": Row("activity", OFFICERS, OFFICERS),
    "priorities:activity-notes": Row("activity", None, OFFICERS),
    "priorities:activity-deadline": Row("activity", None, OFFICERS),
    "priorities:activity-start": Row("activity", None, OFFICERS),
    "priorities:activity-completion": Row("activity", None, OFFICERS),
    "priorities:activity-cancellation": Row("activity", None, OFFICERS),
    "priorities:activity-reopening": Row("activity", None, OFFICERS),
    "priorities:activity-removal": Row("activity", None, OFFICERS),
    "priorities:funding": Row("strategy", READING),
    "priorities:contribution-new": Row("strategy", OFFICERS, OFFICERS),
    "priorities:contribution": Row("contribution", READING),
    "priorities:contribution-edit": Row("contribution", OFFICERS, OFFICERS),
    "priorities:contribution-removal": Row("contribution", None, OFFICERS),
    "priorities:postings": Row("strategy", READING),
    "priorities:posting-new": Row("strategy", OFFICERS, OFFICERS),
    "priorities:posting-edit": Row("posting", OFFICERS, OFFICERS),
    "priorities:posting-removal": Row("posting", None, OFFICERS),
    "priorities:indicators": Row("strategy", READING),
    "priorities:indicator-new": Row("strategy", OFFICERS, OFFICERS),
    "priorities:indicator": Row("indicator", READING),
    "priorities:indicator-edit": Row("indicator", OFFICERS, OFFICERS),
    "priorities:indicator-removal": Row("indicator", None, OFFICERS),
    "priorities:measurements": Row("indicator", OFFICERS, OFFICERS),
    "priorities:measurement-edit": Row("measurement", OFFICERS, OFFICERS),
    "priorities:measurement-removal": Row("measurement", None, OFFICERS),
    "reporting:overview": Row("strategy", READING),
    "reporting:goals": Row("strategy", EVERYBODY_HERE),
    "reporting:goal": Row("goal", EVERYBODY_HERE),
    "reporting:coverage": Row("strategy", READING),
    "reporting:coverage-cell": Row("strategy", READING),
    "reporting:overall-assessment-new": Row("strategy", OFFICERS, OFFICERS, (*YEAR, ("area", "whole"))),
    "reporting:overall-assessment": Row("overall_assessment", READING, OFFICERS),
    "reporting:overall-assessment-proposal": Row("begun_overall_assessment", None, OFFICERS),
    "reporting:rounds": Row("strategy", JUDGING, redirects=True),
    "reporting:round": Row("strategy", JUDGING, more=YEAR),
    "reporting:round-decision": Row("strategy", None, {"head"}, YEAR),
    "reporting:assessment-new": Row("goal", None, OFFICERS, YEAR),
    "reporting:assessment": Row("assessment", READING, OFFICERS),
    "reporting:assessment-proposal": Row("begun_assessment", None, OFFICERS),
    "reporting:evidence-list": Row("begun_assessment", None, OFFICERS),
    "reporting:evidence-removal": Row("evidence", None, OFFICERS),
    "reporting:reports": Row("strategy", WITH_A_PART),
    "reporting:report-new": Row("strategy", OFFICERS, OFFICERS),
    "reporting:report": Row("report", READING),
    "reporting:report-progress": Row("report", READING, redirects=True),
    "reporting:report-cancellation": Row("draft_report", None, OFFICERS),
    "reporting:report-rendering": Row("draft_report", None, OFFICERS),
    "reporting:report-summary": Row("draft_report", None, OFFICERS),
    "reporting:event-pack": Row("consultation", None, OFFICERS),
    "reporting:report-text": Row("pack", OFFICERS, OFFICERS, (("key", "agenda"),)),
    "reporting:report-organisation-text": Row(
        "pack", OFFICERS, OFFICERS, (("key", "questions"), ("organisation", "sida"))
    ),
    "reporting:report-release": Row("approved_report", {"head"}, {"head"}),
    "reporting:report-approval": Row("draft_report", None, {"head"}, data=(("version", 1),)),
    "reporting:report-file": Row("report", NOBODY, more=(("format", "pdf"),)),  # it has no file yet
    "reporting:bin": Row("strategy", JUDGING | {"admin"}),
    "reporting:restoration": Row("removed", None, OFFICERS, (("kind", "intervention"),)),
    **{f"reporting:history {kind}": Row(thing, JUDGING, more=(("kind", kind),)) for kind, thing in HISTORIES.items()},
    "reporting:history observation": Row("observation", JUDGING | {"contact"}, more=(("kind", "observation"),)),
    "reporting:history draft": Row("draft", {"contact"}, more=(("kind", "observation"),)),
    "reporting:history removed": Row("removed", JUDGING, more=(("kind", "intervention"),)),
    "dialogue:events": Row("strategy", READING),
    "dialogue:event-new": Row("strategy", WRITING, WRITING),
    "dialogue:event": Row("event", READING),
    "dialogue:event-edit": Row("event", WRITING, WRITING),
    "dialogue:event-texts": Row("event", WRITING, WRITING),
    "dialogue:event-holding": Row("event", None, WRITING),
    "dialogue:event-minutes": Row("event", None, WRITING),
    "dialogue:event-cancellation": Row("event", None, WRITING),
    "dialogue:event-reopening": Row("event", None, WRITING),
    "dialogue:event-counterparts": Row("event", WRITING, WRITING),
    "dialogue:event-new-counterparts": Row("event", WRITING, WRITING),
    "dialogue:counterpart-removal": Row("event_counterpart", None, WRITING),
    "dialogue:agenda-items": Row("event", WRITING, WRITING),
    "dialogue:agenda-item": Row("agenda_item", WRITING, WRITING),
    "dialogue:agenda-item-removal": Row("agenda_item", None, WRITING),
    "dialogue:prepared-goals": Row("agenda_item", WRITING, WRITING),
    "dialogue:prepared-goal": Row("prepared_goal", WRITING, WRITING),
    "dialogue:prepared-goal-removal": Row("prepared_goal", None, WRITING),
    "dialogue:silence": Row("prepared_goal", None, WRITING),
    "dialogue:speech": Row("prepared_goal", None, WRITING),
    "dialogue:interventions": Row("event", WRITING, WRITING),
    "dialogue:intervention": Row("intervention", WRITING, WRITING),
    "dialogue:intervention-removal": Row("intervention", None, WRITING),
    "dialogue:commitments": Row("strategy", READING),
    "dialogue:event-commitments": Row("event", WRITING, WRITING),
    "dialogue:commitment": Row("commitment", READING),
    "dialogue:commitment-edit": Row("commitment", WRITING, WRITING),
    "dialogue:commitment-resolution": Row("commitment", None, WRITING),
    "dialogue:commitment-reopening": Row("commitment", None, WRITING),
    "dialogue:commitment-removal": Row("commitment", None, WRITING),
    "dialogue:observations": Row("strategy", WITH_A_PART),
    "dialogue:observation-new": Row("strategy", CONTACTS, CONTACTS),
    "dialogue:observation": Row("observation", READING | {"contact"}),
    "dialogue:observation-edit": Row("draft", {"contact"}, {"contact"}),
    "dialogue:observation-removal": Row("draft", None, {"contact"}),
    "dialogue:observation-withdrawal": Row("received", None, {"contact"}),
    "dialogue:observation-acceptance": Row("received", None, OFFICERS),
    "dialogue:observation-return": Row("received", None, OFFICERS),
    "dialogue:observation-decline": Row("received", None, OFFICERS),
    "dialogue:observation-registration": Row("received", OFFICERS, OFFICERS),
    "dialogue:event-attachments": Row("event", WRITING, WRITING),
    "dialogue:attachment": Row("attachment", READING),
    "dialogue:attachment-removal": Row("attachment", None, WRITING),
}
FOR_EVERYBODY = {
    "strategy:home",
    "strategy:sign-in",
    "strategy:sign-out",
    "strategy:language",
    "reporting:report-check",
    # The way in, and each person's own sign-in: tests/strategy/entry/ walks them.
    "strategy:sign-in-link",
    "strategy:sign-in-by-link",
    "strategy:forgotten-password",
    "strategy:single-sign-on",
    "strategy:security",
    "strategy:second-factor",
    "strategy:sessions",
    "strategy:session-end",
    "strategy:other-sessions-end",
    ":account_login",
    ":account_logout",
    ":account_reauthenticate",
    ":account_change_password",
    ":account_set_password",
    ":account_reset_password",
    ":account_reset_password_from_key",
    ":mfa_index",
    ":mfa_authenticate",
    ":mfa_reauthenticate",
    ":mfa_reauthenticate_webauthn",
    ":mfa_login_webauthn",
    ":mfa_activate_totp",
    ":mfa_deactivate_totp",
    ":mfa_add_webauthn",
    ":mfa_remove_webauthn",
    ":mfa_view_recovery_codes",
    ":mfa_generate_recovery_codes",
    ":mfa_download_recovery_codes",
    ":openid_connect_callback",
}
THINGS = {name: row for name, row in ROWS.items() if row.of not in {"strategy", "goal"}}
# What has no marking of its own: a report holds only what its edition may, an adopted plan shows line by line.
# An indicator is its measurements.
UNMARKED = {
    *("report", "draft_report", "approved_report", "pack", "report_text", "counterpart"),
    *("work_plan_version", "indicator"),
}


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from names(pattern.url_patterns, below)
        else:
            yield f"{namespace}:{pattern.name}"


def route(name: str) -> str:
    """A row may name its route with a word more, where several rows are about the same."""
    return name.partition(" ")[0]


def address(name: str, make: Making, pk: int | None) -> str:
    row = ROWS[name]
    main = {"slug": make.strategy.slug} if pk is None else {"pk": pk}
    return reverse(route(name), kwargs=main | dict(row.more))


def of(name: str, things: Things) -> str:
    row = ROWS[name]
    return address(name, things.make, None if row.of == "strategy" else things[row.of])


def answer(client: Client, method: str, name: str, path: str) -> Any:
    """What is changed is undone: the next one finds everything as it was."""
    with transaction.atomic():
        response = client.get(path) if method == "get" else client.post(path, dict(ROWS[name].data))
        transaction.set_rollback(True)
    return response


@pytest.fixture
def clients(cast: Cast, browse: Callable[[User], Client]) -> dict[str, Client]:
    return {role: browse(cast[role]) for role in ROLES}


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(map(route, ROWS)) | FOR_EVERYBODY


def test_every_kind_of_record_has_a_row_for_its_history() -> None:
    elsewhere = {"observation", "indicator", "measurement", "contribution", "posting", "activity"}
    assert set(HISTORIES) | elsewhere == set(KINDS)


@pytest.mark.parametrize("name", ROWS)
def test_reading(name: str, clients: dict[str, Client], make: Making) -> None:
    row = ROWS[name]
    path = of(name, Things(make))
    shown = 302 if row.redirects else 200
    expected = {role: 405 if row.get is None else shown if role in row.get else 404 for role in ROLES}

    assert {role: answer(clients[role], "get", name, path).status_code for role in ROLES} == expected


@pytest.mark.parametrize("name", ROWS)
def test_writing(name: str, clients: dict[str, Client], make: Making) -> None:
    """For whom the address takes something at all; what it thinks of an empty form is another matter."""
    row = ROWS[name]
    path = of(name, Things(make))
    statuses = {role: answer(clients[role], "post", name, path).status_code for role in ROLES}

    if row.post is None:
        assert not {role for role, status in statuses.items() if status in {302, 422} and not row.redirects}
        return
    assert {role for role, status in statuses.items() if status in {200, 302, 409, 422}} == row.post
    assert {status for role, status in statuses.items() if role not in row.post} == {404}


@pytest.mark.parametrize("name", ROWS)
def test_without_signing_in_there_is_only_the_door(name: str, client: Client, make: Making) -> None:
    path = of(name, Things(make))

    for method in ("get", "post"):
        response = answer(client, method, name, path)
        assert (response.status_code, response.headers["Location"]) == (
            302,
            f"{reverse('strategy:sign-in')}?next={path}",
        )


@pytest.mark.parametrize("name", ROWS)
def test_another_strategys_is_as_if_it_did_not_exist(
    name: str, clients: dict[str, Client], make: Making, make_foreign: Making
) -> None:
    row = ROWS[name]
    foreign = of(name, Things(make_foreign))
    missing = reverse(route(name), kwargs={"slug": "no-such"} | dict(row.more)) if row.of == "strategy" else None
    missing = missing or address(name, make, MISSING)

    for role in ("officer", "delegation", "reader", "other_contact"):
        assert_alike(clients[role], name, foreign, missing)


@pytest.mark.parametrize("name", [name for name, row in THINGS.items() if row.of not in UNMARKED])
def test_the_secret_is_as_if_it_did_not_exist(name: str, clients: dict[str, Client], make: Making) -> None:
    secret = of(name, Things(make, **SECRET))
    missing = address(name, make, MISSING)

    for role in ("reader", "other_contact", "admin", "outsider"):
        assert_alike(clients[role], name, secret, missing)


def assert_alike(client: Client, name: str, hidden: str, missing: str) -> None:
    """Status and page are the same to the letter, but for the address itself."""
    for method in ("get", "post"):
        one, other = answer(client, method, name, hidden), answer(client, method, name, missing)
        assert one.status_code == other.status_code
        assert one.status_code in {404, 405}
        assert plain(one, hidden) == plain(other, missing)


def plain(response: Any, path: str) -> str:
    return FORM_TOKEN.sub("", str(response.content.decode())).replace(path, "…")
