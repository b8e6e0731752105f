"""A value in words, wherever one is told: in a record's history, in a conflict, in a masked copy."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _


def value_in_words(value: Any) -> str:
    """Empty for none; a moment as it was in Sweden."""
    match value:
        case None:
            return ""
        case bool():
            return _("ja") if value else _("nej")
        case datetime():
            return date_format(timezone.localtime(value), "j F Y H:i")
        case date():
            return date_format(value, "j F Y")
    return str(localize(value))
