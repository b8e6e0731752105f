"""Nonsense in the environment stops the start with one sentence that names the variable."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SOUND = {
    "ALLOW_SQLITE": "1",
    "ALLOWED_HOSTS": "verka.example",
    "BROKER_URL": "filesystem://",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "DEBUG": "0",
    "EMAIL_URL": "smtp://post.example:25",
    "MEDIA_ROOT": "/tmp/never-written",  # noqa: S108
    "PORT": "8000",
    "SECRET_KEY": "s" * 50,
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **SOUND, **environment},
        capture_output=True,
        text=True,
    )


def test_sound_environment_starts() -> None:
    result = start()

    assert (result.returncode, result.stderr) == (0, "")


def test_nonsense_is_one_line_and_an_exit_code() -> None:
    result = start(DEBUG="perhaps")

    assert (result.returncode, result.stdout, result.stderr) == (2, "", "DEBUG ska vara 1 eller 0, inte ”perhaps”.\n")


Read = Callable[..., dict[str, Any]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """What the settings are in an environment, or what they raise: the file alone is run, without a start."""

    def read(**environment: str) -> dict[str, Any]:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in (SOUND | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    return read


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "perhaps", "DEBUG ska vara 1 eller 0, inte ”perhaps”."),
        (
            "SECRET_KEY",
            "short",
            "SECRET_KEY saknas eller är kortare än 50 tecken. Kör `make setup` eller ange en egen.",
        ),
        (
            "ALLOWED_HOSTS",
            "http://verka.example/",
            "ALLOWED_HOSTS ska vara värdnamn åtskilda av komma, utan http:// och utan snedstreck.",
        ),
        *(
            (
                "ALLOWED_HOSTS",
                hosts,
                "ALLOWED_HOSTS ska vara hela värdnamn: länkar i brev får det namn som någon frågar efter.",
            )
            for hosts in ("*", "verka.example,.verka.example")
        ),
        (
            "EMAIL_URL",
            "",
            "EMAIL_URL saknas. Utan den hamnar breven, med länkar som släpper in, i en mapp och i loggen på servern.",
        ),
        ("PORT", "eighty", "PORT ska vara ett tal mellan 1 och 65535, inte ”eighty”."),
        ("PORT", "65536", "PORT ska vara ett tal mellan 1 och 65535, inte ”65536”."),
        (
            "ALLOW_SQLITE",
            "0",
            "DATABASE_URL pekar på SQLite, som är till för en enda dator. Ange PostgreSQL eller ALLOW_SQLITE=1.",
        ),
        ("ALLOW_SQLITE", "maybe", "ALLOW_SQLITE ska vara 1 eller 0, inte ”maybe”."),
        ("MEDIA_ROOT", "media", "MEDIA_ROOT ska vara en absolut sökväg."),
        (
            "EMAIL_URL",
            "pigeon://loft",
            "EMAIL_URL ska vara file:///mapp, console:, smtp://konto:lösenord@värd:port eller smtp+tls://…",
        ),
        ("EMAIL_URL", "smtp://post.example:many", "EMAIL_URL är inte en adress som går att läsa."),
        ("DEFAULT_FROM_EMAIL", "Verka", "DEFAULT_FROM_EMAIL ska vara en e-postadress, inte ”Verka”."),
        ("REQUIRE_MFA", "sometimes", "REQUIRE_MFA ska vara 1 eller 0, inte ”sometimes”."),
        ("SESSION_IDLE_MINUTES", "0", "SESSION_IDLE_MINUTES ska vara ett heltal, minst 5, inte ”0”."),
        ("OIDC_NAME", "Departementet", "OIDC_ISSUER saknas, men andra OIDC_-variabler är satta."),
        ("PROXY_COUNT", "-1", "PROXY_COUNT ska vara ett heltal, minst 0, inte ”-1”."),
        ("CLAMAV_URL", "tcp://host", "CLAMAV_URL ska vara tcp://värd:port eller unix:///sökväg."),
        ("CLAMAV_URL", "http://host:3310", "CLAMAV_URL ska vara tcp://värd:port eller unix:///sökväg."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL ska vara DEBUG, INFO, WARNING eller ERROR."),
        ("BROKER_URL", "carrier-pigeon://", "BROKER_URL ska börja med filesystem://, amqp:// eller redis://."),
    ],
)
def test_nonsense_stops_the_start(read: Read, name: str, value: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read(**{name: value})
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    "url", ["mysql://localhost/verka", "postgres://localhost:port/verka", "postgres://localhost", "sqlite:///"]
)
def test_half_a_database_address_stops_the_start(read: Read, url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read(DATABASE_URL=url)
    assert str(raised.value) == "DATABASE_URL ska vara sqlite:///mapp/fil eller postgres://konto@värd:port/databas."


SIGN_ON = {
    "OIDC_ISSUER": "https://inloggning.example",
    "OIDC_CLIENT_ID": "verka",
    "OIDC_CLIENT_SECRET": "hemligt",
    "OIDC_NAME": "Departementet",
}


@pytest.mark.parametrize("issuer", ["inloggning.example", "http://inloggning.example", "https://x.example/?a=b"])
def test_single_sign_on_asks_for_a_whole_and_safe_address(read: Read, issuer: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read(**SIGN_ON | {"OIDC_ISSUER": issuer})
    assert str(raised.value) == "OIDC_ISSUER ska vara leverantörens adress och börja med https://."


def test_single_sign_on_starts_when_all_is_told() -> None:
    assert start(**SIGN_ON).returncode == 0


@pytest.mark.parametrize(("hosts", "required"), [("verka.example", True), ("127.0.0.1,localhost", False)])
def test_a_second_factor_is_required_but_where_it_is_served_locally(read: Read, hosts: str, required: bool) -> None:
    assert read(ALLOWED_HOSTS=hosts)["REQUIRE_MFA"] is required
