"""The charts of which a page has hundreds, drawn in one piece each."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reporting.coverage import Answers
from reporting.figures import Cell

register = template.Library()

# Where the mark of an answer begins and how high it is: above the line, below it, across it; else an outline on it.
PLACES = {"positive": (0, 7), "negative": (7, 7), "noncommittal": (4, 6)}
OUTLINE = (6, 2)


@register.filter
def strip_cells(cells: Sequence[Cell]) -> SafeString:
    """A cell a quarter, a gap between the years."""
    years = groupby(cells, lambda cell: cell.year)
    drawn = "".join(f'<span class="strip-year">{quarters_drawn(each)}</span>' for _year, each in years)
    return mark_safe(drawn)  # noqa: S308 - numbers, and labels that are escaped


def quarters_drawn(quarters: Iterable[Cell]) -> str:
    return "".join(
        f'<span class="strip-cell" data-level="{cell.level}" title="{escape(cell.label)}: {cell.count}"></span>'
        for cell in quarters
    )


@register.filter
def strip_words(cells: Sequence[Cell]) -> str:
    """The same for those who listen: the quarters with something in them."""
    return "".join(f"{cell.label}: {cell.count}. " for cell in cells if cell.count)


@register.filter
def leans(answers: Answers) -> SafeString:
    """How answers leaned; the words stand beside it."""
    mark = '<rect data-lean="{}" x="{}" width="{}" y="{}" height="{}"/>'
    marks = ((each.lean, each.x, each.width, *PLACES.get(each.lean, OUTLINE)) for each in answers.marks)
    return format_html(
        '<svg class="leans" viewBox="0 0 {width} 14" width="{width}" height="14" aria-hidden="true" focusable="false">'
        '<path d="M0 7h{width}"/>{marks}</svg>',
        width=answers.width,
        marks=format_html_join("", mark, marks),
    )
