"""What a coming or going leads to, whatever lets people in: told by the signals of `django.contrib.auth`."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from strategy.accounts.entry import sessions
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb


def listen() -> None:
    user_logged_in.connect(sessions.begin, dispatch_uid="a session begins")
    user_logged_in.connect(signed_in, dispatch_uid="signed in")
    user_logged_out.connect(signed_out, dispatch_uid="signed out")
    user_login_failed.connect(refused, dispatch_uid="refused")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(password_chosen, dispatch_uid="password chosen")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(second_factor_changed, dispatch_uid="second factor changed")
    social_account_added.connect(tied_to_provider, dispatch_uid="tied to provider")


def signed_in(user: User, **told: Any) -> None:
    audit.note(verb=Verb.SIGNED_IN, thing=user, by=user)


def signed_out(user: User | None, **told: Any) -> None:
    if user is not None:
        audit.note(verb=Verb.SIGNED_OUT, thing=user, by=user)


def refused(credentials: dict[str, Any], **told: Any) -> None:
    """What was typed is not kept: an address that is nobody's may be somebody's elsewhere, or a password."""
    typed = next((str(credentials[name]) for name in ("username", "email", "login") if credentials.get(name)), "")
    account = User.objects.with_address(typed).first() if typed else None
    audit.note(verb=Verb.REFUSED, thing=account, by=None, label="" if account is None else None)


def password_chosen(user: User, **told: Any) -> None:
    audit.note(verb=Verb.SECURED, thing=user, by=user, details={"factor": "password"})


def second_factor_changed(user: User, authenticator: Authenticator, **told: Any) -> None:
    """An app, a key or recovery codes, added, removed or made anew."""
    audit.note(verb=Verb.SECURED, thing=user, by=user, details={"factor": str(authenticator.type)})


def tied_to_provider(sociallogin: SocialLogin, **told: Any) -> None:
    audit.note(verb=Verb.SECURED, thing=sociallogin.user, by=sociallogin.user, details={"factor": "single-sign-on"})
