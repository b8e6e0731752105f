"""Figures and amounts as the language writes them: 13 000 · 30,1 · 100 mnkr · SEK 100 million."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement, Qualifier

Number = Decimal | int | str  # what a snapshot holds as text counts as a number here

THOUSAND = 1_000
MILLION = 1_000_000
CENTS = 2
TENTH = Decimal("0.1")


def number(value: Number) -> str:
    """To the last digit stated, without the zeros that a column's decimals add; thousands never break a line."""
    exact = Decimal(value).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return number_format(exact, decimal_pos=places, force_grouping=True)


def qualified(value: Number, qualifier: str, unit: str = "") -> str:
    """*omkring 320*, *mer än 13 000 anställda*; what is exact says no more than the figure."""
    told = " ".join(part for part in (number(value), unit) if part)
    return told if qualifier == Qualifier.EXACTLY else f"{Qualifier(qualifier).label} {told}"


def measured(measurement: Measurement) -> str:
    """*mer än 400 kontor*: the value with its unit, as exact as its source is."""
    return qualified(measurement.value, measurement.qualifier, measurement.indicator.unit_heading)


def given(contribution: Contribution) -> str:
    """*omkring 5 000 000 kr*."""
    told = exact_money(contribution.amount, contribution.currency)
    exactly = contribution.qualifier == Qualifier.EXACTLY
    return told if exactly else f"{contribution.get_qualifier_display()} {told}"


def kronor(amount: Number) -> str:
    """*100 mnkr*, never broken between figure and unit."""
    return money(amount, Contribution.Currency.SEK).replace(" ", "\N{NO-BREAK SPACE}")


def money(amount: Number, currency: str) -> str:
    """Large amounts in millions to one decimal, small ones in full."""
    if abs(Decimal(amount)) < MILLION:
        return exact_money(amount, currency)
    shown = millions(amount)
    if currency == Contribution.Currency.SEK:
        return _("%(number)s mnkr") % {"number": shown}
    return _("%(number)s mn %(currency)s") % {"number": shown, "currency": currency}


def exact_money(amount: Number, currency: str) -> str:
    if currency == Contribution.Currency.SEK:
        return _("%(number)s kr") % {"number": exact(amount)}
    return _("%(number)s %(currency)s") % {"number": exact(amount), "currency": currency}


def exact(amount: Number) -> str:
    """An amount without its currency, with both decimals or none."""
    known = Decimal(amount)
    places = 0 if known == known.to_integral_value() else CENTS
    return number_format(known, decimal_pos=places, force_grouping=True)


def millions(amount: Number) -> str:
    return to_a_tenth(Decimal(amount) / MILLION)


def to_a_tenth(value: Decimal) -> str:
    return number(value.quantize(TENTH, ROUND_HALF_UP))


def unit_for(highest: Decimal, currency: str) -> tuple[Decimal, str]:
    """What a chart counts in: millions, or thousands where nothing reaches a million."""
    in_kronor = currency == Contribution.Currency.SEK
    if highest >= MILLION:
        return Decimal(MILLION), _("mnkr") if in_kronor else _("mn %(currency)s") % {"currency": currency}
    return Decimal(THOUSAND), _("tkr") if in_kronor else _("tusen %(currency)s") % {"currency": currency}


def percent(part: Number, whole: Number) -> str:
    """To a whole per cent; nothing of nothing has no share."""
    if not Decimal(whole):
        return ""
    share = (Decimal(100) * Decimal(part) / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return _("%(number)s procent") % {"number": number(share)}
