"""What comes in: told by its content, and let in only if that is of a kind we take and holds nothing that acts.

A PDF may hold scripts and files of its own, in places that only a PDF reader finds, and Outlook's own mail (msg) files;
they are taken as they are and leave only as downloads. The name that a file came with is kept as data, and has to agree
with the content.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.files import compound, images, mails, packages, refusals
from dialogue.files.mails import Attached, Mail, content_of
from dialogue.files.text_or_pdf import is_pdf, is_text, no_text
from strategy.tools.scanning import scan
from strategy.web.downloads import clean_name

ACCEPTED = gettext_lazy(
    "JPEG, PNG, PDF, Word (docx), Excel (xlsx), ren text (txt) eller mejl (eml, msg), högst 10 MB. "
    "Bilder sparas utan uppgifter om plats och kamera. Filer i ett mejl (eml) ska också vara av dessa slag."
)


@dataclass(frozen=True)
class Contents:
    """What to keep of a file; of a picture it is another than what came."""

    content: File[bytes]
    thumbnail: File[bytes] | None = None
    mail: Mail | None = None


@dataclass(frozen=True, kw_only=True)
class Admitted(Contents):
    """A file that may be kept."""

    name: str
    content_type: str
    suffix: str


@dataclass(frozen=True)
class Kind:
    """What a kind of file is known by, and what is done to one before it is let in."""

    content_type: str
    suffixes: tuple[str, ...]
    is_such: Callable[[IO[Any]], bool]
    prepared: Callable[[File[bytes]], Contents]


def admit(file: File[bytes]) -> Admitted:
    """Raises ValidationError, with a sentence for whoever sent it."""
    name, kind = known(file)
    kept = kind.prepared(file)
    require_name(name, kind)
    return Admitted(**vars(kept), name=name, content_type=kind.content_type, suffix=kind.suffixes[0])


def known(file: File[bytes]) -> tuple[str, Kind]:
    """Its name, and what it is by its content."""
    if not file.size:
        raise ValidationError(_("Filen är tom."))
    if file.size > settings.MOST_FILE_BYTES:
        raise ValidationError(_("Filen är större än 10 MB."))
    name = clean_name(file.name or "")
    kind = kind_of(file, suffix_of(name))
    scan(file)
    return name, kind


def suffix_of(name: str) -> str:
    return PurePath(name).suffix.lower()


def kind_of(file: File[bytes], suffix: str) -> Kind:
    """A file may be of two kinds, as a mail is text: its name decides."""
    found = [kind for kind in FILE_KINDS if kind.is_such(file)]
    named = [kind for kind in found if suffix in kind.suffixes]
    if not named and found in ([], [TEXT]) and (refused := refusals.reason(file, suffix)):
        raise ValidationError(refused)
    if not found:
        raise ValidationError(what_is_wrong(file, suffix))
    return (named or found)[0]


def what_is_wrong(file: File[bytes], suffix: str) -> str:
    if suffix == ".txt":
        return no_text(content_of(file))
    if any(suffix in kind.suffixes for kind in FILE_KINDS):
        return _("Namnet slutar på %(suffix)s, men innehållet är inte sådant. Filen kan vara skadad.") % {
            "suffix": suffix
        }
    return _("Filen är av ett slag som inte tas emot. Det här tas emot: %(accepted)s") % {"accepted": ACCEPTED}


def require_name(name: str, kind: Kind) -> None:
    if suffix_of(name) not in kind.suffixes:
        raise ValidationError(
            _("Filens innehåll är %(kind)s, men namnet slutar inte på %(suffix)s. Byt namn på filen.")
            % {"kind": kind.suffixes[0][1:].upper(), "suffix": kind.suffixes[0]}
        )


def begins_with(signature: bytes) -> Callable[[IO[Any]], bool]:
    def is_such(file: IO[Any]) -> bool:
        file.seek(0)
        return bool(file.read(len(signature)) == signature)

    return is_such


def as_it_is(file: File[bytes]) -> Contents:
    return Contents(file)


# ------------------------------------------------------------------ each kind


def is_mail(file: IO[Any]) -> bool:
    return mails.is_mail(content_of(file))


def is_outlook_mail(file: IO[Any]) -> bool:
    return "__properties_version1.0" in compound.names_in(content_of(file))


def looked_into(file: File[bytes]) -> Contents:
    """A mail with everything that is attached in it, wherever: refused with the first of them that is."""
    message = mails.parsed(content_of(file))
    for attached in mails.attached(message):
        for name in attached.names or {unnamed(attached)}:
            try:
                require_admissible(ContentFile(attached.content, name))
            except ValidationError as error:
                sentence = _("Mejlet innehåller ”%(name)s”, som inte tas emot. %(why)s")
                raise ValidationError(sentence % {"name": clean_name(name), "why": error.messages[0]}) from error
    return Contents(file, mail=mails.shown(message))


def require_admissible(file: File[bytes]) -> None:
    """As `admit`; what is attached in a mail that is attached comes on its own."""
    name, kind = known(file)
    if kind is not MAIL:
        kind.prepared(file)
    require_name(name, kind)


def unnamed(attached: Attached) -> str:
    suffixes = (kind.suffixes[0] for kind in FILE_KINDS if kind.content_type == attached.content_type)
    return f"{_('bilaga')}{next(suffixes, '')}"


def picture(form: str, signature: bytes, content_type: str, suffixes: tuple[str, ...]) -> Kind:
    def anew(file: File[bytes]) -> Contents:
        content, thumbnail = images.made_anew(file, form)
        return Contents(ContentFile(content), ContentFile(thumbnail))

    return Kind(content_type, suffixes, begins_with(signature), anew)


def document(part: "re.Pattern[str]", content_type: str, suffix: str) -> Kind:
    def harmless(file: File[bytes]) -> Contents:
        packages.require_harmless(file)
        return Contents(file)

    whole_type = f"application/vnd.openxmlformats-officedocument.{content_type}"
    return Kind(whole_type, (suffix,), lambda file: packages.is_package_with(file, part), harmless)


WORKBOOK = document(packages.EXCEL, "spreadsheetml.sheet", ".xlsx")
TEXT = Kind("text/plain", (".txt",), is_text, as_it_is)
MAIL = Kind("message/rfc822", (".eml",), is_mail, looked_into)
FILE_KINDS = [
    picture("JPEG", b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    picture("PNG", b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    Kind("application/pdf", (".pdf",), is_pdf, as_it_is),
    document(packages.WORD, "wordprocessingml.document", ".docx"),
    WORKBOOK,
    MAIL,
    Kind("application/vnd.ms-outlook", (".msg",), is_outlook_mail, as_it_is),
    TEXT,
]
# What the field tells the browser: the pictures also as kinds, for a phone to offer its camera.
CHOOSABLE = ",".join(["image/jpeg", "image/png", *(suffix for kind in FILE_KINDS for suffix in kind.suffixes)])
