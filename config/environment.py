"""What the longer variables of the environment mean. Nonsense raises ImproperlyConfigured, in Swedish, naming it."""

import re
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

DATABASE_ADDRESS = re.compile(r"sqlite:///.|(postgres|postgresql)://([^/@]*@)?(\[[^]]+\]|[^/@:]*)(:\d+)?/.")
S3_OPTIONS = ("bucket", "endpoint", "region", "access_key", "secret_key")


def database(url: str, folder: Path, *, allows_sqlite: bool) -> dict[str, Any]:
    """DATABASE_URL as Django's setting, with the options without which the two databases are not safe."""
    if not DATABASE_ADDRESS.match(url):
        raise ImproperlyConfigured("DATABASE_URL ska vara sqlite:///mapp/fil eller postgres://konto@värd:port/databas.")
    configured: dict[str, Any] = environ.Env.db_url_config(url)
    if url.startswith("sqlite:"):
        if not allows_sqlite:
            raise ImproperlyConfigured(
                "DATABASE_URL pekar på SQLite, som är till för en enda dator. Ange PostgreSQL eller ALLOW_SQLITE=1."
            )
        configured["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
        }
        configured["TEST"] = {"NAME": folder / "test.sqlite3"}  # a file, so that other processes can open it
    else:
        options = {"options": "-c jit=off"} | configured.get("OPTIONS", {})  # with it, a search takes seconds
        configured |= {"CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60, "OPTIONS": options}
    return configured


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


def s3(told: dict[str, str]) -> dict[str, Any]:
    """The storage of private files behind our own pages, where none has a public address; empty without a bucket."""
    if any(told.values()) and not told["bucket"]:
        raise ImproperlyConfigured("S3_BUCKET saknas, men andra S3_-variabler är satta.")
    if told["endpoint"] and urlsplit(told["endpoint"]).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("S3_ENDPOINT ska börja med https:// eller http://.")
    if not told["bucket"]:
        return {}
    options = {
        "bucket_name": told["bucket"],
        "endpoint_url": told["endpoint"] or None,
        "region_name": told["region"] or None,
        "access_key": told["access_key"] or None,
        "secret_key": told["secret_key"] or None,
    }
    kept = {"addressing_style": "path", "file_overwrite": True}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options | kept}


def broker_folders(url: str, default_folder: Path) -> dict[str, str]:
    """Those of the filesystem broker; without `control_folder` it would write into the current one."""
    root = Path(urlsplit(url).path or default_folder)
    folders = {name: root / name for name in ("messages", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    messages = str(folders["messages"])
    return {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(folders["control"])}


def split(name: str, url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} är inte en adress som går att läsa.") from error
