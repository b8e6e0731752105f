"""Word and Excel files are zip packages (ECMA-376): looked into before they are let in, and never unpacked to disk."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import IO, Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_A_LIST = 2 * 1024 * 1024  # of a part that we read ourselves: the content types, the ties between parts
MOST_IN_A_TEXT = 40 * 1024 * 1024  # of a part that people have written
BEGINS = b"PK\x03\x04"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PROGRAMS = re.compile(
    r"vba(project|data)|/(activex|macrosheets|dialogsheets|customui)/|/embeddings/[^/]+\.(?!docx$|xlsx$)"
)
# What a Word field tells the program to fetch or to run when the document is opened (ECMA-376, part 1, 17.16).
FETCHING = {"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DATABASE", "RD", "MACROBUTTON"}
FIELD = re.compile(
    r"""<(?:\w+:)?(?:
        (?:instrText|delInstrText)\b[^>]*>(?P<text>[^<]*)<
        | fldChar\b[^>]*?fldCharType\s*=\s*["'](?P<mark>\w+)
        | fldSimple\b[^>]*?instr\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')
    )""",
    re.VERBOSE,
)
WORD_TEXT = re.compile(r"word/(?:[^/]+/)?[^/]+\.xml")
MEDIA = re.compile(r"/media/[^/]+\.(?!(png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp|svg)$)")
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
    programs = any(PROGRAMS.search(name.lower()) or MEDIA.search(name.lower()) for name in package.namelist())
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
    if kind == "hyperlink":
        return not MAY_LEAD_ELSEWHERE.match(target)
    return not (kind == "attachedTemplate" and ON_OWN_DISK.match(target))  # Word notes down its user's own template


def has_fetching_field(package: zipfile.ZipFile) -> bool:
    texts = (name for name in package.namelist() if WORD_TEXT.fullmatch(name.lower()))
    return any(fetches_by_field(text_of(package, name, MOST_IN_A_TEXT)) for name in texts)


def fetches_by_field(text: str) -> bool:
    """Word may cut an instruction into pieces anywhere, and have another field tell what this one is: that is refused
    too. `open_fields` are the instructions as far as they have been read, the innermost last.
    """
    open_fields: list[str] = []
    for found in FIELD.finditer(text):
        simple = found["double"] or found["single"]
        if simple is not None and is_fetching(simple):
            return True
        if found["mark"] == "begin":
            if open_fields and not open_fields[-1].strip():
                return True
            open_fields.append("")
        elif found["mark"] in {"separate", "end"} and open_fields:
            if is_fetching(open_fields[-1]):
                return True
            open_fields[-1] = "done" if found["mark"] == "separate" else ""
            if found["mark"] == "end":
                open_fields.pop()
        elif found["text"] is not None:
            open_fields = open_fields or [""]
            open_fields[-1] += unescape(found["text"])
    return any(map(is_fetching, open_fields))


def is_fetching(instruction: str) -> bool:
    return next(iter(instruction.replace("\\", " ").split()), "").upper() in FETCHING


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


def text_of(package: zipfile.ZipFile, name: str, most: int = MOST_IN_A_LIST) -> str:
    """A part that we read: short, UTF-8 and without a document type, and so without entities that grow."""
    with package.open(name) as part:
        content = part.read(most + 1)
    text = content.decode("utf-8-sig")
    if len(content) > most or "<!doctype" in text.lower() or "\x00" in text:
        raise ValidationError(broken())
    return text


def broken() -> str:
    return _("Dokumentet går inte att läsa. Öppna det, spara det på nytt och försök igen.")
