"""Dates as the product writes them in Swedish; the ISO form comes first in what is read back."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j b Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATETIME_FORMAT = "j b Y H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m %Y"]
