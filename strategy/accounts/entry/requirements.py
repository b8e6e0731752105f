"""What a person has to have shown before any page is theirs."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from strategy.access import SECOND_FACTOR_ROLES
from strategy.accounts.allauth_compat import get_authentication_records, record_authentication
from strategy.accounts.entry import sessions
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb

PROOF = "mfa"  # allauth's word for a second factor, in what a session remembers


def demanded_of(user: User) -> bool:
    return settings.REQUIRE_MFA and any(held.role in SECOND_FACTOR_ROLES for held in user.memberships_today)


def shown_in(request: HttpRequest) -> bool:
    """Whether a second factor was shown, set up, or vouched for by the provider in this very session."""
    assert isinstance(request.user, User)
    return any(record["method"] == PROOF for record in get_authentication_records(request, request.user))


def note_shown(request: HttpRequest, user: User, kind: str) -> None:
    record_authentication(request, user, PROOF, type=kind)


@transaction.atomic
def forget(user: User) -> int:
    """For somebody who has lost telephone, key and codes: all that was set up is gone, and so are open sessions."""
    removed, _each = Authenticator.objects.filter(user=user).delete()
    if removed:
        audit.note(verb=Verb.SECURED, thing=user, by=None, details={"factor": "all"})
        sessions.end_others(user=user, keeping=None, by=None)
    return int(removed)


def has_one(user: User, besides: Authenticator | None = None) -> bool:
    """An app or a key; recovery codes alone are none."""
    owned = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool((owned.exclude(pk=besides.pk) if besides else owned).exists())
