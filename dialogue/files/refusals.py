"""Kinds of files that are met with and not taken: what each is, and what whoever sends one can do instead."""

import re
import zipfile
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue.files import compound, packages

HEAD_BYTES = 512
PROTECTED = _("Filen är skyddad med lösenord. Ta bort lösenordet, spara filen och bifoga den igen.")
ARCHIVE = _("Filen är ett arkiv (till exempel zip), och sådana tas inte emot. Packa upp det och bifoga filerna.")
OLD_WORD = _("Filen har det gamla Wordformatet (doc). Spara den som docx och bifoga den igen.")
OLD_EXCEL = _("Filen har det gamla Excelformatet (xls). Spara den som xlsx och bifoga den igen.")
POWERPOINT = _("Filen är en PowerPointpresentation, och sådana tas inte emot. Spara den som PDF och bifoga den.")
OPEN_DOCUMENT = _("Filen har OpenDocument-format, som inte tas emot. Spara den som docx, xlsx eller PDF.")
BINARY_EXCEL = _("Filen har det binära Excelformatet (xlsb). Spara den som xlsx och bifoga den igen.")
OTHER_PICTURE = _("Bilder i formatet %(form)s tas inte emot. Spara bilden som JPEG eller PNG och bifoga den igen.")
OLD_OFFICE = _("Filen har ett gammalt Officeformat eller är skadad. Spara den på nytt, som docx, xlsx eller PDF.")
PROGRAM = _("Filen är ett program, och sådana tas inte emot.")
FILM = _("Filen är en film eller ett ljud, och sådana tas inte emot.")

BEGINNINGS: list[tuple[bytes, Promise]] = [
    (rb"MZ|\x7fELF|\xca\xfe\xba\xbe|#!", PROGRAM),
    (rb"7z\xbc\xaf|Rar!|\x1f\x8b|BZh|\xfd7zXZ", ARCHIVE),
    (rb"....ftyp(?!heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)|RIFF....(AVI |WAVE)|ID3|OggS", FILM),
    (rb"\{\\rtf", _("Filen har RTF-format, som inte tas emot. Spara den som docx eller PDF och bifoga den igen.")),
    (
        rb"(\xef\xbb\xbf)?\s*<(?i:!doctype\s+html|html)\b",
        _("Filen är en webbsida, och sådana tas inte emot. Spara den som PDF och bifoga den."),
    ),
    (
        rb"\x78\x9f\x3e\x22",
        _("Filen är en winmail.dat från Outlook. Be avsändaren skicka bilagorna som vanliga filer."),
    ),
]
PICTURES: list[tuple[bytes, str]] = [
    (rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", "HEIC"),
    (rb"....ftypavi[fs]", "AVIF"),
    (rb"RIFF....WEBP", "WebP"),
    (rb"GIF8[79]a", "GIF"),
    (rb"II\*\x00|MM\x00\*", "TIFF"),
    (rb"BM....\x00\x00\x00\x00", "BMP"),
]
COMPOUND: list[tuple[str, Promise]] = [
    ("EncryptedPackage", PROTECTED),
    ("WordDocument", OLD_WORD),
    ("Workbook", OLD_EXCEL),
    ("Book", OLD_EXCEL),
    ("PowerPoint Document", POWERPOINT),
]


def reason(file: IO[Any], suffix: str) -> str:
    """Empty where the file is of no kind that is known here."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    for beginning, sentence in BEGINNINGS:
        if re.match(beginning, head, re.DOTALL):
            return str(sentence)
    for beginning, form in PICTURES:
        if re.match(beginning, head, re.DOTALL):
            return str(OTHER_PICTURE % {"form": form})
    if head.startswith(compound.SIGNATURE):
        file.seek(0)
        names = compound.names_in(file.read())
        return str(next((sentence for name, sentence in COMPOUND if name in names), OLD_OFFICE))
    return of_archive(file, suffix) if head.startswith(packages.BEGINS) else ""


def of_archive(file: IO[Any], suffix: str) -> str:
    try:
        package = zipfile.ZipFile(file)
        names = {*package.namelist()}
        form = package.open("mimetype").read(HEAD_BYTES) if "mimetype" in names else b""
    except packages.UNREADABLE:
        return packages.broken() if suffix in {".docx", ".xlsx"} else str(ARCHIVE)
    if b"opendocument" in form:
        return str(OPEN_DOCUMENT)
    if "xl/workbook.bin" in names:
        return str(BINARY_EXCEL)
    return str(POWERPOINT if "ppt/presentation.xml" in names else ARCHIVE)
