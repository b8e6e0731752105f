"""What the report draws: the four squares of attainment and the strip of quarters."""

from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


HEIGHTS = {"none": 0, "partial": 2, "substantial": 3, "attained": 4}
LEVEL_COLOURS = {"none": "#4c5968", "partial": "#bd7d1a", "substantial": "#3b7f55", "attained": "#1c5c38"}
STRIP_COLOURS = ("#e6ebf0", "#b7cde2", "#7ea7d0", "#3f7fba", "#0b4f8a")
QUARTERS_A_YEAR = 4


@dataclass(frozen=True)
class Square:
    x: float
    fill: str
    stroke: str


@register.inclusion_tag("reporting/reports/paper/_attainment.html")
def attainment_squares(code: str | None) -> dict[str, object]:
    """Four squares, as many filled as the level is high: empty for none, and broken where nothing can be judged."""
    height = HEIGHTS.get(code or "")
    filled = range(height or 0)
    colour = LEVEL_COLOURS.get(code or "", "#8a96a3")
    squares = [
        Square(x=0.5 + 8 * place, fill=colour if place in filled else "#ffffff", stroke=colour) for place in range(4)
    ]
    return {"code": code, "squares": squares, "height": height}


@dataclass(frozen=True)
class Stacked(Square):
    y: float
    height: float
    is_broken: bool = False


YEAR_WIDTH, FOOT = 12, 19.5


@register.inclusion_tag("reporting/reports/paper/_path.html")
def attainment_path(path: list[dict[str, Any]]) -> dict[str, object]:
    """A stack of four squares for each year, filled from below; told apart by what is filled, not by its colour."""
    stacks = [stack(0.5 + place * YEAR_WIDTH, year["attainment"]) for place, year in enumerate(path)]
    size = {"width": len(path) * YEAR_WIDTH - 3, "height": FOOT + 0.5}
    return {"path": path, "squares": [square for squares in stacks for square in squares], **size}


def stack(x: float, level: str | None) -> list[Stacked]:
    """Broken where nothing could be judged; a stroke on the ground where the level is not stated."""
    if level is None:
        return [Stacked(x, "#8a96a3", "#8a96a3", FOOT - 1, 0.6)]
    height, colour = HEIGHTS.get(level), LEVEL_COLOURS.get(level, "#8a96a3")
    return [
        Stacked(x, colour if place < (height or 0) else "#ffffff", colour, FOOT - 4 - place * 5, 4, height is None)
        for place in range(4)
    ]


@register.inclusion_tag("reporting/reports/paper/_strip.html")
def quarter_strip(cells: list[dict[str, Any]]) -> dict[str, object]:
    """A cell a quarter with a gap between the years; quarters that have not begun are outlines."""
    squares = [
        Square(x=0.25 + place * 7 + place // QUARTERS_A_YEAR * 3, **shades(cell["count"]))
        for place, cell in enumerate(cells)
    ]
    years = sorted({cell["year"] for cell in cells})
    counts = [
        (year, ", ".join(str(cell["count"]) for cell in cells if cell["year"] == year and cell["count"] is not None))
        for year in years
    ]
    return {
        "squares": squares,
        "width": squares[-1].x + 6 if squares else 0,
        "counts": [(year, told) for year, told in counts if told],
    }


def shades(count: int | None) -> dict[str, str]:
    if count is None:
        return {"fill": "#ffffff", "stroke": "#d3dae1"}
    colour = STRIP_COLOURS[min(count, len(STRIP_COLOURS) - 1)]
    return {"fill": colour, "stroke": colour}
