"""Charts and figures for templates, of pages and of the PDF."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from priorities.figures import charts, numbers, readings
from priorities.figures.models.indicators import Qualifier

register = template.Library()
register.filter("figure", numbers.number)
register.filter("money", numbers.money)
register.filter("exact_money", numbers.exact_money)
register.filter("when", readings.when)


@register.filter
def qualified(value: numbers.Number, qualifier: str) -> str:
    return numbers.qualified(value, qualifier)


@register.filter
def amount(value: numbers.Number, is_approximate: bool) -> str:
    """An amount of a table whose head names the currency."""
    told = numbers.exact(value)
    return f"{Qualifier.ABOUT.label} {told}" if is_approximate else told


@register.simple_tag
def money_chart(contributions: Iterable[Mapping[str, Any]], currency: str = "SEK") -> SafeString:
    return charts.money_chart(contributions, currency=currency)


@register.simple_tag
def measurement_chart(indicator: Mapping[str, Any]) -> SafeString:
    return charts.measurement_chart(indicator)
