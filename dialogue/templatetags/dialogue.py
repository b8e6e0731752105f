from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

register = template.Library()

# The colour that goes with a state, of an event, a commitment, an observation, an answer; the word stands beside it.
TONES = {
    "planned": "info",
    "held": "warning",
    "minuted": "success",
    "open": "info",
    "fulfilled": "success",
    "partly": "warning",
    "lapsed": "danger",
    "submitted": "info",
    "returned": "warning",
    "accepted": "success",
    "asked": "info",
    "answered": "success",
}


@register.filter
def tone(state: str) -> str:
    return TONES.get(state, "neutral")


@register.filter
def names(parts: Iterable[Any]) -> str:
    """Of the counterparts at a meeting of the list: see `EventQuerySet.in_brief_for`."""
    return ", ".join(part.name for part in parts)


@register.simple_tag
def days(first: date, last: date) -> str:
    return days_in(get_language(), first, last, "DATE_FORMAT")


@register.simple_tag
def near_days(first: date, last: date) -> str:
    """In few letters and without the year: *28–29 jun*."""
    return days_in(get_language(), first, last, without_year(get_format("SHORT_DATE_FORMAT")))


def without_year(shape: str) -> str:
    return shape.removesuffix(" Y")


@lru_cache(maxsize=1000)
def days_in(language: str | None, first: date, last: date, shape: str) -> str:
    """One day, or the first and the last without saying twice what they share."""
    end = date_format(last, shape)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    beginning = without_year(get_format(shape)) if first.year == last.year else shape
    return f"{date_format(first, beginning)} – {end}"
