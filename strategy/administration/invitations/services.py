"""Invitations: a link that opens a role to one address, once. Only its digest is kept."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy import access
from strategy.access import Role
from strategy.administration.invitations.models import Invitation
from strategy.administration.people.roles import begin
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import keep
from strategy.sending.once import made
from strategy.tools import mail
from strategy.tools.secrets import digest_of, new_token

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Issued:
    """An invitation with its link's token, which is nowhere kept."""

    invitation: Invitation
    token: str


class InvitationRefused(Exception):
    """It is not this person's to accept, or not any more."""


@transaction.atomic
def invite(*, email: str, role: str, strategy: Strategy | None, organisation: Organisation | None, by: User) -> Issued:
    """Raises ValidationError and TransitionRefused."""
    if not access.may_grant(role, by.memberships_today, strategy.pk if strategy else None):
        raise TransitionRefused(_("Din egen roll räcker inte för att bjuda in till den rollen."))
    held = Membership.objects.lasting().filter(user__in=User.objects.with_address(email), role=role, strategy=strategy)
    if held.filter(until=None).exists():
        raise ValidationError({"email": _("Den som har adressen har redan rollen.")})
    invitation = Invitation(email=email, role=role, strategy=strategy, organisation=organisation, created_by=by)
    issued = issue(invitation, by)
    made(invitation)
    return issued


def issue(invitation: Invitation, by: User) -> Issued:
    """Gives it a new link and the full time; what it had before is dead."""
    token, now = new_token(), timezone.now()
    invitation.token_digest = digest_of(token)
    invitation.issued_at = now
    invitation.expires_at = now + settings.INVITATION_LIFETIME
    keep(invitation, by=by, verb=Verb.INVITED)
    return Issued(invitation, token)


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> Issued:
    """Whoever sends it again stands by it from then on. Raises TransitionRefused where it is accepted or revoked."""
    held = locked(invitation)
    held.created_by = by
    return issue(held, by)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Raises TransitionRefused where it has been accepted or revoked."""
    held = locked(invitation)
    held.revoked_at, held.revoked_by = timezone.now(), by
    keep(held, by=by, verb=Verb.ENDED)


def locked(invitation: Invitation) -> Invitation:
    """As it stands now, and nobody else's to change until the transaction ends."""
    held = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if held is None:
        raise TransitionRefused(_("Inbjudan är redan använd eller återkallad."))
    return held


def deliver(*, issued: Issued, link: str) -> bool:
    """Mails the link; answers whether it went. At once and by no task: a queue would keep the token."""
    invitation = issued.invitation
    try:
        mail.send(
            to=invitation.email,
            template="invitation",
            context={"invitation": invitation, "link": link, "days": settings.INVITATION_LIFETIME.days},
        )
    except (OSError, SMTPException):
        logger.warning("invitation %s could not be mailed", invitation.pk)
        return False
    return True


def account_of(invitation: Invitation) -> User | None:
    return User.objects.with_address(invitation.email).first()


@transaction.atomic
def accept(*, invitation: Invitation, by: User | None, name: str = "", password: str = "") -> User:
    """Spends it: the account, where the address has none yet, and the role, or nothing at all.

    `by` is whoever is signed in. The one who comes first claims it; the rest wait here and find it spent. Raises
    InvitationRefused, and ValidationError where the role is theirs already.
    """
    if not is_stood_by(invitation):
        raise InvitationRefused
    now = timezone.now()
    claimed = Invitation.objects.pending(now).filter(pk=invitation.pk, token_digest=invitation.token_digest)
    if claimed.update(accepted_at=now) != 1:
        raise InvitationRefused
    account = account_of(invitation)
    if account != by:
        raise InvitationRefused
    if account is None:
        account = User(email=invitation.email, name=name)
        account.set_password(None)
    complete(account, invitation, password)
    begin(role_in(invitation, account), by=account)
    spent = Invitation.objects.get(pk=invitation.pk)
    spent.accepted_by = account
    keep(spent, by=account)
    return account


def is_stood_by(invitation: Invitation) -> bool:
    """Whether whoever sent it could do so today, and the strategy still takes anybody in."""
    by, strategy = invitation.created_by, invitation.strategy
    if not by.is_active or (strategy is not None and strategy.is_read_only):
        return False
    return access.may_grant(invitation.role, by.memberships_today, invitation.strategy_id)


def complete(account: User, invitation: Invitation, password: str) -> None:
    """Saves a new account, and the password where one is chosen. Raises ValidationError where the role wants one."""
    if password:
        account.set_password(password)
    elif needs_password(invitation.role) and not account.has_usable_password():
        raise ValidationError({"password": _("Rollen kräver ett lösenord.")})
    if password or account.pk is None:
        keep(account, by=account if account.pk else None)


def needs_password(role: str) -> bool:
    """A contact may come in by mailed links alone."""
    return role != Role.CONTACT


def role_in(invitation: Invitation, account: User) -> Membership:
    return Membership(
        user=account,
        role=invitation.role,
        strategy=invitation.strategy,
        organisation=invitation.organisation,
        since=timezone.localdate(),
    )
