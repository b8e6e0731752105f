"""What a file is, told by its content. The name it came with has to agree; nothing else is let in."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAXIMUM_BYTES = 10 * 1024 * 1024
ACCEPTED = gettext_lazy("JPEG, PNG, PDF, Word (docx), Excel (xlsx) eller ren text (txt), högst 10 MB")
CONTROL_CHARACTERS = frozenset(range(32)) - frozenset(b"\t\n\f\r")


@dataclass(frozen=True)
class Recognised:
    name: str
    content_type: str
    suffix: str


def recognise(file: File[bytes]) -> Recognised:
    """Raises ValidationError where the file is empty, too large, of a kind not accepted or wrongly named."""
    if not file.size:
        raise ValidationError(_("Filen är tom."))
    if file.size > MAXIMUM_BYTES:
        raise ValidationError(_("Filen är större än 10 MB."))
    name = PurePath(file.name or "").name[-200:]
    suffix = PurePath(name).suffix.lower()
    for content_type, suffixes, is_such in KINDS:
        if is_such(file):
            if suffix in suffixes:
                return Recognised(name, content_type, suffixes[0])
            raise ValidationError(
                _("Filens innehåll är %(kind)s, men namnet slutar inte på %(suffix)s. Byt namn på filen.")
                % {"kind": suffixes[0][1:].upper(), "suffix": suffixes[0]}
            )
    raise ValidationError(_("Filen är av ett slag som inte tas emot: %(accepted)s.") % {"accepted": ACCEPTED})


def begins_with(signature: bytes) -> Callable[[IO[Any]], bool]:
    def is_such(file: IO[Any]) -> bool:
        file.seek(0)
        return bool(file.read(len(signature)) == signature)

    return is_such


def is_package_with(part: str) -> Callable[[IO[Any]], bool]:
    """An Office Open XML package (ECMA-376) with this main part and without macros."""

    def is_such(file: IO[Any]) -> bool:
        file.seek(0)
        try:
            names = set(zipfile.ZipFile(file).namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            return False
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return {"[Content_Types].xml", part} <= names and not macros

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


KINDS: list[tuple[str, tuple[str, ...], Callable[[IO[Any]], bool]]] = [
    ("image/jpeg", (".jpg", ".jpeg"), begins_with(b"\xff\xd8\xff")),
    ("image/png", (".png",), begins_with(b"\x89PNG\r\n\x1a\n")),
    ("application/pdf", (".pdf",), begins_with(b"%PDF-")),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
        is_package_with("word/document.xml"),
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx",),
        is_package_with("xl/workbook.xml"),
    ),
    ("text/plain", (".txt",), is_text),
]
