"""A head's deputies, and the pages of somebody who is officer and deputy at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from tests.conftest import Cast
from tests.making import Making, make_user

Browse = Callable[[User], Client]


@pytest.fixture
def page(strategy: Strategy) -> str:
    return reverse("strategy:deputies", args=[strategy.slug])


def week() -> dict[str, str]:
    day: date = timezone.localdate()
    return {"since": day.isoformat(), "until": (day + timedelta(days=7)).isoformat()}


def named(cast: Cast, browse: Browse, page: str) -> Membership:
    assert browse(cast.head).post(page, {"user": cast.officer.pk} | week()).status_code == 302
    return Membership.objects.get(user=cast.officer, role=Role.HEAD)


def test_the_deputy_approves_from_the_next_request_until_the_head_ends_it(
    cast: Cast, browse: Browse, page: str, make: Making
) -> None:
    report = make.report(state="draft")
    colleague = browse(cast.colleague)
    address = reverse("reporting:report-approval", args=[report.pk])
    assert colleague.post(address, {"version": report.version}).status_code == 404
    assert browse(cast.head).post(page, {"user": cast.colleague.pk} | week()).status_code == 302

    colleague.post(address, {"version": report.version})
    report.refresh_from_db()
    assert (report.state, report.approved_by) == ("approved", cast.colleague)

    deputyship = Membership.objects.get(user=cast.colleague, role=Role.HEAD)
    browse(cast.head).post(reverse("strategy:deputyship-ending", args=[deputyship.pk]))
    assert colleague.get(page).status_code == 404


def test_frame_and_menu_know_both_roles(cast: Cast, browse: Browse, page: str, strategy: Strategy) -> None:
    """Officer's places and head's, each once; the label names both; the officer's own inbox stays."""
    before = [entry.label for entry in browse(cast.officer).get(f"/strategies/{strategy.slug}/").context["navigation"]]
    named(cast, browse, page)

    shown = browse(cast.officer).get(f"/strategies/{strategy.slug}/")

    assert shown.context["role_label"] == "handläggare och ställföreträdande enhetschef"
    assert [entry.label for entry in shown.context["navigation"]] == before
    assert shown.context["deputies_url"] == page
    deputy = browse(cast.officer)
    assert deputy.get(reverse("dialogue:event-new", args=[strategy.slug])).status_code == 200
    assert deputy.get(reverse("priorities:work-plan-adoption", args=[strategy.slug])).status_code == 200
    assert deputy.get("/").headers["Location"] == f"/strategies/{strategy.slug}/"


def test_a_deputy_reads_and_names_nobody(cast: Cast, browse: Browse, page: str) -> None:
    deputyship = named(cast, browse, page)
    deputy = browse(cast.officer)

    assert deputy.get(page).context["form"] is None
    assert deputy.post(page, {"user": cast.colleague.pk} | week()).status_code == 404
    assert deputy.post(reverse("strategy:deputyship-ending", args=[deputyship.pk])).status_code == 404


def test_a_head_elsewhere_is_named_by_address_and_not_listed(
    cast: Cast, browse: Browse, page: str, foreign_strategy: Strategy
) -> None:
    elsewhere = make_user("elsewhere", Role.HEAD, foreign_strategy)
    head = browse(cast.head)
    assert [str(user) for user in head.get(page).context["form"].fields["user"].queryset] == ["Colleague", "Officer"]
    told = [
        head.post(page, {"email": address} | week()).context["form"].errors["email"]
        for address in ("nobody@test.example", "reader@test.example", "outsider@test.example")
    ]
    assert told == [["Adressen hör inte till någon som kan vara ställföreträdare här."]] * 3

    assert head.post(page, {"email": "ELSEWHERE@test.example"} | week()).status_code == 302
    assert "head" in User.objects.get(pk=elsewhere.pk).roles_in(cast.head.memberships.get().strategy_id)


def test_one_of_list_and_address_and_days_in_order(cast: Cast, browse: Browse, page: str) -> None:
    head, day = browse(cast.head), timezone.localdate().isoformat()
    assert head.post(page, week()).status_code == 422
    assert head.post(page, {"user": cast.officer.pk, "email": "officer@test.example"} | week()).status_code == 422
    assert head.post(page, {"user": cast.officer.pk, "since": day, "until": "2020-01-01"}).status_code == 422
    assert head.post(page, {"user": cast.reader.pk} | week()).status_code == 422
    assert not Membership.objects.exclude(deputy_for=None).exists()


def test_a_contact_who_also_reads_finds_the_own_observations(
    cast: Cast, make: Making, browse: Browse, strategy: Strategy
) -> None:
    """Two roles in one strategy: what the reader sees of others is not told as the organisation's own."""
    own = make.observation(title="Vår egen")
    make.observation(cast.other_contact, title="De andras", state="accepted")
    Membership.objects.create(user=cast.contact, strategy=strategy, role=Role.READER, since=timezone.localdate())

    shown = browse(cast.contact).get(reverse("dialogue:observations", args=[strategy.slug]))

    assert list(shown.context["page"]) == [own]
    assert "Det som Migrationsverket har skickat in" in shown.text
    assert browse(cast.contact).get("/").headers["Location"] == f"/strategies/{strategy.slug}/"
