"""What somebody does to come in, step by step, as a browser without JavaScript would."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.test import Client

from strategy.accounts.allauth_compat import format_hotp_value, hotp_value
from strategy.people.models import User

PASSWORD = "en-alldeles-egen-mening"
STEP = 30  # seconds


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"login": user.email, "password": password}, **more)


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps)))


def with_app(user: User) -> str:
    """Connects an app; answers its secret."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def secret_of(user: User) -> str:
    return str(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
