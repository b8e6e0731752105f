"""Where letters go, and what they look like there."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from config.environment import Mail
from config.environment import mail as read
from strategy.tools.mail import FolderAndConsoleBackend, FolderBackend

LETTER = EmailMessage("Verka: Logga in", "Hej på dig, Åsa.\n", "verka@test.example", ["asa@test.example"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", Mail("strategy.tools.mail.FolderAndConsoleBackend", Path("/var/mail"))),
        ("file:///srv/brev%20ut", Mail("strategy.tools.mail.FolderBackend", Path("/srv/brev ut"))),
        ("console:", Mail("strategy.tools.mail.ConsoleBackend")),
        ("smtp://post.example", Mail("django.core.mail.backends.smtp.EmailBackend", host="post.example")),
        (
            "smtp+tls://verka:hemligt%40@post.example:2525",
            Mail(
                "django.core.mail.backends.smtp.EmailBackend",
                host="post.example",
                port=2525,
                user="verka",
                password="hemligt@",
                starttls=True,
            ),
        ),
    ],
)
def test_the_address_says_where_letters_go(url: str, expected: Mail) -> None:
    assert read(url, Path("/var/mail")) == expected


def test_each_letter_is_a_file_that_only_the_product_reads(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"

    assert FolderBackend().send_messages([LETTER, LETTER]) == 2

    files = sorted((tmp_path / "mail").iterdir())
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600, 0o600]
    letter = message_from_bytes(files[0].read_bytes(), policy=default)
    assert (letter["To"], letter["Subject"]) == ("asa@test.example", "Verka: Logga in")
    assert letter.get_content() == "Hej på dig, Åsa.\n"


def test_by_default_it_is_printed_too(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"

    get_connection(f"{FolderAndConsoleBackend.__module__}.FolderAndConsoleBackend").send_messages([LETTER])

    assert len(list((tmp_path / "mail").iterdir())) == 1
    assert capsys.readouterr().out == (
        "--- E-post\nTill: asa@test.example\nÄmne: Verka: Logga in\n\nHej på dig, Åsa.\n---\n"
    )
    assert mail.outbox == []
