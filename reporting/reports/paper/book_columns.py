"""The columns of a report's workbook: what stands in each, out of one row of a snapshot, as text, number or day."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.functional import Promise

from reporting.templatetags.printing import capitalised, in_words, label
from strategy.texts.reading import in_line
from strategy.web.tables import Column

Json = dict[str, Any]
Heading = str | Promise


def reach(row: Json, name: str) -> Any:
    """`now.year` is the year of what is called now; None where something on the way is missing."""
    found: Any = row
    for step in name.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def column(name: str, heading: Heading, value: Callable[[Any], object], width: int) -> Column:
    """`value` is asked of what stands under `name`, where anything does."""

    def cell(row: Json) -> object:
        found = reach(row, name)
        return None if found is None else value(found)

    return Column(name, heading, cell, width=width)


def text(name: str, heading: Heading, width: int = 40) -> Column:
    """As it was typed."""
    return column(name, heading, str, width)


def line(name: str, heading: Heading, width: int = 40) -> Column:
    return column(name, heading, in_line, width)


def number(name: str, heading: Heading, width: int = 12) -> Column:
    return column(name, heading, figure, width)


def figure(value: Any) -> Any:
    """Decimal numbers are kept as text in a snapshot."""
    return Decimal(value) if isinstance(value, str) else value


def day(name: str, heading: Heading, width: int = 12) -> Column:
    return column(name, heading, date.fromisoformat, width)


def word(name: str, heading: Heading, choices: str, width: int = 18) -> Column:
    """*Not stated* for none, as in print."""
    return Column(name, heading, lambda row: capitalised(label(reach(row, name), choices)), width=width)


def named(name: str, heading: Heading, width: int = 28) -> Column:
    return column(name, heading, in_words, width)


def codes(name: str, heading: Heading, width: int = 14) -> Column:
    return column(name, heading, ", ".join, width)


def names(name: str, heading: Heading, width: int = 28) -> Column:
    return column(name, heading, several, width)


def several(found: Iterable[Json]) -> str:
    return ", ".join(map(in_words, found))


def yes(name: str, heading: Heading, width: int = 12) -> Column:
    return column(name, heading, bool, width)


registry_number = partial(text, "registry_number")
