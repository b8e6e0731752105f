"""Whether what is secret may be written here at all."""

from django.conf import settings

REFERENCE = "reference"


def content_stays_out() -> bool:
    return bool(settings.SECRET_CONTENT == REFERENCE)
