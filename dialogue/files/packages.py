"""Word and Excel files are zip packages (ECMA-376): looked into before they are let in, and never unpacked to disk."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.files.word_fields import Fields

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_A_LIST = 2 * 1024 * 1024  # of a part that we read ourselves: the content types, the ties between parts
MOST_IN_ALL_TEXTS = 40 * 1024 * 1024  # of the parts of a Word document that are XML
WORD, EXCEL = re.compile(r"word/document\d*\.xml"), re.compile(r"xl/workbook\d*\.xml")
BEGINNING = 200  # bytes by which XML is known
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # marks of the byte order, and blanks, in any encoding
BEGINS = b"PK\x03\x04"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PROGRAMS = re.compile(
    r"vba(project|data)|/(activex|macrosheets|dialogsheets|customui)/|/embeddings/[^/]+\.(?!docx$|xlsx$)"
)
ACTING = r"\.(exe|dll|com|scr|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|html?|mht(ml)?|jar|lnk|msi)$"
ACTING_MEDIA = re.compile(rf"/media/.*{ACTING}")
ON_A_DRIVE = re.compile(r"/?[a-z]:", re.IGNORECASE)
ON_AN_OLD_MAC = re.compile(r"/?([^/:]* [^/:]*:|[^/:]+:(users|applications|library):)", re.IGNORECASE)
MOUNTED_WHEN_ASKED_FOR = re.compile(r"/(net|network)/", re.IGNORECASE)  # by a Mac, from another machine
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, expat.ExpatError),
    *(NotImplementedError, RuntimeError, OSError, ValueError, EOFError, KeyError, struct.error),
)


def is_package_with(file: IO[Any], part: "re.Pattern[str]") -> bool:
    """Whether it is a package with this main part."""
    file.seek(0)
    if file.read(len(BEGINS)) != BEGINS:
        return False
    try:
        names = zipfile.ZipFile(file).namelist()
    except UNREADABLE:
        return False
    return "[Content_Types].xml" in names and any(map(part.fullmatch, names))


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
    programs = any(PROGRAMS.search(name.lower()) or ACTING_MEDIA.search(name.lower()) for name in package.namelist())
    if programs or "macroenabled" in types or "vbaproject" in types:
        raise ValidationError(
            _("Dokumentet innehåller makron eller inbäddade program. Spara det utan, eller som PDF, och försök igen.")
        )


def require_nothing_from_elsewhere(package: zipfile.ZipFile) -> None:
    """Links that a reader chooses to follow may lead to the web; nothing may be fetched by itself."""
    names = [name.lower() for name in package.namelist()]
    linked = any("/externallinks/" in name or name.endswith("/connections.xml") for name in names)
    if linked or any(fetches(kind, target) for kind, target in outward(package)) or has_fetching_field(package):
        raise ValidationError(
            _("Dokumentet hämtar innehåll från en annan plats. Bryt länkarna, eller spara det som PDF.")
        )


def fetches(kind: str, target: str) -> bool:
    """A link is followed by whoever chooses to; everything else is fetched when the document is opened."""
    if kind == "attachedTemplate":
        return not is_on_own_disk(target)
    return kind != "hyperlink"


def is_on_own_disk(target: str) -> bool:
    """Where Word notes down its user's own template: a path, or a file's address without another machine in it."""
    path = unquote(unquote(target)).replace("\\", "/").strip()
    if path.lower().startswith("file:"):
        path = path[len("file:") :]
        if path.startswith("//"):
            host, _slash, rest = path[2:].partition("/")
            path = f"{host if ON_A_DRIVE.fullmatch(host) else ''}/{rest}"
            if host.lower() not in {"", "localhost"} and not ON_A_DRIVE.fullmatch(host):
                return False
    if not path.isprintable() or path.startswith("//") or "://" in path or MOUNTED_WHEN_ASKED_FOR.match(path):
        return False
    return ":" not in path or path.startswith("/") or bool(ON_A_DRIVE.match(path) or ON_AN_OLD_MAC.match(path))


def has_fetching_field(package: zipfile.ZipFile) -> bool:
    """Looks into every part that is XML, wherever it lies: which one is the document, another part says."""
    if not any(map(WORD.fullmatch, package.namelist())):
        return False
    left, fields = MOST_IN_ALL_TEXTS, Fields()
    for name in package.namelist():
        with package.open(name) as part:
            head = part.read(BEGINNING)
            if not may_be_xml(head):
                continue
            content = head + part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise ValidationError(_("Dokumentet är för stort för att granskas. Spara det som PDF och försök igen."))
        fields.read(content)
    return fields.is_fetching


def may_be_xml(head: bytes) -> bool:
    """A picture, a font or a workbook may hold any bytes, `<` as its first among them, but then a NUL further on.

    Raises ValidationError for XML in another encoding than ours (UTF-16 has its NUL beside the first sign).
    """
    begun = head.lstrip(BEFORE_XML)
    if not begun.startswith(b"<"):
        return False
    if b"\x00" in head[: len(head) - len(begun) + 2]:
        raise ValidationError(broken())
    return b"\x00" not in head


def outward(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The last word of the kind, and the target, of every tie that leads out of the package, or to another document
    that is read into this one.
    """
    for name in package.namelist():
        if not name.lower().endswith(".rels"):
            continue
        for tie in ElementTree.fromstring(text_of(package, name)).iter(RELATIONSHIP):  # noqa: S314 - without entities
            kind = tie.get("Type", "").rpartition("/")[2]
            if tie.get("TargetMode", "").lower() == "external" or kind == "aFChunk":
                yield kind, tie.get("Target", "")


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
