"""What the longer variables of the environment mean. Nonsense raises ImproperlyConfigured, in Swedish, naming it."""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class Mail(NamedTuple):
    backend: str
    folder: Path = Path()
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False


def mail(url: str, default_folder: Path) -> Mail:
    """EMAIL_URL: `file:///folder`, `console:`, `smtp://…` or `smtp+tls://…`; without it a folder and the console."""
    parts, port = split("EMAIL_URL", url)
    if not url:
        return Mail("strategy.tools.mail.FolderAndConsoleBackend", default_folder)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return Mail("strategy.tools.mail.FolderBackend", Path(unquote(parts.path)))
    if url in {"console:", "console://"}:
        return Mail("strategy.tools.mail.ConsoleBackend")
    if parts.scheme not in {"smtp", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL ska vara file:///mapp, console:, smtp://konto:lösenord@värd:port eller smtp+tls://…"
        )
    starttls = parts.scheme == "smtp+tls"
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port or (587 if starttls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls,
    )


def oidc(issuer: str, client_id: str, client_secret: str, name: str) -> dict[str, Any]:
    """The provider as allauth's setting; empty where single sign-on is off. All four are told, or none."""
    told = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": client_id, "OIDC_CLIENT_SECRET": client_secret, "OIDC_NAME": name}
    if not any(told.values()):
        return {}
    for variable, value in told.items():
        if not value:
            raise ImproperlyConfigured(f"{variable} saknas, men andra OIDC_-variabler är satta.")
    parts, _ = split("OIDC_ISSUER", issuer)
    local = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or not (parts.scheme == "https" or local) or parts.query or parts.fragment:
        raise ImproperlyConfigured("OIDC_ISSUER ska vara leverantörens adress och börja med https://.")
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def split(name: str, url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} är inte en adress som går att läsa.") from error
