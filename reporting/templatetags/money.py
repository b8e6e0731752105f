from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from priorities.models import Contribution, Measurement

register = template.Library()

NARROW = "\u00a0"


@register.filter
def millions(kronor: int) -> str:
    """*100 mnkr*, *12,5 mnkr*: Swedish kronor in millions with at most one decimal; never rounded down to none."""
    value = round(Decimal(kronor) / 1_000_000, 1)
    if kronor and not value:
        return _("mindre än 0,1 mnkr")
    return _("%(amount)s mnkr") % {"amount": number_format(value.normalize() if value % 1 else int(value))}


@register.simple_tag
def amount(contribution: Contribution) -> str:
    """*omkring 5 000 000 SEK*: as exact as its source is."""
    value = contribution.amount
    written = number_format(int(value) if value % 1 == 0 else value, use_l10n=True, force_grouping=True)
    told = f"{written} {contribution.currency}".replace(" ", NARROW)
    return qualified(told, contribution.qualifier, contribution.get_qualifier_display())


@register.simple_tag
def measured(measurement: Measurement) -> str:
    """*mer än 400 kontor*: the value without needless decimals, with its unit."""
    value = measurement.value
    written = number_format(int(value) if value % 1 == 0 else value.normalize(), use_l10n=True, force_grouping=True)
    told = f"{written} {measurement.indicator.unit_heading}"
    return qualified(told, measurement.qualifier, measurement.get_qualifier_display())


def qualified(told: str, qualifier: str, word: str) -> str:
    return told if qualifier == "exactly" else f"{word} {told}"
