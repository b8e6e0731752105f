"""What others ask for in the work plan, and that it is no part of the plan until an officer has taken it in."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from priorities.work_plan.adoption import as_it_stands, fingerprint, standing
from priorities.work_plan.models import Activity, ActivityUpdate
from priorities.work_plan.proposals import WorkPlanProposal
from priorities.work_plan.proposing import (
    ask_for_day,
    begin_proposal,
    decline,
    grant_day,
    propose_line,
    take_in,
    withdraw,
)
from priorities.work_plan.services import add_note, change_activity, remove_activity, report
from reporting.archive.registry.entries import waiting
from reporting.overview.todo import what_waits
from strategy.access import Role
from strategy.notices.models import Notice
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import Making, make_user

pytestmark = pytest.mark.both
DAY = date(2022, 3, 31)


@pytest.fixture
def line(make: Making) -> Activity:
    """That the Migration Agency is responsible for and an officer answers for."""
    return make.activity(responsible=make.organisation("migrationsverket"), owner=make.officer)


def proposed(make: Making, by: User, **fields: Any) -> WorkPlanProposal:
    proposal = begin_proposal(strategy=make.strategy, by=by)
    fields = {"title": "Kartlägga återvändandet", "due_on": DAY, "why": "Målet kräver det."} | fields
    for name, value in fields.items():
        setattr(proposal, name, value)
    propose_line(proposal=proposal, goals=[make.goal("i.2")], by=by)
    return proposal


def written(make: Making, proposal: WorkPlanProposal) -> Activity:
    """The line as an officer would have it."""
    return Activity(
        strategy=make.strategy,
        title="Kartlägga återvändandet år för år",
        responsible=proposal.responsible,
        due_on=proposal.due_on,
    )


def taken_in(make: Making, proposal: WorkPlanProposal, by: User) -> Activity:
    line = written(make, proposal)
    take_in(proposal=proposal, activity=line, goals=[make.goal("i.2")], participants=[], by=by)
    return line


def told(user: User) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", flat=True))


def tasks(user: User, group: str) -> list[str]:
    return [task.text for task in getattr(what_waits(User.objects.get(pk=user.pk)), group)]


def test_what_is_proposed_is_no_part_of_the_plan_until_it_is_taken_in(make: Making, cast: Cast) -> None:
    before = fingerprint(make.strategy)
    proposal = proposed(make, cast.contact)
    agency = make.organisation("migrationsverket")
    assert (proposal.responsible, proposal.organisation, proposal.author) == (agency, agency, cast.contact)
    assert not Activity.objects.exists()
    assert (fingerprint(make.strategy), as_it_stands(make.strategy)) == (before, [])
    line = taken_in(make, proposal, cast.officer)
    assert list(standing(make.strategy)) == [line]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.activity, proposal.decided_by) == ("accepted", line, cast.officer)
    assert proposal.title == "Kartlägga återvändandet"  # and not what the officer made of it


def test_those_who_decide_are_told_and_so_is_whoever_proposed(make: Making, cast: Cast) -> None:
    proposal = proposed(make, cast.contact)
    assert (told(cast.officer), told(cast.colleague), told(cast.head)) == (["suggested"], ["suggested"], [])
    assert tasks(cast.officer, "own")[0] == "Avgör förslaget: Kartlägga återvändandet"
    assert tasks(cast.contact, "others") == ["Förslag: Kartlägga återvändandet"]
    decline(proposal=proposal, reason="Det ryms inte i år.", by=cast.officer)
    assert told(cast.contact) == ["settled"]
    assert "Avgör förslaget: Kartlägga återvändandet" not in tasks(cast.officer, "own")
    assert tasks(cast.contact, "others") == []


def test_who_sees_what_is_proposed(make: Making, cast: Cast) -> None:
    """A contact's, the agency too; a reader's, nobody but the reader, officers and heads."""
    same_agency = make_user("same_agency", Role.CONTACT, make.strategy, make.organisation("migrationsverket"))
    contacts = proposed(make, cast.contact)
    readers = proposed(make, cast.reader, responsible=make.organisation())
    delegations = proposed(make, cast.delegation, responsible=make.organisation())
    seen = {
        name: set(WorkPlanProposal.objects.visible_to(cast[name]))
        for name in ("officer", "colleague", "head", "delegation", "reader", "contact", "other_contact", "admin")
    }
    whole = {contacts, readers, delegations}
    assert seen == {
        **dict.fromkeys(("officer", "colleague", "head"), whole),
        "delegation": {delegations},
        "reader": {readers},
        "contact": {contacts},
        "other_contact": set(),
        "admin": set(),
    }
    assert set(WorkPlanProposal.objects.visible_to(same_agency)) == {contacts}
    assert not WorkPlanProposal.objects.visible_to(cast.outsider).exists()


def test_what_an_authority_sends_is_registered_and_what_a_ministry_sends_is_not(make: Making, cast: Cast) -> None:
    sent = proposed(make, cast.contact)
    proposed(make, cast.reader, responsible=make.organisation())
    assert [found.thing for found in waiting(cast.officer, make.strategy)] == [sent]


def test_it_is_decided_once(make: Making, cast: Cast) -> None:
    """Two officers who have it open: the second is told, and no line is made."""
    proposal = proposed(make, cast.contact)
    stale = WorkPlanProposal.objects.get(pk=proposal.pk)
    decline(proposal=proposal, reason="Det ryms inte.", by=cast.officer)
    with pytest.raises(TransitionRefused, match="redan avgjort"):
        taken_in(make, stale, cast.colleague)
    with pytest.raises(TransitionRefused, match="redan avgjort"):
        withdraw(proposal=stale, by=cast.contact)
    assert not Activity.objects.exists()


def test_a_refusal_says_why(make: Making, cast: Cast) -> None:
    proposal = proposed(make, cast.contact)
    with pytest.raises(ValidationError, match="Skriv varför"):
        decline(proposal=proposal, reason="  ", by=cast.officer)
    assert WorkPlanProposal.objects.get().is_waiting


def test_it_is_taken_back_by_whoever_sent_it_or_a_colleague(make: Making, cast: Cast) -> None:
    same_agency = make_user("same_agency", Role.CONTACT, make.strategy, make.organisation("migrationsverket"))
    proposal = proposed(make, cast.contact)
    for other in (cast.officer, cast.other_contact, cast.reader):
        with pytest.raises(TransitionRefused, match="Bara den"):
            withdraw(proposal=proposal, by=other)
    withdraw(proposal=proposal, by=same_agency)
    assert WorkPlanProposal.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    "change", ["title = 'Annat'", "why = 'Annat'", "due_on = '2022-05-05'", "removed_at = created_at"]
)
def test_what_was_sent_is_not_written_over_in_the_database_either(make: Making, cast: Cast, change: str) -> None:
    proposal = proposed(make, cast.contact)
    name, _is, value = change.partition(" = ")
    other = proposal.created_at if name == "removed_at" else value.strip("'")
    with pytest.raises(IntegrityError, match="work_plan_proposal"), transaction.atomic():
        WorkPlanProposal._base_manager.filter(pk=proposal.pk).update(**{name: other})
    with pytest.raises(IntegrityError, match="work_plan_proposal_sent"), transaction.atomic():
        WorkPlanProposal._base_manager.filter(pk=proposal.pk).delete()


def test_a_day_that_is_asked_for_is_moved_when_an_officer_grants_it(line: Activity, cast: Cast) -> None:
    asked = ask_for_day(activity=line, to=DAY, reason="Underlaget dröjer.", by=cast.contact)
    line.refresh_from_db()
    assert line.due_on == date(2021, 12, 31)
    assert (told(cast.officer), told(cast.colleague)) == (["suggested"], [])  # whoever answers for the line
    assert "Avgör begäran om ny dag: Skriva en sida om reformplanen" in tasks(cast.officer, "own")
    grant_day(proposal=asked, by=cast.officer)
    line.refresh_from_db()
    move = ActivityUpdate.objects.moves().get()
    assert (line.due_on, move.text, move.by) == (DAY, "Underlaget dröjer.", cast.officer)
    assert (told(cast.contact), WorkPlanProposal.objects.get().state) == (["settled"], "accepted")


def test_one_day_is_asked_for_at_a_time_and_another_than_it_is(line: Activity, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="samma dag"):
        ask_for_day(activity=line, to=line.due_on, reason="Underlaget dröjer.", by=cast.contact)
    ask_for_day(activity=line, to=DAY, reason="Underlaget dröjer.", by=cast.contact)
    with pytest.raises(ValidationError, match="redan begärt"), transaction.atomic():
        ask_for_day(activity=line, to=date(2022, 4, 30), reason="Ännu mer.", by=cast.contact)


def test_of_a_line_that_is_over_no_day_is_asked_for_nor_granted(line: Activity, cast: Cast) -> None:
    asked = ask_for_day(activity=line, to=DAY, reason="Underlaget dröjer.", by=cast.contact)
    report(activity=line, happened_on=date(2021, 6, 1), text="Det blev klart ändå.", state="done", by=cast.contact)
    with pytest.raises(TransitionRefused, match="avslutad"):
        ask_for_day(activity=line, to=date(2022, 4, 30), reason="Ännu mer.", by=cast.contact)
    with pytest.raises(TransitionRefused, match="avslutad"):
        grant_day(proposal=WorkPlanProposal.objects.get(pk=asked.pk), by=cast.officer)
    assert WorkPlanProposal.objects.get().is_waiting


def test_of_a_line_in_the_bin_no_day_is_moved(make: Making, line: Activity, cast: Cast) -> None:
    asked = ask_for_day(activity=line, to=DAY, reason="Underlaget dröjer.", by=cast.contact)
    remove_activity(activity=line, by=cast.officer, expected_version=line.version)
    with pytest.raises(TransitionRefused, match="borttagen"):
        grant_day(proposal=WorkPlanProposal.objects.get(pk=asked.pk), by=cast.officer)
    decline(proposal=asked, reason="Raden är borttagen.", by=cast.officer)
    assert Activity._base_manager.get(pk=line.pk).due_on == date(2021, 12, 31)


def test_a_reason_that_is_more_secret_than_the_line_does_not_end_up_in_it(
    make: Making, line: Activity, cast: Cast
) -> None:
    asked = make.proposal(line, classification="secret")
    with pytest.raises(TransitionRefused, match="strängare markerat"):
        grant_day(proposal=asked, by=cast.officer)
    assert not ActivityUpdate.objects.exists()


def test_what_is_asked_about_a_line_is_secret_when_that_is(make: Making, line: Activity, cast: Cast) -> None:
    asked = ask_for_day(activity=line, to=DAY, reason="Underlaget dröjer.", by=cast.contact)
    line.classification = "secret"
    line.secrecy_provision, line.secrecy_marked_on = make.activity(classification="secret").secrecy_provision, DAY
    line.secrecy_authority, line.title = "Justitiedepartementet", "Ett hemligt namn"
    change_activity(activity=line, goals=[], participants=[], by=cast.officer, expected_version=line.version)
    asked.refresh_from_db()
    assert (asked.is_secret, str(asked)) == (True, "Ny dag: Skriva en sida om reformplanen")
    assert not Activity.objects.visible_to(cast.contact).filter(pk=line.pk).exists()


@pytest.mark.parametrize(
    ("state", "before", "after", "kind"),
    [
        ("planned", "planned", "planned", "note"),
        ("under_way", "planned", "under_way", "state"),
        ("done", "under_way", "done", "state"),
    ],
)
def test_whoever_is_responsible_reports_how_it_goes(
    make: Making, cast: Cast, state: str, before: str, after: str, kind: str
) -> None:
    agency = make.organisation("migrationsverket")
    line = make.activity(responsible=agency, state=before)
    report(activity=line, happened_on=date(2021, 6, 1), text="Mötet är hållet.", state=state, by=cast.contact)
    line.refresh_from_db()
    update = ActivityUpdate.objects.get()
    assert (line.state, update.kind, update.text) == (after, kind, "Mötet är hållet.")
    assert update.happened_on == date(2021, 6, 1)
    assert (update.by, update.organisation) == (cast.contact, agency)
    assert line.outcome == ("Mötet är hållet." if after == "done" else "")
    assert told(cast.officer) == told(cast.colleague) == ["reported"]
    assert update in [found.thing for found in waiting(cast.officer, make.strategy)]


def test_what_an_officer_writes_of_the_same_line_is_the_ministrys_own(make: Making, line: Activity, cast: Cast) -> None:
    add_note(activity=line, happened_on=date(2021, 6, 1), text="Samtal.", by=cast.officer)
    assert ActivityUpdate.objects.get().organisation is None
    assert list(waiting(cast.officer, make.strategy)) == []


def test_a_report_of_what_is_over_meanwhile_is_refused(make: Making, line: Activity, cast: Cast) -> None:
    stale = Activity.objects.get(pk=line.pk)
    report(activity=line, happened_on=date(2021, 6, 1), text="Klart.", state="done", by=cast.officer)
    with pytest.raises(Conflict), transaction.atomic():
        report(activity=stale, happened_on=date(2021, 6, 1), text="Vi har börjat.", state="under_way", by=cast.contact)
    assert ActivityUpdate.objects.count() == 1


def test_a_report_is_not_written_over_in_the_database(make: Making, line: Activity, cast: Cast) -> None:
    report(activity=line, happened_on=date(2021, 6, 1), text="Det går bra.", state="planned", by=cast.contact)
    with pytest.raises(IntegrityError, match="activityupdate_sealed"), transaction.atomic():
        ActivityUpdate.objects.update(text="Det går illa.")
    ActivityUpdate.objects.update(registry_number="Ju2022/1")
