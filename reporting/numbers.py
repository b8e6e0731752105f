"""Amounts and measured values in words, as exact as their source is."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from priorities.models import Contribution, Measurement
from priorities.models.indicators import Qualifier

NO_BREAK = "\u00a0"
MILLION = 1_000_000


def millions(kronor: int) -> str:
    """*100 mnkr*, *12,5 mnkr*: Swedish kronor in millions with at most one decimal."""
    value = round(Decimal(kronor) / MILLION, 1)
    if kronor and not value:
        return _("mindre än 0,1 mnkr")
    return (_("%(amount)s mnkr") % {"amount": grouped(value)}).replace(" ", NO_BREAK)


def amount(contribution: Contribution) -> str:
    """*omkring 5 000 000 SEK*."""
    return qualified(contribution, f"{grouped(contribution.amount)} {contribution.currency}")


def measured(measurement: Measurement) -> str:
    """*mer än 400 kontor*: the value without needless decimals, with its unit."""
    return qualified(measurement, f"{grouped(measurement.value)} {measurement.indicator.unit_heading}")


def grouped(value: Decimal) -> str:
    """With the language's signs and groups of three, and no zeroes at the end."""
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)


def qualified(record: Contribution | Measurement, told: str) -> str:
    return told if record.qualifier == Qualifier.EXACTLY else f"{record.get_qualifier_display()} {told}"
