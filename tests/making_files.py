"""Files of every kind that is taken, and of kinds that are not, made in memory."""

import io
import struct
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

from PIL import ExifTags, Image

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLACE = "Zqplatsqz"


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 20), **saved: object) -> bytes:
    """Red to the left and blue to the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    content = io.BytesIO()
    image.save(content, form, **saved)
    return content.getvalue()


def photo_with_position(form: str = "JPEG") -> bytes:
    """Taken on its side by a camera that wrote down where, and by whom."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned a quarter clockwise
    exif[ExifTags.Base.Artist] = PLACE
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (59.0, 19.0, 45.0)
    return photo(form, exif=exif)


def package(
    main: str = "word/document.xml",
    parts: Mapping[str, str | bytes] | None = None,
    ties: Mapping[str, str] | None = None,
    types: str = "<Types/>",
) -> bytes:
    """An Office Open XML package. `ties` are external: the last word of the kind to the target."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate((ties or {}).items())
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, "<x/>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{listed}</Relationships>')
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return content.getvalue()


def workbook() -> bytes:
    return package("xl/workbook.xml")


def compound(*names: str) -> bytes:
    """A compound file (MS-CFB): a sector of allocation, one of directory, and in that a root with these in a row."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    entries = b""
    for number, name in enumerate(["Root Entry", *names][:4]):
        written = f"{name}\0".encode("utf-16-le")
        right = number + 1 if 0 < number < len(names) else none
        child = 1 if number == 0 and names else none
        kind = 5 if number == 0 else 2
        entries += struct.pack("<64sHBBIII48x", written, len(written), kind, 1, none, right, child)
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header = struct.pack("<8s16xHHHHH6xIIIIIIIIII", signature, 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    places = struct.pack("<108I", *[none] * 108)
    allocation = struct.pack("<128I", 0xFFFFFFFD, end, *[none] * 126)
    return header + places + allocation + entries.ljust(512, b"\0")


def outlook_mail() -> bytes:
    return compound("__properties_version1.0", "__nameid_version1.0")


def mail(text: str = "Hej, här kommer underlaget.\n", **files: bytes) -> bytes:
    """From an agency, of a winter's day; `files` by their names, with `_` for the point."""
    message = EmailMessage()
    message["From"] = "Åsa Öberg <asa@example.org>"
    message["To"] = "handlaggare@example.org"
    message["Date"] = "Mon, 07 Feb 2022 10:05:00 +0100"
    message["Subject"] = "Fråga om återtagande"
    message.set_content(text)
    for name, content in files.items():
        attach_to(message, name.replace("_", "."), content)
    return message.as_bytes()


def attach_to(message: EmailMessage, name: str, content: bytes, kind: str = "application/octet-stream") -> None:
    maintype, _slash, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
