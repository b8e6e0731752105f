"""The registrar's list: what is an official document and lacks a number."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from reporting.archive.registry.entries import Unregistered, counts, waiting
from reporting.archive.registry.services import register
from reporting.assessments.models.rounds import RoundDecision
from reporting.reports.outgoing import ReportRelease
from strategy.people.models import User
from strategy.records.kinds import registered_kinds
from strategy.records.log.models import AuditEntry
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import DAY, MOMENT, Making

pytestmark = pytest.mark.both


def waits(make: Making, noun: str) -> set[Any]:
    return set(registered_kinds()[noun].unregistered(make.officer, make.strategy))


def test_an_observation_is_received_from_the_moment_it_was_sent(make: Making) -> None:
    states = ("draft", "submitted", "returned", "accepted", "declined", "withdrawn")
    seen = {state: make.observation(state=state) for state in states}
    make.observation(state="accepted", registry_number="Ju2022/1")
    assert waits(make, "observation") == set(seen.values()) - {seen["draft"]}


def test_it_stands_at_the_day_it_first_came_in_and_the_oldest_first(make: Making) -> None:
    late, early = make.observation(title="Sen"), make.observation(title="Tidig")
    make.observation_step(early, "submitted")
    rows = [
        Unregistered(registered_kinds()["observation"], one)
        for one in registered_kinds()["observation"].unregistered(make.officer, make.strategy)
    ]
    assert [one.about for one in rows] == ["Tidig", "Sen"]
    assert rows[0].dated == MOMENT.date()
    assert late.pk == rows[1].thing.pk


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [
        ({"state": "minuted"}, True),
        ({"state": "held"}, False),
        ({"state": "held", "kind": "written_contact"}, True),
        ({"state": "planned", "kind": "written_contact"}, False),
        ({"state": "planned"}, False),
        ({"state": "minuted", "registry_number": "Ju2022/1"}, False),
    ],
)
def test_a_meeting_is_drawn_up_when_minuted(make: Making, fields: dict[str, str], is_there: bool) -> None:
    event = make.event(**fields)
    assert waits(make, "event") == ({event} if is_there else set())


def test_a_meeting_whose_report_home_came_in_is_on_the_list(make: Making) -> None:
    event = make.event(state="held")
    make.report_home(event)
    assert waits(make, "event") == {event}


def test_a_file_at_a_meeting_is_a_document_that_came_in(make: Making) -> None:
    event = make.event(state="held")
    make.attachment(event)
    make.event(state="held")
    assert waits(make, "event") == {event}


def test_a_decision_on_disclosure_takes_a_number_and_the_log_tells_who_gave_it(make: Making) -> None:
    decision = make.disclosure_decision(make.disclosure_request(registry_number="Ju2022/1"))
    assert waits(make, "disclosure-decision") == {decision}
    register(thing=decision, number="Ju2022/2", by=make.officer, expected_version=0)
    assert waits(make, "disclosure-decision") == set()
    entry = AuditEntry.objects.get(verb="registered")
    assert (entry.thing, entry.by, entry.label) == (decision, make.officer, "Ju2022/2")


def test_a_round_is_registered_by_its_approval(make: Making, cast: Cast) -> None:
    made = {
        decision: RoundDecision.objects.create(
            strategy=make.strategy, round=make.round(), decision=decision, by=cast.head, at=MOMENT, reason="Skäl."
        )
        for decision in ("approved", "returned")
    }
    assert waits(make, "round-decision") == {made["approved"]}


def test_reports_are_drawn_up_when_approved_and_sent_to_each(make: Making, cast: Cast) -> None:
    make.report(state="draft", edition_number=1)
    approved = make.report(state="approved", edition_number=2)
    released = make.report(state="released", edition_number=3, audience="agencies")
    sent = [
        ReportRelease.objects.create(
            strategy=make.strategy, report=released, organisation=make.organisation(key), by=cast.head, at=MOMENT
        )
        for key in ("sida", "migrationsverket")
    ]
    assert waits(make, "report") == {approved, released}
    assert waits(make, "report-release") == set(sent)


def test_plans_contributions_and_requests(make: Making) -> None:
    version = make.work_plan_version()
    decided = make.contribution(decided_on=DAY)
    make.contribution(stage="budgeted", year=2032)
    asked = make.disclosure_request()
    assert (waits(make, "work-plan-version"), waits(make, "contribution")) == ({version}, {decided})
    assert waits(make, "disclosure-request") == {asked}


def test_nothing_of_another_strategy_waits_here(make: Making, make_foreign: Making) -> None:
    before = counts(make.officer, make.strategy)
    make_foreign.observation(goals=[])
    make_foreign.event(state="minuted")
    make_foreign.report(state="approved")
    make_foreign.work_plan_version()
    make_foreign.disclosure_request()
    assert counts(make.officer, make.strategy) == before


@pytest.mark.parametrize("role", ["delegation", "reader", "contact", "admin"])
def test_who_may_see_less_has_less_waiting(make: Making, cast: Cast, role: str) -> None:
    make.observation(classification="secret", state="submitted")
    assert not list(registered_kinds()["disclosure-request"].unregistered(cast[role], make.strategy))
    if role != "contact":
        assert not list(registered_kinds()["observation"].unregistered(cast[role], make.strategy))


# ------------------------------------------------------------------ numbers


def test_a_records_number_stands_in_its_history_also_where_it_is_approved(make: Making, officer: User) -> None:
    report = make.report(state="approved")
    register(thing=report, number="Ju2022/00123", by=officer, expected_version=1)
    report.refresh_from_db()
    assert (report.registry_number, report.state, report.version) == ("Ju2022/00123", "approved", 2)
    assert report.history.first().updated_by == officer


def test_what_is_sealed_takes_a_number_once_and_keeps_who_gave_it(make: Making, officer: User) -> None:
    version = make.work_plan_version()
    register(thing=version, number="Ju2022/1", by=officer, expected_version=0)
    with pytest.raises(TransitionRefused, match="redan gett"):
        register(thing=version, number="Ju2022/2", by=officer, expected_version=0)
    version.refresh_from_db()
    assert (version.registry_number, version.registered_by) == ("Ju2022/1", officer)
    assert version.registered_at is not None


def test_what_somebody_changed_meanwhile_is_a_conflict(make: Making, officer: User) -> None:
    seen = make.observation()
    save_record(record=seen, by=officer)
    with pytest.raises(Conflict):
        register(thing=seen, number="Ju2022/1", by=officer, expected_version=1)
    with pytest.raises(ValidationError):
        register(thing=seen, number="x" * 61, by=officer, expected_version=2)


def test_everything_that_waits_is_in_the_export(make: Making, officer: User) -> None:
    make.observation(title="Första")
    make.event(state="minuted", title="Mötet")
    assert [one.about for one in waiting(officer, make.strategy)] == ["Första", "Mötet"]
