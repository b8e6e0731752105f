"""Word and Excel files are zip packages (ECMA-376): looked into before they are let in, and never unpacked to disk."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_A_LIST = 2 * 1024 * 1024  # of a part that we read ourselves: the content types, the ties between parts
BEGINS = b"PK\x03\x04"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PROGRAMS = re.compile(
    r"vba(project|data)|/(activex|macrosheets|dialogsheets|customui)/|/embeddings/[^/]+\.(?!docx$|xlsx$)"
)
MAY_LEAD_ELSEWHERE = re.compile(r"(https?|mailto):", re.IGNORECASE)
ON_OWN_DISK = re.compile(r"(file:/{2,3})?(localhost/)?[a-z]:[\\/]|[^\\/:]+$", re.IGNORECASE)
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    *(NotImplementedError, RuntimeError, OSError, ValueError, EOFError, KeyError, struct.error),
)


def is_package_with(file: IO[Any], part: str) -> bool:
    """Whether it is a package with this main part."""
    file.seek(0)
    if file.read(len(BEGINS)) != BEGINS:
        return False
    try:
        return {"[Content_Types].xml", part} <= set(zipfile.ZipFile(file).namelist())
    except UNREADABLE:
        return False


def require_harmless(file: IO[Any]) -> None:
    """Raises ValidationError for a bomb, a password, a program, or what is fetched from elsewhere when it is opened."""
    try:
        package = zipfile.ZipFile(file)
        require_sound(package.infolist())
        require_no_program(package)
        require_nothing_from_elsewhere(package)
    except UNREADABLE as error:
        raise ValidationError(broken()) from error


def require_sound(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(_("Dokumentet blir för stort när det packas upp. Spara det som PDF och försök igen."))
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(_("Dokumentet är skyddat med lösenord. Ta bort skyddet och försök igen."))
    if len(set(names)) < len(names) or any(name.startswith("/") or "\\" in name or ".." in name for name in names):
        raise ValidationError(broken())


def require_no_program(package: zipfile.ZipFile) -> None:
    types = text_of(package, "[Content_Types].xml").lower()
    programs = any(PROGRAMS.search(name.lower()) for name in package.namelist())
    if programs or "macroenabled" in types or "vbaproject" in types:
        raise ValidationError(
            _("Dokumentet innehåller makron eller inbäddade program. Spara det utan, eller som PDF, och försök igen.")
        )


def require_nothing_from_elsewhere(package: zipfile.ZipFile) -> None:
    """Links that a reader chooses to follow may lead to the web; nothing may be fetched by itself."""
    linked_workbooks = any("/externallinks/" in name.lower() for name in package.namelist())
    if linked_workbooks or any(fetches(kind, target) for kind, target in outward(package)):
        raise ValidationError(
            _("Dokumentet hämtar innehåll från en annan plats. Bryt länkarna, eller spara det som PDF.")
        )


def fetches(kind: str, target: str) -> bool:
    if kind == "hyperlink":
        return not MAY_LEAD_ELSEWHERE.match(target)
    return not (kind == "attachedTemplate" and ON_OWN_DISK.match(target))  # Word notes down its user's own template


def outward(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The last word of the kind, and the target, of every tie that leads out of the package."""
    for name in package.namelist():
        if not name.lower().endswith(".rels"):
            continue
        for tie in ElementTree.fromstring(text_of(package, name)).iter(RELATIONSHIP):  # noqa: S314 - without entities
            if tie.get("TargetMode", "").lower() == "external":
                yield tie.get("Type", "").rpartition("/")[2], tie.get("Target", "")


def text_of(package: zipfile.ZipFile, name: str) -> str:
    """A part that we read: short, UTF-8 and without a document type, and so without entities that grow."""
    with package.open(name) as part:
        content = part.read(MOST_IN_A_LIST + 1)
    text = content.decode("utf-8-sig")
    if len(content) > MOST_IN_A_LIST or "<!doctype" in text.lower() or "\x00" in text:
        raise ValidationError(broken())
    return text


def broken() -> str:
    return _("Dokumentet går inte att läsa. Öppna det, spara det på nytt och försök igen.")
