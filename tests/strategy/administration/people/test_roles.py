"""Roles over time, and the deputy who has a head's for a while."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from strategy.access import Action, Kind, Role
from strategy.administration.people.accounts import deactivate
from strategy.administration.people.roles import end_deputyship, end_role, give_role, name_deputy, possible_deputies
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import make_user

pytestmark = pytest.mark.both


def today(user: User) -> set[str]:
    """What somebody holds, as their next request finds it."""
    return {m.role for m in User.objects.get(pk=user.pk).memberships_today}


def days(number: int) -> timedelta:
    return timedelta(days=number)


# ------------------------------------------------------------------ giving and ending


def test_at_once_means_the_next_request(cast: Cast) -> None:
    role = cast.reader.memberships.get()

    end_role(membership=role, by=cast.admin)

    role.refresh_from_db()
    assert today(cast.reader) == set()
    assert (role.until, role.standing) == (timezone.localdate(), "over")
    with pytest.raises(TransitionRefused, match="redan avslutad"):
        end_role(membership=role, by=cast.admin)


def test_a_last_day_is_a_whole_day(cast: Cast) -> None:
    day = timezone.localdate()
    end_role(membership=cast.reader.memberships.get(), by=cast.admin, last_day=day)
    assert today(cast.reader) == {"reader"}

    with time_machine.travel(timezone.now() + days(1)):
        assert today(cast.reader) == set()
    with pytest.raises(ValidationError, match="Dagen har redan varit"):
        end_role(membership=cast.reader.memberships.get(), by=cast.admin, last_day=day - days(1))


def test_a_role_that_was_to_come_is_ended_before_it_begins(cast: Cast, strategy: Strategy) -> None:
    begins = timezone.localdate() + days(10)
    coming = make_user("coming", Role.READER, strategy, since=begins)

    end_role(membership=coming.memberships.get(), by=cast.admin)

    with time_machine.travel(timezone.now() + days(10)):
        assert today(coming) == set()


def test_an_ended_role_may_begin_again_the_same_day(cast: Cast, strategy: Strategy) -> None:
    sida = Organisation.objects.get(key="sida")
    end_role(membership=cast.contact.memberships.get(), by=cast.officer)

    give_role(
        user=cast.contact,
        role=Role.CONTACT,
        strategy=strategy,
        organisation=sida,
        since=timezone.localdate(),
        by=cast.officer,
    )

    held = User.objects.get(pk=cast.contact.pk).memberships_today
    assert [m.organisation for m in held] == [sida]


def test_the_same_role_twice_at_a_time_is_refused(cast: Cast, strategy: Strategy) -> None:
    day = timezone.localdate()
    for until in (None, day + days(3)):
        with pytest.raises(ValidationError, match="redan rollen"):
            give_role(
                user=cast.reader, role=Role.READER, strategy=strategy, organisation=None, since=day, until=until,
                by=cast.admin,
            )  # fmt: skip


@pytest.mark.parametrize("role", Role.values)
def test_officers_give_and_end_the_contacts_role_alone(
    role: str, cast: Cast, strategy: Strategy, foreign_strategy: Strategy
) -> None:
    person = make_user("person", Role.READER, foreign_strategy)
    sida, to = Organisation.objects.get(key="sida"), None if role == Role.ADMIN else strategy
    given: dict[str, Any] = {
        "user": person,
        "role": role,
        "organisation": sida,
        "since": timezone.localdate(),
        "by": cast.officer,
    }
    if role == Role.CONTACT:
        end_role(membership=give_role(strategy=to, **given), by=cast.head)
        with pytest.raises(TransitionRefused):
            give_role(strategy=foreign_strategy, **given)
        return
    with pytest.raises(TransitionRefused):
        give_role(strategy=to, **given)
    held = give_role(strategy=to, **given | {"by": cast.admin})
    with pytest.raises(TransitionRefused):
        end_role(membership=held, by=cast.officer)


# ------------------------------------------------------------------ deputies


@pytest.fixture
def office(cast: Cast) -> Membership:
    return cast.head.memberships.get()


def named(cast: Cast, office: Membership, since: int = 0, until: int = 7, user: User | None = None) -> Membership:
    day = timezone.localdate()
    return name_deputy(
        office=office, user=user or cast.officer, since=day + days(since), until=day + days(until), by=cast.head
    )


def test_a_deputy_is_head_for_those_days_and_no_longer(cast: Cast, office: Membership) -> None:
    deputyship = named(cast, office, 1, 3)
    assert (deputyship.deputy_for, deputyship.role_label) == (office, "ställföreträdande enhetschef")
    held = []
    for day in range(6):
        with time_machine.travel(timezone.now() + days(day)):
            held.append("head" in today(cast.officer))
    assert held == [False, True, True, True, False, False]


def test_both_roles_count_at_once(cast: Cast, office: Membership, strategy: Strategy) -> None:
    named(cast, office)

    both = User.objects.get(pk=cast.officer.pk)

    assert both.roles_in(strategy.pk) == {"officer", "head"}
    assert both.may(Action.WRITE, Kind.DIALOGUE, strategy.pk)
    assert both.may(Action.APPROVE, Kind.REPORT, strategy.pk)
    assert both.may(Action.APPROVE, Kind.OBSERVATION, strategy.pk)


def test_the_head_ends_it_earlier(cast: Cast, office: Membership) -> None:
    deputyship = named(cast, office)
    for other in (cast.officer, cast.colleague, make_user("head2", Role.HEAD, office.strategy)):
        with pytest.raises(TransitionRefused):
            end_deputyship(deputyship=deputyship, by=other)

    end_deputyship(deputyship=deputyship, by=cast.head)

    assert today(cast.officer) == {"officer"}


@pytest.mark.parametrize("end", ["role", "account"])
def test_who_has_no_office_has_no_deputy(end: str, cast: Cast, office: Membership) -> None:
    named(cast, office)
    assert today(cast.officer) == {"officer", "head"}

    if end == "role":
        end_role(membership=office, by=cast.admin)
    else:
        deactivate(user=cast.head, reason="Har slutat.", by=cast.admin)

    assert today(cast.officer) == {"officer"}


def test_who_may_be_named(cast: Cast, strategy: Strategy, foreign_strategy: Strategy, office: Membership) -> None:
    elsewhere = make_user("elsewhere", Role.HEAD, foreign_strategy)
    make_user("head2", Role.HEAD, strategy)

    assert set(possible_deputies(strategy)) == {cast.officer, cast.colleague, elsewhere}
    for nobody in (cast.reader, cast.contact, cast.admin, cast.outsider, cast.head):
        with pytest.raises(ValidationError, match="kan inte vara ställföreträdare"):
            named(cast, office, user=nobody)
    assert named(cast, office, user=elsewhere).user == elsewhere


def test_a_deputy_names_no_deputy(cast: Cast, strategy: Strategy, office: Membership) -> None:
    deputyship = named(cast, office)
    deputy = User.objects.get(pk=cast.officer.pk)

    assert deputy.may(Action.READ, Kind.DEPUTY, strategy.pk)
    assert not deputy.may(Action.WRITE, Kind.DEPUTY, strategy.pk)
    for wrong in (deputyship, office):
        with pytest.raises(TransitionRefused):
            name_deputy(
                office=wrong, user=cast.colleague, since=timezone.localdate(), until=timezone.localdate(), by=deputy
            )


def test_a_deputy_once_at_a_time_and_never_in_the_past(cast: Cast, office: Membership) -> None:
    named(cast, office, 0, 7)
    with pytest.raises(ValidationError, match="redan rollen"):
        named(cast, office, 7, 9)
    with pytest.raises(ValidationError, match="Dagen har redan varit"):
        named(cast, office, -1, 9, user=cast.colleague)
    with pytest.raises(ValidationError, match="Slutdagen ligger före startdagen"):
        named(cast, office, 3, 2, user=cast.colleague)
    named(cast, office, 8, 9)


def test_the_database_holds_a_deputy_to_a_last_day(cast: Cast, office: Membership) -> None:
    deputyship = named(cast, office)
    with pytest.raises(IntegrityError, match="membership_deputy_is_head_for_a_time"), transaction.atomic():
        Membership.objects.filter(pk=deputyship.pk).update(until=None)
