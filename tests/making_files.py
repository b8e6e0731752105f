"""Files of every kind that is taken, and of kinds that are not, made in memory."""

import io
import zipfile
from collections.abc import Mapping

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
