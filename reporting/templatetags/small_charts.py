"""The charts of which a page has hundreds, drawn in one piece each."""

from collections.abc import Sequence
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.coverage import Answers
from reporting.figures import Cell

register = template.Library()

# Where the mark of an answer begins and how high it is: above the line, below it, across it; else an outline on it.
PLACES = {"positive": (0, 7), "negative": (7, 7), "noncommittal": (4, 6)}
OUTLINE = (6, 2)


@register.filter
def strip_cells(cells: Sequence[Cell]) -> SafeString:
    """A cell a quarter, a gap between the years."""
    years = (quarters_drawn(list(quarters)) for _year, quarters in groupby(cells, lambda cell: cell.year))
    return format_html_join("", '<span class="strip-year">{}</span>', ((year,) for year in years))


def quarters_drawn(quarters: Sequence[Cell]) -> SafeString:
    cell = '<span class="strip-cell" data-level="{}" title="{}: {}"></span>'
    return format_html_join("", cell, ((quarter.level, quarter.label, quarter.count) for quarter in quarters))


@register.filter
def strip_words(cells: Sequence[Cell]) -> SafeString:
    """The same for those who listen: the quarters with something in them."""
    return format_html_join("", "{}: {}. ", ((cell.label, cell.count) for cell in cells if cell.count))


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
