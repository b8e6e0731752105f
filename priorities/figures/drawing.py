"""The pieces that charts are drawn with: SVG as WeasyPrint and a browser under a strict policy both read it.

Everything is in presentation attributes, since a style attribute is refused on the page and a page's style sheet
does not reach into a drawing in the PDF. Surfaces differ in texture as well as in colour; the textures are plain
lines, because a pattern would need identifiers and several charts stand on one page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK = "#16202a"
QUIET = "#5a6875"
FAINT = "#cfd7de"
ACCENT = "#0b4f8a"
PAPER = "#ffffff"
FONT = "Source Sans 3,sans-serif"  # no space after the comma: WeasyPrint would take it as part of the name
LETTER = 13
SPACING = 4.0  # between the lines of a texture
MOST_STEPS = 5


@dataclass(frozen=True)
class Swatch:
    """How a surface looks: a colour, and lines drawn over it (`across`, `upright`, or none)."""

    fill: str
    stroke: str
    lines: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Scale:
    """Values from nought to `top`, between two heights of the drawing, with a line for every step."""

    step: Decimal
    top: Decimal
    floor: float
    ceiling: float

    @property
    def ticks(self) -> list[Decimal]:
        return [self.step * place for place in range(int(self.top / self.step) + 1)]

    def at(self, value: Decimal) -> float:
        return self.floor - float(value / self.top) * (self.floor - self.ceiling)


def scale_to(highest: Decimal, floor: float, ceiling: float) -> Scale:
    """Begins at nought, so that twice as much looks twice as much, and steps in 1, 2 or 5 of a power of ten."""
    highest = max(highest, Decimal("0.001"))
    power = Decimal(10) ** (highest.adjusted() - 1)
    step = next(power * factor for factor in (1, 2, 5, 10, 20, 50) if highest <= power * factor * MOST_STEPS)
    steps = (highest / step).to_integral_value(ROUND_CEILING)
    return Scale(step, step * steps, floor, ceiling)


def drawing(kind: str, width: float, height: float, title: str, pieces: Iterable[str]) -> SafeString:
    """The whole: an image with its alternative text in `title`, the one place that both readers take it from."""
    return format_html(
        '<svg class="chart chart-{kind}" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}"'
        ' width="{width}" height="{height}" font-family="{font}" font-size="{size}"><title>{title}</title>{body}</svg>',
        kind=kind,
        width=short(width),
        height=short(height),
        font=FONT,
        size=LETTER,
        title=title,
        body=joined(pieces),
    )


def joined(pieces: Iterable[str]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, weight: int = 400) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-weight="{}">{}</text>',
        short(x),
        short(y),
        anchor,
        fill,
        weight,
        words,
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = FAINT, dashed: bool = False) -> SafeString:
    return format_html(
        '<path d="M{} {}L{} {}" fill="none" stroke="{}" stroke-width="1"{}/>',
        *map(short, (x1, y1, x2, y2)),
        stroke,
        dashes(dashed),
    )


def path(course: str, *, fill: str = "none", stroke: str = ACCENT, width: float = 1.5) -> SafeString:
    return format_html('<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>', course, fill, stroke, short(width))


def surface(x: float, y: float, width: float, height: float, swatch: Swatch, name: str) -> SafeString:
    """A bar or a square of the legend; `name` becomes its class."""
    box = format_html(
        '<rect class="chart-{}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"{}/>',
        name,
        *map(short, (x, y, width, height)),
        swatch.fill,
        swatch.stroke,
        dashes(swatch.dashed),
    )
    course = texture(x, y, width, height, swatch.lines)
    return box if not course else box + path(course, stroke=swatch.stroke, width=1)


def texture(x: float, y: float, width: float, height: float, lines: str) -> str:
    if lines == "across":
        places = [y + SPACING * place for place in range(1, int(height / SPACING) + 1)]
        return "".join(f"M{short(x)} {short(place)}h{short(width)}" for place in places if place < y + height)
    if lines == "upright":
        places = [x + SPACING * place for place in range(1, int(width / SPACING) + 1)]
        return "".join(f"M{short(place)} {short(y)}v{short(height)}" for place in places if place < x + width)
    return ""


def axis(scale: Scale, left: float, right: float, labels: Iterable[str]) -> list[SafeString]:
    """A line and a figure for every step, the ground line darker than the rest."""
    pieces = []
    for tick, label in zip(scale.ticks, labels, strict=True):
        height = scale.at(tick)
        pieces.append(line(left, height, right, height, stroke=QUIET if tick == 0 else FAINT))
        pieces.append(text(left - 6, height + 4, label, anchor="end", fill=QUIET))
    return pieces


def dashes(dashed: bool) -> SafeString:
    return SafeString(' stroke-dasharray="3 2"' if dashed else "")


def short(value: float) -> str:
    """A coordinate to a tenth, written the same in every language."""
    return f"{round(value, 1):g}"
