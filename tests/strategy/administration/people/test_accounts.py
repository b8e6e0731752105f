"""Accounts are closed and opened again; the last administrator stays; what changed is kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from strategy.access import Role
from strategy.administration.organisations.services import latest_entry, save_organisation
from strategy.administration.people.accounts import deactivate, reactivate, rename_person
from strategy.administration.people.roles import end_role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import make_user

Browse = Callable[[User], Client]


def test_a_closed_account_is_nobodys_at_its_next_request(cast: Cast, browse: Browse) -> None:
    browser = browse(cast.reader)
    assert browser.get("/strategies/iom-2020-2022/").status_code == 200

    deactivate(user=cast.reader, reason="Har slutat.", by=cast.admin)

    answer = browser.get("/strategies/iom-2020-2022/")
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in/")
    closing = User.objects.get(pk=cast.reader.pk).closing
    assert (closing.history_user, closing.history_change_reason) == (cast.admin, "Har slutat.")


def test_opened_again_it_has_the_roles_that_have_not_ended(cast: Cast, strategy: Strategy) -> None:
    deactivate(user=cast.reader, reason="Tjänstledig.", by=cast.admin)
    assert User.objects.get(pk=cast.reader.pk).memberships_today == []

    reactivate(user=cast.reader, reason="Tillbaka.", by=cast.admin)

    back = User.objects.get(pk=cast.reader.pk)
    assert (back.roles_in(strategy.pk), back.closing) == ({"reader"}, None)
    for act in (reactivate, reactivate):
        with pytest.raises(TransitionRefused):
            act(user=cast.reader, reason="Igen.", by=cast.admin)


def test_nobody_closes_their_own(cast: Cast) -> None:
    make_user("admin2", Role.ADMIN, None)
    with pytest.raises(TransitionRefused, match="ditt eget konto"):
        deactivate(user=cast.admin, reason="Prov.", by=cast.admin)


@pytest.mark.parametrize("by", ["officer", "head"])
def test_officers_and_heads_close_the_accounts_of_contacts_who_are_nothing_else(
    by: str, cast: Cast, foreign_strategy: Strategy
) -> None:
    deactivate(user=cast.contact, reason="Har slutat.", by=cast[by])
    Membership.objects.create(
        user=cast.other_contact, strategy=foreign_strategy, role=Role.READER, since=timezone.localdate()
    )

    for untouchable in (cast.other_contact, cast.reader, cast.colleague, cast.admin):
        with pytest.raises(TransitionRefused, match="Be en administratör"):
            deactivate(user=untouchable, reason="Har slutat.", by=cast[by])


# ------------------------------------------------------------------ the last administrator


def second(**dates: Any) -> User:
    return make_user("admin2", Role.ADMIN, None, **dates)


def test_the_last_administrator_stays(cast: Cast) -> None:
    """One who is about to leave, one who is yet to come and one whose account is closed do not count."""
    today = timezone.localdate()
    other = second(until=today + timedelta(days=7))
    coming = make_user("admin3", Role.ADMIN, None, since=today + timedelta(days=1))
    closed = make_user("admin4", Role.ADMIN, None)
    deactivate(user=closed, reason="Har slutat.", by=cast.admin)

    for by in (other, coming, closed):
        asker = User.objects.get(pk=by.pk)
        with pytest.raises(TransitionRefused):
            end_role(membership=cast.admin.memberships.get(), by=asker)
        with pytest.raises(TransitionRefused):
            deactivate(user=cast.admin, reason="Har slutat.", by=asker)
    assert User.objects.get(pk=cast.admin.pk).administers


def test_one_of_two_may_go(cast: Cast) -> None:
    other = second()

    end_role(membership=cast.admin.memberships.get(), by=other)

    assert not User.objects.get(pk=cast.admin.pk).administers
    with pytest.raises(TransitionRefused):
        end_role(membership=other.memberships.get(), by=cast.admin)


def test_nobody_ends_their_own_administration(cast: Cast) -> None:
    second()
    with pytest.raises(TransitionRefused, match="egen roll som administratör"):
        end_role(membership=cast.admin.memberships.get(), by=cast.admin)


# ------------------------------------------------------------------ what is kept


def test_a_new_name_is_kept_with_the_old_one(cast: Cast) -> None:
    rename_person(user=cast.reader, name="Åke Läsare", by=cast.admin)

    newest, oldest = cast.reader.history.all()[:2]
    assert (newest.name, newest.history_user) == ("Åke Läsare", cast.admin)
    assert oldest.name == "Reader"
    assert User.objects.get(pk=cast.reader.pk).sort_key == "zzake lzzbsare"


def test_signing_in_is_no_change(cast: Cast, browse: Browse) -> None:
    browse(cast.reader)

    assert User.objects.get(pk=cast.reader.pk).last_login is not None
    assert cast.reader.history.count() == 1


def test_an_organisation_is_not_overwritten_unseen(cast: Cast) -> None:
    sida = Organisation.objects.get(key="sida")
    seen = latest_entry(sida)
    mine, theirs = Organisation.objects.get(pk=sida.pk), Organisation.objects.get(pk=sida.pk)
    theirs.name_en = "Sida, by another"
    save_organisation(organisation=theirs, by=cast.admin, seen=seen)
    mine.abbreviation = "SIDA"

    with pytest.raises(ValidationError, match="Någon annan har ändrat"):
        save_organisation(organisation=mine, by=cast.admin, seen=seen)

    sida.refresh_from_db()
    assert (sida.name_en, sida.abbreviation) == ("Sida, by another", "Sida")
    assert sida.history.first().history_user == cast.admin
