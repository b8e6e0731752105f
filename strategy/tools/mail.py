"""Letters: plain text, in the reader's language, from a pair of templates under `templates/mail/`."""

import sys
from collections.abc import Mapping, Sequence
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

PRODUCT = "Verka"


def send(*, to: str, template: str, context: Mapping[str, Any], language: str = settings.LANGUAGE_CODE) -> None:
    """Composes and sends. Raises what the backend raises, OSError and SMTPException among them."""
    compose(to=to, template=template, context=context, language=language).send()


def compose(*, to: str, template: str, context: Mapping[str, Any], language: str) -> EmailMessage:
    """`mail/<template>.txt` with the first line of `mail/<template>.subject.txt` over it."""
    values = {**context, "product": PRODUCT}
    with translation.override(language):
        subject = " ".join(render_to_string(f"mail/{template}.subject.txt", values).split())
        body = render_to_string(f"mail/{template}.txt", values).strip() + "\n"
    return EmailMessage(f"{PRODUCT}: {subject}", body, to=[to])


class FolderBackend(BaseEmailBackend):
    """Writes each letter as a file of its own, named by its moment, in the folder MAIL_FOLDER."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self.write(message.message())
        return len(email_messages)

    def write(self, message: Message) -> Path:
        folder: Path = settings.MAIL_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{timezone.now():%Y%m%dT%H%M%S.%f}-{uuid4().hex[:8]}.eml"
        file.touch(mode=0o600)
        file.write_bytes(message.as_bytes())
        return file


class FolderAndConsoleBackend(FolderBackend):
    """And prints it, for whoever tries the product on a machine of their own."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages)
        return sent and printed(email_messages)


class ConsoleBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return printed(email_messages)


def printed(messages: Sequence[EmailMessage]) -> int:
    for message in messages:
        letter = [f"Till: {', '.join(message.to)}", f"Ämne: {message.subject}", "", message.body.rstrip()]
        sys.stdout.write("\n".join(["--- E-post", *letter, "---", ""]))
    sys.stdout.flush()
    return len(messages)
