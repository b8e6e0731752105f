"""What comes in: told by its content, and let in only if that is of a kind we take and holds nothing that acts.

A PDF may hold scripts and files of its own, in places that only a PDF reader finds; it is taken as it is and leaves
only as a download. The name that a file came with is kept as data, and has to agree with the content.
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

from dialogue import images, packages
from strategy.downloads import clean_name
from strategy.scanning import scan

ACCEPTED = gettext_lazy(
    "JPEG, PNG, PDF, Word (docx), Excel (xlsx) eller ren text (txt), högst 10 MB. "
    "Bilder sparas utan uppgifter om plats och kamera."
)
CONTROL_CHARACTERS = frozenset(range(32)) - frozenset(b"\t\n\f\r")


@dataclass(frozen=True)
class Admitted:
    """A file that may be kept. `content` is what to keep, which for a picture is another than what came."""

    name: str
    content_type: str
    suffix: str
    content: File[bytes]


@dataclass(frozen=True)
class Kind:
    """What a kind of file is known by, and what is done to one before it is let in."""

    content_type: str
    suffixes: tuple[str, ...]
    is_such: Callable[[IO[Any]], bool]
    prepared: Callable[[File[bytes]], File[bytes]]


def admit(file: File[bytes]) -> Admitted:
    """Raises ValidationError, with a sentence for whoever sent it."""
    if not file.size:
        raise ValidationError(_("Filen är tom."))
    if file.size > settings.MOST_FILE_BYTES:
        raise ValidationError(_("Filen är större än 10 MB."))
    name = clean_name(file.name or "")
    kind = kind_of(file, PurePath(name).suffix.lower())
    scan(file)
    return Admitted(name, kind.content_type, kind.suffixes[0], kind.prepared(file))


def kind_of(file: File[bytes], suffix: str) -> Kind:
    found = next((kind for kind in KINDS if kind.is_such(file)), None)
    if found is None:
        raise ValidationError(_("Filen är av ett slag som inte tas emot: %(accepted)s") % {"accepted": ACCEPTED})
    if suffix not in found.suffixes:
        raise ValidationError(
            _("Filens innehåll är %(kind)s, men namnet slutar inte på %(suffix)s. Byt namn på filen.")
            % {"kind": found.suffixes[0][1:].upper(), "suffix": found.suffixes[0]}
        )
    return found


def begins_with(signature: bytes) -> Callable[[IO[Any]], bool]:
    def is_such(file: IO[Any]) -> bool:
        file.seek(0)
        return bool(file.read(len(signature)) == signature)

    return is_such


def is_text(file: IO[Any]) -> bool:
    """UTF-8 without control characters."""
    file.seek(0)
    content = file.read()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not CONTROL_CHARACTERS.intersection(content)


def as_it_is(file: File[bytes]) -> File[bytes]:
    return file


def picture(form: str, signature: bytes, content_type: str, suffixes: tuple[str, ...]) -> Kind:
    def anew(file: File[bytes]) -> File[bytes]:
        return ContentFile(images.made_anew(file, form))

    return Kind(content_type, suffixes, begins_with(signature), anew)


def document(part: "re.Pattern[str]", content_type: str, suffix: str) -> Kind:
    def harmless(file: File[bytes]) -> File[bytes]:
        packages.require_harmless(file)
        return file

    whole_type = f"application/vnd.openxmlformats-officedocument.{content_type}"
    return Kind(whole_type, (suffix,), lambda file: packages.is_package_with(file, part), harmless)


KINDS = [
    picture("JPEG", b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    picture("PNG", b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    Kind("application/pdf", (".pdf",), begins_with(b"%PDF-"), as_it_is),
    document(packages.WORD, "wordprocessingml.document", ".docx"),
    document(packages.EXCEL, "spreadsheetml.sheet", ".xlsx"),
    Kind("text/plain", (".txt",), is_text, as_it_is),
]
