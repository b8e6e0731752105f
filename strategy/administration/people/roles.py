"""Roles: given from a day, ended on a day, never deleted. What changes counts from the next request."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy import access
from strategy.access import Role
from strategy.administration.people.accounts import all_administrators, refuse_without_another
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import keep


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    strategy: Strategy | None,
    organisation: Organisation | None,
    since: date,
    by: User,
    until: date | None = None,
) -> Membership:
    """Gives somebody who has an account a role. Raises ValidationError and TransitionRefused."""
    if not access.may_grant(role, by.memberships_today, strategy.pk if strategy else None):
        raise TransitionRefused(_("Din egen roll räcker inte för att ge den rollen."))
    wanted = Membership(user=user, role=role, strategy=strategy, organisation=organisation, since=since, until=until)
    return begin(wanted, by=by)


def begin(membership: Membership, *, by: User) -> Membership:
    """Saves a role unless its person has the same one on any of its days. Raises ValidationError."""
    User.objects.select_for_update().get(pk=membership.user_id)
    same = Membership.objects.filter(
        user=membership.user_id, role=membership.role, strategy=membership.strategy_id
    ).overlapping(membership.since, membership.until)
    if same.exists():
        raise ValidationError(_("Personen har redan rollen under de dagarna."))
    keep(membership, by=by)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, last_day: date | None = None) -> None:
    """Ends it after its last day, or at once where none is given. Raises TransitionRefused and ValidationError."""
    if not access.may_grant(membership.role, by.memberships_today, membership.strategy_id):
        raise TransitionRefused(_("Din egen roll räcker inte för att avsluta den rollen."))
    if membership.role == Role.ADMIN:
        if membership.user_id == by.pk:
            raise TransitionRefused(_("Du kan inte avsluta din egen roll som administratör. Be en annan."))
        refuse_without_another(membership.user, all_administrators())
    end(locked(membership), by=by, last_day=last_day)


def locked(membership: Membership) -> Membership:
    """As it stands now, and nobody else's to change until the transaction ends."""
    lasting = Membership.objects.lasting().select_for_update(of=("self",))
    held = lasting.filter(pk=membership.pk).first()
    if held is None:
        raise TransitionRefused(_("Rollen är redan avslutad."))
    return held


def end(held: Membership, *, by: User, last_day: date | None) -> None:
    today = timezone.localdate()
    if last_day is None:
        held.until, held.ended_at = max(held.since, today), timezone.now()
    else:
        if last_day < today:
            raise ValidationError(
                {"last_day": _("Dagen har redan varit. Välj i dag eller senare, eller avsluta genast.")}
            )
        if last_day < held.since:
            raise ValidationError({"last_day": _("Slutdagen ligger före startdagen.")})
        held.until = last_day
    keep(held, by=by, verb=Verb.ENDED)


# ------------------------------------------------------------------ deputies


def own_office(user: User, strategy: Strategy) -> Membership | None:
    """The membership by which somebody is head in their own right."""
    heads = (m for m in user.memberships_today if m.role == Role.HEAD and m.strategy_id == strategy.pk)
    return next((m for m in heads if m.deputy_for_id is None), None)


def possible_deputies(strategy: Strategy) -> QuerySet[User]:
    """The officers of the strategy, and those who are heads elsewhere."""
    held = Membership.objects.in_force()
    head = Q(role=Role.HEAD, deputy_for=None)
    able = held.filter(Q(strategy=strategy, role=Role.OFFICER) | head & ~Q(strategy=strategy))
    here = held.filter(head, strategy=strategy)
    return User.objects.filter(pk__in=able.values("user")).exclude(pk__in=here.values("user"))


@transaction.atomic
def name_deputy(*, office: Membership, user: User, since: date, until: date, by: User) -> Membership:
    """Gives somebody the head's role for these days. Raises ValidationError and TransitionRefused."""
    if office.strategy is None or office != own_office(by, office.strategy):
        raise TransitionRefused(_("Bara enhetschefen själv utser sin ställföreträdare."))
    if not possible_deputies(office.strategy).filter(pk=user.pk).exists():
        raise ValidationError({"user": _("Personen kan inte vara ställföreträdare här.")})
    if since < timezone.localdate():
        raise ValidationError({"since": _("Dagen har redan varit.")})
    deputyship = Membership(
        user=user,
        role=Role.HEAD,
        strategy=office.strategy,
        organisation=office.organisation,
        since=since,
        until=until,
        deputy_for=office,
    )
    return begin(deputyship, by=by)


@transaction.atomic
def end_deputyship(*, deputyship: Membership, by: User) -> None:
    """At once, by the head whose deputy it is. Raises TransitionRefused."""
    if deputyship.deputy_for is None or deputyship.deputy_for.user_id != by.pk:
        raise TransitionRefused(_("Bara enhetschefen själv avslutar sin ställföreträdares tid."))
    end(locked(deputyship), by=by, last_day=None)
