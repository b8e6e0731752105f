"""Photos made anew from their points: where and with what they were taken, and whatever else was hidden, is gone.

A thumbnail is made along, so that a page of photos is not megabytes.
"""

import io
import threading
import warnings
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MOST_POINTS = 50_000_000  # the largest cameras in phones; 150 MB in memory
MOST_SCANS = 100  # a progressive photo has about ten; each is a pass over all its points
SCAN = b"\xff\xda"
QUALITY = 90
THUMBNAIL, THUMBNAIL_QUALITY = (320, 240), 80  # twice as many points as it is shown in
PLAIN_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "RGB", "RGBA", "I;16"}}
ONE_AT_A_TIME = threading.Lock()  # a photo is large when it is unpacked, and a web process has several threads


def made_anew(file: IO[Any], form: str) -> tuple[bytes, bytes]:
    """The picture, and its thumbnail as a JPEG. `form` is JPEG or PNG, and stays what it is.

    Raises ValidationError for what is no whole picture or too large.
    """
    with ONE_AT_A_TIME:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                image = points(file, form)
                return written(image, form, QUALITY), thumbnail(image)
        except ValidationError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValidationError(too_many_points()) from error
        except Exception as error:  # Pillow's readers raise whatever comes to hand for what is not a picture
            raise ValidationError(unreadable()) from error


def points(file: IO[Any], form: str) -> Image.Image:
    """The picture as it is to be seen: turned as the camera said, in sRGB, the first of several."""
    verify(file, form)
    file.seek(0)
    image: Image.Image = Image.open(file, formats=[form])
    if image.width * image.height > MOST_POINTS:
        raise ValidationError(too_many_points())
    if form == "JPEG" and scans(file) > MOST_SCANS:
        raise ValidationError(unreadable())
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in {"P", "PA"}:
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if profile:
        image = in_srgb(image, profile)
    return image if image.mode in PLAIN_MODES[form] else image.convert("RGB")


def scans(file: IO[Any]) -> int:
    """How often a JPEG begins anew. Within a scan the two bytes cannot stand: there, 255 is followed by 0 or a sign."""
    file.seek(0)
    return int(file.read().count(SCAN))


def verify(file: IO[Any], form: str) -> None:
    """Checks a PNG's sums, too: WeasyPrint, in the same process, tells Pillow to pass over what is cut off."""
    file.seek(0)
    Image.open(file, formats=[form]).verify()


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile can carry anything, so it does not stay; one that cannot be read is passed over."""
    wanted = image.mode if image.mode in {"L", "RGB", "RGBA"} else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=wanted if wanted != "L" else "RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted or image


def written(image: Image.Image, form: str, quality: int) -> bytes:
    image.info = {}
    content = io.BytesIO()
    image.save(content, form, **({"quality": quality} if form == "JPEG" else {}))
    return content.getvalue()


def thumbnail(image: Image.Image) -> bytes:
    """On white, where it can be seen through. The picture itself shrinks: there is no memory for two."""
    image.thumbnail(THUMBNAIL)
    if image.mode == "I;16":
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"LA", "RGBA"}:
        seen_through, image = image.convert("RGBA"), Image.new("RGBA", image.size, "white")
        image.alpha_composite(seen_through)
    return written(image.convert("RGB"), "JPEG", THUMBNAIL_QUALITY)


def too_many_points() -> str:
    return _("Bilden är större än 50 miljoner bildpunkter. Spara den i ett mindre format och försök igen.")


def unreadable() -> str:
    return _("Bilden går inte att läsa. Öppna den, spara den på nytt och försök igen.")
