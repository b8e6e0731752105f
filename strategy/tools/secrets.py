"""Secrets that we keep. Of a link's token there is a digest alone.

What has to be read back – the secrets behind one-time codes – lies encrypted in the database, under SECRET_KEY."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits, as they stand in a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is kept of a token. It is as random as a key, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def cipher() -> "MultiFernet":
    """Under the key in force; SECRET_KEY_FALLBACKS still read what earlier ones wrote."""
    from cryptography.fernet import Fernet, MultiFernet  # eight megabytes, where something is kept under a key

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [salted_hmac("strategy.entry.secrets", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])


def encrypted(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    return cipher().decrypt(text.encode()).decode()


def decrypted_within(seconds: int, text: str) -> str | None:
    """None for what is older than that, or no work of ours."""
    from cryptography.fernet import InvalidToken

    try:
        return cipher().decrypt(text.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None
