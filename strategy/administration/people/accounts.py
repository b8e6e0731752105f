"""Accounts: renamed, closed and opened again. None is deleted: what somebody wrote keeps its name."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from strategy import access
from strategy.accounts.entry import letters, sessions
from strategy.people.models import Membership, User
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import keep


@transaction.atomic
def rename_person(*, user: User, name: str, by: User) -> None:
    user.name = name
    keep(user, by=by)


@transaction.atomic
def deactivate(*, user: User, reason: str, by: User) -> None:
    """Closes the account, its sessions and the links sent to it: opening it again brings none of them back.

    Raises TransitionRefused.
    """
    administrators = all_administrators()
    person = User.objects.select_for_update().get(pk=user.pk)
    refuse_unless_theirs_to_close(person, by)
    if not person.is_active:
        raise TransitionRefused(_("Kontot är redan avstängt."))
    if person.administers:
        refuse_without_another(person, administrators)
    person.is_active = False
    keep(person, by=by, reason=reason, verb=Verb.DEACTIVATED)
    sessions.end_others(user=person, keeping=None, by=by)
    letters.withdraw_links(person)


@transaction.atomic
def reactivate(*, user: User, reason: str, by: User) -> None:
    """Opens it again, with the roles that have not ended meanwhile. Raises TransitionRefused."""
    person = User.objects.select_for_update().get(pk=user.pk)
    refuse_unless_theirs_to_close(person, by)
    if person.is_active:
        raise TransitionRefused(_("Kontot är redan öppet."))
    person.is_active = True
    keep(person, by=by, reason=reason, verb=Verb.REACTIVATED)


def may_close(user: User, by: User) -> bool:
    """Whether every role that the person has or is to have is one that `by` gives."""
    if by.administers:
        return True
    held = list(user.memberships.lasting())
    return bool(held) and all(access.may_grant(m.role, by.memberships_today, m.strategy_id) for m in held)


def refuse_unless_theirs_to_close(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise TransitionRefused(_("Du kan inte stänga av ditt eget konto. Be en annan administratör."))
    if not may_close(user, by):
        raise TransitionRefused(_("Personen har också andra roller. Be en administratör."))


def all_administrators() -> list[Membership]:
    """Those of today, locked in one order before anything else: two who take each other's role come one by one."""
    held = Membership.objects.in_force().filter(strategy=None).select_related("user").order_by("pk")
    return list(held.select_for_update(of=("self", "user")))


def refuse_without_another(user: User, administrators: Iterable[Membership]) -> None:
    """Somebody else has to stay administrator, without a last day."""
    if not any(other.user_id != user.pk and other.until is None for other in administrators):
        raise TransitionRefused(_("Det måste finnas en annan administratör utan sista dag. Bjud in en först."))
