"""The pages of what others ask for, as they see them and as those see them who decide."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from priorities.work_plan.models import Activity, ActivityUpdate
from priorities.work_plan.proposals import WorkPlanProposal
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def typed(**fields: object) -> dict[str, Any]:
    return {"form_key": str(uuid4())} | fields


def to(name: str, *arguments: object) -> str:
    return reverse(f"priorities:{name}", args=arguments)


def proposed(make: Making, **fields: object) -> dict[str, Any]:
    told = {"title": "Kartlägga återvändandet", "due_on": "2022-03-31", "why": "Målet kräver det."}
    return typed(**told, goals=[make.goal("i.2").pk], classification="working", **fields)


@pytest.fixture
def line(make: Making) -> Activity:
    return make.activity(responsible=make.organisation("migrationsverket"), owner=make.officer)


def test_a_contact_proposes_and_an_officer_takes_it_in_changed(make: Making, cast: Cast, browse: Browse) -> None:
    contact, officer = browse(cast.contact), browse(cast.officer)
    assert "Föreslå en rad" in contact.get(to("work-plan", make.strategy.slug)).text
    form = contact.get(to("work-plan-proposal-new", make.strategy.slug)).text
    assert "Migrationsverket blir ansvarig." in folded(form)
    assert 'name="responsible"' not in form
    page = contact.post(to("work-plan-proposal-new", make.strategy.slug), proposed(make), follow=True).text
    assert "Förslaget är skickat." in page
    proposal = WorkPlanProposal.objects.get()
    assert "Kartlägga återvändandet" in officer.get(to("work-plan", make.strategy.slug)).text  # among what waits
    assert "Ta in i planen" in officer.get(proposal.get_absolute_url()).text
    intake = officer.get(to("work-plan-proposal-intake", proposal.pk))
    assert intake.context["form"]["title"].value() == "Kartlägga återvändandet"
    assert intake.context["form"]["goals"].value() == [make.goal("i.2").pk]
    agency = make.organisation("migrationsverket")
    changed = typed(title="Kartlägga år för år", responsible=agency.pk, due_on="2022-05-31", classification="working")
    page = officer.post(to("work-plan-proposal-intake", proposal.pk), changed, follow=True).text
    line = Activity.objects.get()
    assert (line.title, str(line.due_on)) == ("Kartlägga år för år", "2022-05-31")
    assert "Kartlägga återvändandet" in page  # who proposed what stands on the line's page
    assert "Contact" in page
    seen = contact.get(proposal.get_absolute_url()).text
    assert "Raden står i arbetsplanen" in seen
    assert line.get_absolute_url() in seen


def test_what_is_left_out_is_asked_for_and_nothing_is_lost(make: Making, cast: Cast, browse: Browse) -> None:
    sent = proposed(make) | {"due_on": "snart"}
    page = browse(cast.contact).post(to("work-plan-proposal-new", make.strategy.slug), sent)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"due_on"}
    assert "Målet kräver det." in page.text
    assert not WorkPlanProposal.objects.exists()


def test_a_ministry_says_who_is_to_do_it_and_marks_nothing(make: Making, cast: Cast, browse: Browse) -> None:
    reader = browse(cast.reader)
    form = reader.get(to("work-plan-proposal-new", make.strategy.slug)).text
    assert ('name="responsible"' in form, 'name="classification"' in form) == (True, False)
    sent = proposed(make, responsible=make.organisation("sida").pk)
    assert (
        "Förslaget är skickat." in reader.post(to("work-plan-proposal-new", make.strategy.slug), sent, follow=True).text
    )
    assert WorkPlanProposal.objects.get().responsible == make.organisation("sida")


def test_a_refusal_is_read_by_whoever_proposed(make: Making, cast: Cast, browse: Browse) -> None:
    proposal, officer = make.proposal(), browse(cast.officer)
    empty = officer.post(to("work-plan-proposal-refusal", proposal.pk), typed(reason=""))
    assert empty.status_code == 422
    page = officer.post(to("work-plan-proposal-refusal", proposal.pk), typed(reason="Det ryms inte i år."), follow=True)
    assert "Förslaget är avslaget." in page.text
    assert "Det ryms inte i år." in browse(cast.contact).get(proposal.get_absolute_url()).text
    assert browse(cast.other_contact).get(proposal.get_absolute_url()).status_code == 404
    again = officer.post(to("work-plan-proposal-refusal", proposal.pk), typed(reason="En gång till."))
    assert ("redan avgjort" in again.text, "En gång till." in again.text) == (True, True)


def test_it_is_taken_back(make: Making, cast: Cast, browse: Browse) -> None:
    proposal = make.proposal()
    page = browse(cast.contact).post(to("work-plan-proposal-withdrawal", proposal.pk), typed(), follow=True).text
    assert "Förslaget är återtaget." in page
    assert "Ta in i planen" not in browse(cast.officer).get(proposal.get_absolute_url()).text


def test_a_number_and_a_marking_are_the_ministrys_own(make: Making, cast: Cast, browse: Browse) -> None:
    proposal = make.proposal()
    kept = typed(registry_number="Ju2022/17", classification="open", lowering_reason="Känt.", version=proposal.version)
    browse(cast.officer).post(to("work-plan-proposal-edit", proposal.pk), kept)
    proposal.refresh_from_db()
    assert (proposal.registry_number, proposal.classification) == ("Ju2022/17", "open")


def test_the_line_page_leads_a_contact_through_a_report_and_another_day(
    make: Making, line: Activity, cast: Cast, browse: Browse
) -> None:
    contact, officer = browse(cast.contact), browse(cast.officer)
    page = contact.get(line.get_absolute_url()).text
    assert 'id="report"' in page
    assert "Flytta dagen" not in page
    sent = typed(text="Intervjuerna är gjorda.", happened_on="2021-06-01", state="under_way")
    page = contact.post(to("activity-reports", line.pk), sent, follow=True).text
    assert "Lägesrapporten är inlämnad." in page
    assert "Contact, Migrationsverket" in folded(page)
    line.refresh_from_db()
    assert line.state == "under_way"
    wrong = contact.post(to("activity-day-requests", line.pk), typed(due_on="", reason="Underlaget dröjer."))
    assert (wrong.status_code, "Underlaget dröjer." in wrong.text) == (422, True)
    asked = typed(due_on="2022-03-31", reason="Underlaget dröjer.")
    page = contact.post(to("activity-day-requests", line.pk), asked, follow=True).text
    assert "Begäran är skickad." in page
    assert "Begär en ny dag" not in page  # until it is decided
    proposal = WorkPlanProposal.objects.get()
    assert "Flytta dagen till 31 mars 2022" in officer.get(proposal.get_absolute_url()).text
    page = officer.post(to("work-plan-proposal-grant", proposal.pk), typed(), follow=True).text
    assert "Dagen är flyttad." in page
    line.refresh_from_db()
    assert str(line.due_on) == "2022-03-31"
    assert ActivityUpdate.objects.moves().get().text == "Underlaget dröjer."


@pytest.mark.parametrize(("name", "is_there"), [("contact", True), ("other_contact", False), ("reader", False)])
def test_who_joins_in_reads_and_does_not_report(
    make: Making, cast: Cast, browse: Browse, name: str, is_there: bool
) -> None:
    line = make.activity(responsible=make.organisation("migrationsverket"), participants=["sida"])
    client = browse(cast[name])
    assert ('id="report"' in client.get(line.get_absolute_url()).text) == is_there
    sent = typed(text="Klart.", happened_on="2021-06-01", state="planned")
    assert client.post(to("activity-reports", line.pk), sent).status_code == (302 if is_there else 404)


def test_a_contacts_first_page_leads_to_where_they_report(
    make: Making, line: Activity, cast: Cast, browse: Browse
) -> None:
    page = browse(cast.contact).get(reverse("dialogue:observations", args=[make.strategy.slug])).text
    assert f"{line.get_absolute_url()}#report" in page


def test_an_intake_of_a_day_and_a_grant_of_a_line_are_not_there(
    make: Making, line: Activity, cast: Cast, browse: Browse
) -> None:
    client = browse(cast.officer)
    assert client.get(to("work-plan-proposal-intake", make.proposal(line).pk)).status_code == 404
    assert client.post(to("work-plan-proposal-grant", make.proposal().pk), typed()).status_code == 404


def test_the_list_is_ones_own_or_everybodys(make: Making, cast: Cast, browse: Browse) -> None:
    make.proposal(title="Myndighetens")
    make.proposal(title="Läsarens", author=cast.reader, organisation=None)
    address = to("work-plan-proposals", make.strategy.slug)
    seen = {
        name: [title for title in ("Myndighetens", "Läsarens") if title in browse(cast[name]).get(address).text]
        for name in ("officer", "head", "reader", "contact", "other_contact")
    }
    both = ["Myndighetens", "Läsarens"]
    assert seen == {
        **dict.fromkeys(("officer", "head"), both),
        "reader": ["Läsarens"],
        "contact": ["Myndighetens"],
        "other_contact": [],
    }
    assert browse(cast.officer).get(f"{address}?format=xlsx").status_code == 200
