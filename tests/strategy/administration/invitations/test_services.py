"""An invitation's life: who may send one, what is kept of it, and that it is spent once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategy.access import Role
from strategy.administration.invitations.models import Invitation
from strategy.administration.invitations.services import InvitationRefused, accept, invite, resend, revoke
from strategy.administration.people.roles import end_role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.refusals import TransitionRefused
from strategy.tools.secrets import digest_of
from tests.conftest import Cast
from tests.making import make_invitation

pytestmark = pytest.mark.both

AT_ONCE = 20


@pytest.fixture
def sida(strategy: Strategy) -> Organisation:
    return Organisation.objects.get(key="sida")


@pytest.fixture
def invitation(officer: User, strategy: Strategy, sida: Organisation) -> Invitation:
    return make_invitation(officer, strategy, sida).invitation


def at(invitation: Invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


# ------------------------------------------------------------------ inviting


@pytest.mark.parametrize("by", ["officer", "head", "delegation", "reader", "contact", "admin", "outsider"])
@pytest.mark.parametrize("role", Role.values)
def test_who_may_invite_to_what(by: str, role: str, cast: Cast, strategy: Strategy, sida: Organisation) -> None:
    """Administrators anybody; officers and heads the contacts of their own strategy."""
    allowed = by == "admin" or (by in {"officer", "head"} and role == Role.CONTACT)
    to = None if role == Role.ADMIN else strategy

    if allowed:
        issued = invite(email="new@test.example", role=role, strategy=to, organisation=sida, by=cast[by])
        assert (issued.invitation.state, issued.invitation.created_by) == ("pending", cast[by])
    else:
        with pytest.raises(TransitionRefused):
            invite(email="new@test.example", role=role, strategy=to, organisation=sida, by=cast[by])
        assert not Invitation.objects.exists()


def test_two_hundred_and_fifty_six_random_bits_of_which_the_digest_is_kept(
    officer: User, strategy: Strategy, sida: Organisation
) -> None:
    first, second = (make_invitation(officer, strategy, sida, email=f"n{n}@test.example") for n in (1, 2))

    assert len(first.token) == 43  # 32 bytes in base64
    assert first.token != second.token
    assert at(first.invitation).token_digest == digest_of(first.token)
    assert first.token not in str(vars(at(first.invitation)))


def test_two_open_invitations_to_one_address_and_role_are_refused(
    officer: User, cast: Cast, strategy: Strategy, sida: Organisation, invitation: Invitation
) -> None:
    for address in ("invited@test.example", "INVITED@test.example"):
        with pytest.raises(ValidationError) as invalid:
            invite(email=address, role=Role.CONTACT, strategy=strategy, organisation=sida, by=officer)
        assert invalid.value.messages == ["Det finns redan en inbjudan till adressen. Skicka den på nytt i stället."]
    revoke(invitation=invitation, by=officer)
    invite(email="invited@test.example", role=Role.CONTACT, strategy=strategy, organisation=sida, by=officer)
    for _turn in range(2):
        if Invitation.objects.filter(role=Role.ADMIN).exists():
            with pytest.raises(ValidationError):
                make_invitation(cast.admin, None, role=Role.ADMIN)
        else:
            make_invitation(cast.admin, None, role=Role.ADMIN)


def test_who_has_the_role_already_is_not_invited_to_it(
    officer: User, contact: User, strategy: Strategy, sida: Organisation
) -> None:
    with pytest.raises(ValidationError) as invalid:
        invite(email=contact.email.upper(), role=Role.CONTACT, strategy=strategy, organisation=sida, by=officer)

    assert invalid.value.messages == ["Den som har adressen har redan rollen."]


@pytest.mark.parametrize(("role", "wants_it"), [(Role.CONTACT, True), (Role.DELEGATION, True), (Role.READER, False)])
def test_contacts_and_delegation_are_invited_for_an_organisation(
    role: str, wants_it: bool, cast: Cast, strategy: Strategy
) -> None:
    if not wants_it:
        make_invitation(cast.admin, strategy, role=role)
        return
    with pytest.raises(ValidationError) as invalid:
        make_invitation(cast.admin, strategy, role=role)
    assert invalid.value.messages == ["Kontaktpersoner och delegation hör till en organisation."]


# ------------------------------------------------------------------ states


def test_it_waits_for_fourteen_days(invitation: Invitation) -> None:
    last = invitation.issued_at + timedelta(days=14)

    assert invitation.expires_at == last
    assert invitation.state_at(last - timedelta(microseconds=1)) == "pending"
    assert invitation.state_at(last) == "expired"
    assert [row.pk for row in Invitation.objects.pending(last - timedelta(seconds=1))] == [invitation.pk]
    assert list(Invitation.objects.pending(last)) == []
    assert [row.pk for row in Invitation.objects.expired(last)] == [invitation.pk]


def test_sent_again_it_has_a_new_link_and_the_old_one_is_dead(
    officer: User, head: User, invitation: Invitation
) -> None:
    old = at(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=1))

    issued = resend(invitation=at(invitation), by=head)

    assert (at(invitation).state, at(invitation).token_digest) == ("pending", digest_of(issued.token))
    with pytest.raises(InvitationRefused):
        accept(invitation=old, by=None, name="Ny")
    accept(invitation=at(invitation), by=None, name="Ny")
    assert at(invitation).state == "accepted"


def test_what_is_over_is_neither_sent_again_nor_revoked(officer: User, invitation: Invitation) -> None:
    revoke(invitation=invitation, by=officer)
    assert (at(invitation).state, at(invitation).revoked_by) == ("revoked", officer)
    for act in (resend, revoke):
        with pytest.raises(TransitionRefused):
            act(invitation=invitation, by=officer)
    with pytest.raises(IntegrityError, match="accepted_or_revoked"), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())


# ------------------------------------------------------------------ accepting


def test_a_yes_makes_account_and_role(invitation: Invitation, strategy: Strategy, sida: Organisation) -> None:
    account = accept(invitation=invitation, by=None, name="Ny Kontakt")

    membership = account.memberships.get()
    assert (account.email, account.name, account.has_usable_password()) == (
        "invited@test.example",
        "Ny Kontakt",
        False,
    )
    assert (membership.role, membership.strategy, membership.organisation) == ("contact", strategy, sida)
    assert (membership.since, membership.until) == (timezone.localdate(), None)
    assert at(invitation).accepted_by == account


def test_somebody_with_an_account_accepts_as_themselves(cast: Cast, strategy: Strategy) -> None:
    invitation = make_invitation(cast.admin, strategy, email="Reader@TEST.example", role=Role.OFFICER).invitation
    User.objects.get(pk=cast.reader.pk).set_password("x")
    for wrong in (None, cast.officer):
        with pytest.raises(InvitationRefused):
            accept(invitation=invitation, by=wrong, name="Någon", password="lång men fel person")
        assert at(invitation).state == "pending"
    cast.reader.set_password("ett eget lösenord")
    cast.reader.save()

    assert accept(invitation=invitation, by=cast.reader) == cast.reader
    assert set(cast.reader.memberships.values_list("role", flat=True)) == {"reader", "officer"}


@pytest.mark.parametrize("over", ["accepted", "expired", "revoked"])
def test_what_is_over_gives_nothing(over: str, officer: User, invitation: Invitation) -> None:
    """Nor does a used one bring back a role that has been ended since."""
    by: User | None = None
    if over == "accepted":
        by = accept(invitation=invitation, by=None, name="Ny")
        end_role(membership=by.memberships.get(), by=officer)
    elif over == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    else:
        revoke(invitation=invitation, by=officer)
    held = Membership.objects.count()

    with pytest.raises(InvitationRefused):
        accept(invitation=invitation, by=by, name="Ny")

    assert (at(invitation).state, Membership.objects.count()) == (over, held)


def test_a_stranger_who_is_signed_in_does_not_take_it(invitation: Invitation, cast: Cast) -> None:
    with pytest.raises(InvitationRefused):
        accept(invitation=invitation, by=cast.reader)

    assert at(invitation).state == "pending"
    assert not User.objects.filter(email="invited@test.example").exists()


def test_every_role_but_the_contacts_wants_a_password(cast: Cast, strategy: Strategy) -> None:
    invitation = make_invitation(cast.admin, strategy, role=Role.OFFICER).invitation

    with pytest.raises(ValidationError) as invalid:
        accept(invitation=invitation, by=None, name="Ny")
    assert invalid.value.messages == ["Rollen kräver ett lösenord."]
    assert at(invitation).state == "pending"
    assert accept(invitation=invitation, by=None, name="Ny", password="fyra ord i rad").check_password("fyra ord i rad")


def test_a_role_that_is_held_already_spends_nothing(officer: User, contact: User, strategy: Strategy) -> None:
    organisation = Organisation.objects.get(key="migrationsverket")
    invitation = make_invitation(officer, strategy, organisation, email=contact.email).invitation

    with pytest.raises(ValidationError) as invalid:
        accept(invitation=invitation, by=contact)

    assert invalid.value.messages == ["Personen har redan rollen under de dagarna."]
    assert (at(invitation).state, contact.memberships.count()) == ("pending", 1)


def test_twenty_at_once_admit_one(
    shared: Callable[[], None], cast: Cast, strategy: Strategy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP, each from a browser of its own that has the link."""
    issued = make_invitation(cast.officer, strategy, Organisation.objects.get(key="sida"))
    link = reverse("strategy:invitation-link", args=[issued.token])
    shared()
    together = threading.Barrier(AT_ONCE, timeout=120)

    def say_yes(number: int) -> int:
        try:
            browser = Client()
            assert browser.get(link).status_code == 302
            together.wait()
            return browser.post(reverse("strategy:acceptance"), {"name": f"Nummer {number}"}).status_code
        except BaseException:
            together.abort()
            raise
        finally:
            connections.close_all()

    def outcome() -> tuple[int, int, str]:
        try:
            people = User.objects.filter(email="invited@test.example")
            return people.count(), Membership.objects.filter(user__in=people).count(), at(issued.invitation).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(say_yes, range(AT_ONCE)))
        found = pool.submit(outcome).result()

    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 410, 200}  # 200: told to sign in, by whoever saw the new account first
    assert found == (1, 1, "accepted")


# ------------------------------------------------------------------ history


def test_history_keeps_who_and_when_and_no_secret(officer: User, head: User, invitation: Invitation) -> None:
    resend(invitation=invitation, by=head)
    account = accept(invitation=at(invitation), by=None, name="Ny", password="fyra ord i rad")

    rows = list(invitation.history.order_by("history_id"))
    assert [row.history_user for row in rows] == [officer, head, account]
    assert [row.accepted_by for row in rows] == [None, None, account]
    kept = {field.name for model in (Invitation, User) for field in model.history.model._meta.get_fields()}
    assert not kept & {"token_digest", "password", "last_login"}
    everything = str([*invitation.history.values(), *account.history.values()])
    assert at(invitation).token_digest not in everything
    assert account.password not in everything
