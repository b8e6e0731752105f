"""What a coming or going leads to, whatever lets people in: told by the signals of `django.contrib.auth`."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from strategy import audit
from strategy.entry import sessions
from strategy.models import User, Verb


def listen() -> None:
    user_logged_in.connect(sessions.begin, dispatch_uid="a session begins")
    user_logged_in.connect(signed_in, dispatch_uid="signed in")
    user_logged_out.connect(signed_out, dispatch_uid="signed out")
    user_login_failed.connect(refused, dispatch_uid="refused")


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
