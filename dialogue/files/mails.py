"""Mail that was saved from a mail program (RFC 5322, MIME): what is shown of it, and the files attached in it.

Read by the rules of `email.policy.compat32`, which take whatever comes; the fields that are shown, by the modern ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.files.mail_html import without_tags
from dialogue.files.mail_texts import (
    LONGEST_READ,
    LONGEST_TEXT,
    decoded,
    header,
    legible,
    one_line,
    sent_at,
    unflowed,
    worded,
)
from dialogue.files.packages import ACTING

HEAD_BYTES = 64 * 1024
FIELDS = {
    *("from", "sender", "reply-to", "to", "cc", "date", "subject", "message-id", "mime-version", "received"),
    *("return-path", "content-type", "x-mailer"),
}
# What a mail may be made of. Reading one takes time with the number of its lines and how deep it is.
MOST_LINES, MOST_BOUNDARIES, MOST_CONTAINERS, MOST_ATTACHED = 400_000, 1_000, 40, 30
CONTAINER = re.compile(rb"^content-type:\s*(multipart|message)/", re.IGNORECASE | re.MULTILINE)
BODY = {f"text/{kind}" for kind in ("plain", "html", "calendar", "enriched", "richtext", "rfc822-headers")}
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}


@dataclass(frozen=True)
class Mail:
    """As it is shown: readable signs alone, `text` with line ends as `\\n`."""

    sender: str
    subject: str
    sent_at: datetime | None
    text: str


@dataclass(frozen=True)
class Attached:
    """A file in a mail. It may go by two names, of which programs choose one; or by none."""

    names: set[str]
    content_type: str
    content: bytes


class Lenient(Compat32):
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_READ]


def is_mail(content: bytes) -> bool:
    """Whether it begins with a mail's header fields."""
    try:
        fields = message_from_bytes(beginning(content[:HEAD_BYTES]), policy=Lenient()).keys()
    except Exception:  # the package's readers raise whatever comes to hand
        return False
    return len(FIELDS.intersection(map(str.lower, fields))) > 1


def parsed(content: bytes) -> "Message[str, str]":
    """Raises ValidationError for what would take too long, or is past reading."""
    lines = content.replace(b"\r", b"\n")
    too_much = lines.count(b"\n") > 2 * MOST_LINES or lines.count(b"\n--") > MOST_BOUNDARIES
    if too_much or len(CONTAINER.findall(lines)) > MOST_CONTAINERS:
        raise ValidationError(too_involved())
    try:
        return message_from_bytes(beginning(content), policy=Lenient())
    except Exception as error:  # as above
        raise ValidationError(unreadable()) from error


def beginning(content: bytes) -> bytes:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()


def shown(message: "Message[str, str]") -> Mail:
    """Raises ValidationError."""
    try:
        text = legible(text_of(message))
    except Exception as error:  # as above
        raise ValidationError(unreadable()) from error
    sender = header(message, "from") or header(message, "sender")
    cut = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}\n[…]"
    return Mail(sender, header(message, "subject"), sent_at(message), cut)


# ------------------------------------------------------------------ what is attached


def attached(message: "Message[str, str]") -> list[Attached]:
    """Also what is attached in mails that are attached in it. Raises ValidationError."""
    found = []
    try:
        for file in files_in(message):
            found.append(file)
            if len(found) > MOST_ATTACHED:
                raise ValidationError(_("I mejlet är fler än 30 filer bifogade. Bifoga dem var för sig i stället."))
    except ValidationError:
        raise
    except Exception as error:  # as above
        raise ValidationError(unreadable()) from error
    return found


def files_in(message: "Message[str, str]") -> Iterator[Attached]:
    for part in message.walk():
        require_open(part)
        names = names_of(part)
        if part.is_multipart() and any(re.search(ACTING, name.lower()) for name in names):
            raise ValidationError(unreadable())  # a mail in it that calls itself a program
        if part.is_multipart() or is_body(part, names) or is_signature(part, names):
            continue
        content: Any = part.get_payload(decode=True)
        if content:
            yield Attached(names, part.get_content_type(), content)
            if is_mail(content):
                yield from files_in(parsed(content))


def require_open(part: "Message[str, str]") -> None:
    """Raises ValidationError for what cannot be looked into."""
    kind, way = part.get_content_type(), str(part.get("content-transfer-encoding", "")).strip().lower()
    if kind in ENCRYPTED:
        raise ValidationError(_("Mejlet är krypterat, eller signerat så att det inte går att granska."))
    if kind == "message/external-body":
        raise ValidationError(_("Mejlet hämtar en bilaga från en annan plats. Bifoga den för sig i stället."))
    is_coded = part.get_content_maintype() == "message" and way in {"base64", "quoted-printable"}
    is_torn = part.get_content_maintype() == "multipart" and not part.is_multipart()
    if is_coded or is_torn or kind == "message/partial":
        raise ValidationError(unreadable())


def names_of(part: "Message[str, str]") -> set[str]:
    found: list[Any] = [part.get_param("filename", header="content-disposition"), part.get_param("name")]
    return {one_line(worded("subject", collapse_rfc2231_value(name))) for name in found if name}


def is_body(part: "Message[str, str]", names: set[str]) -> bool:
    return part.get_content_type() in BODY and part.get_content_disposition() != "attachment" and not names


def is_signature(part: "Message[str, str]", names: set[str]) -> bool:
    """A mail's own, of which its reader's program makes a line."""
    named_so = all(name.lower().endswith((".p7s", ".asc", ".sig")) for name in names)
    return part.get_content_type() in SIGNATURES and named_so


# ------------------------------------------------------------------ what is shown


def text_of(part: "Message[str, str]") -> str:
    """Of the mail itself: a mail attached in it has its own."""
    if part.get_content_maintype() == "multipart":
        payload: Any = part.get_payload()
        texts = [text.strip("\r\n") for text in map(text_of, payload if part.is_multipart() else []) if text.strip()]
        return texts[0] if texts and part.get_content_type() == "multipart/alternative" else "\n\n".join(texts)
    kind = part.get_content_type()
    if kind not in {"text/plain", "text/html"} or not is_body(part, names_of(part)):
        return ""
    content: Any = part.get_payload(decode=True)
    text = decoded(content or b"", part.get_content_charset() or "utf-8")
    if kind == "text/html":
        return without_tags(text)
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    return unflowed(text, blank_falls=str(part.get_param("delsp", "")).lower() == "yes") if is_flowed else text


def forwarded(message: "Message[str, str]") -> Iterator[Mail]:
    """The mails that are attached in it as mails. Raises ValidationError."""
    inner = (part for part in message.walk() if part.get_content_type() == "message/rfc822" and part.is_multipart())
    for part in inner:
        payload: Any = part.get_payload()
        yield shown(payload[0])


def content_of(file: IO[Any]) -> bytes:
    file.seek(0)
    return bytes(file.read())


def too_involved() -> str:
    return _("Mejlet är för invecklat för att granskas. Bifoga det viktiga ur det för sig, eller spara det som PDF.")


def unreadable() -> str:
    return _("Mejlet går inte att läsa i sin helhet. Spara det på nytt ur e-postprogrammet och försök igen.")
