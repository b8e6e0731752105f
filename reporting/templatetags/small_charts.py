"""The charts of which a page has hundreds, drawn in one piece each."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.scales import Attainment
from reporting.figures import Cell
from reporting.overview.answers import Answers

register = template.Library()

# Where the mark of an answer begins and how high it is: above the line, below it, across it; else an outline on it.
PLACES = {"positive": (0, 7), "negative": (7, 7), "noncommittal": (4, 6)}
OUTLINE = (6, 2)


def sign(name: str, width: int, height: int, drawing: str) -> SafeString:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return mark_safe(f'<svg class="{name}" {box} aria-hidden="true" focusable="false">{drawing}</svg>')  # noqa: S308


FOUR = "".join(f'<rect x="{x}.5" y=".5" width="12" height="12" rx="2"/>' for x in ("", 16, 32, 48))
# Where last year's squares ended; before the first of them where none was filled.
ENDS = {"none": -1.5, "partial": 30.5, "substantial": 46.5, "attained": 62.5}
SQUARES = {
    level: sign("squares", 61, 13, FOUR + (f'<path class="before" d="M{ENDS[level]}-2v17"/>' if level in ENDS else ""))
    for level in ("", *Attainment.values)
}
BARS = sign(
    "bars",
    20,
    13,
    '<rect x=".5" y="8.5" width="4" height="4" rx="1"/><rect x="7.5" y="4.5" width="4" height="8" rx="1"/>'
    '<rect x="14.5" y=".5" width="4" height="12" rx="1"/>',
)
ARROWS = {
    "forward": sign("arrow", 14, 14, '<path d="M3 11 11 3M5 3h6v6"/>'),
    "backward": sign("arrow", 14, 14, '<path d="M3 3l8 8M5 11h6V5"/>'),
    "unchanged": sign("arrow", 14, 14, '<path d="M1.5 7h11M8.5 3l4 4-4 4"/>'),
}


@register.filter
def attainment(judged: Assessment | None, before: Assessment | None = None) -> SafeString:
    """Where a goal stands: four squares, empty for none and broken where nothing can be judged, and the word.

    A line where the squares of the year before ended, and a shade on those that are lost since; in words too.
    """
    level, level_before = judged.attainment if judged else "", before.attainment if before else ""
    word = judged.get_attainment_display() if judged else _("Inte bedömt")
    drawn = measure("attainment", "level", level, SQUARES[level_before], word, f' data-before="{escape(level_before)}"')
    if not before:
        return drawn
    words = _("året före: %(level)s") % {"level": before.get_attainment_display()}
    return format_html('{}<span class="ds-sr-only"> ({})</span>', drawn, words)


@register.filter
def development(judged: Assessment) -> SafeString:
    """What the year did to a goal: an arrow and the word; nothing where none is stated."""
    arrow = ARROWS.get(judged.development, SafeString())
    return measure("development", "value", judged.development, arrow, judged.get_development_display())


@register.filter
def effort(judged: Assessment) -> SafeString:
    """What Sweden did for a goal: three bars and the word."""
    return measure("effort", "value", judged.effort, BARS, judged.get_effort_display())


def measure(name: str, kind: str, value: str, sign: SafeString, word: str, more: str = "") -> SafeString:
    label = f'<span class="measure-label">{escape(word)}</span>'
    drawn = f'<span class="measure {name}" data-{kind}="{escape(value)}"{more}>{sign}{label}</span>'
    return mark_safe(drawn)  # noqa: S308 - names, signs and words of our own


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
