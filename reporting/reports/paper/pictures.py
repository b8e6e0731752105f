"""A drawing of ours as PNG, for Word, which shows no SVG that every version of it and LibreOffice can read.

Only what `priorities.figures.drawing` and the report's own small drawings are made of is drawn.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FINE = 3  # dots to a CSS pixel: 288 to the inch
STEP = re.compile(r"([MmLlhvZa])([^MmLlhvZa]*)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
DASH = 3 * FINE

Point = tuple[float, float]


def png(svg: Any) -> bytes:
    """`svg` is an element of a tree of HTML."""
    width, height = (round(float(svg.get(side)) * FINE) for side in ("width", "height"))
    image = Image.new("RGB", (max(width, 1), max(height, 1)), "#ffffff")
    draw = ImageDraw.Draw(image)
    for piece in svg:
        match piece.tag:
            case "rect":
                rectangle(draw, piece)
            case "path":
                path(draw, piece)
            case "text":
                words(draw, piece, float(svg.get("font-size", 13)))
    content = BytesIO()
    image.save(content, "PNG", dpi=(96 * FINE, 96 * FINE), compress_level=6)
    return content.getvalue()


def rectangle(draw: Any, piece: Any) -> None:
    x, y, width, height = (float(piece.get(name)) * FINE for name in ("x", "y", "width", "height"))
    line = {"outline": colour(piece.get("stroke")), "width": thickness(piece)}
    draw.rounded_rectangle(
        (x, y, x + width, y + height), float(piece.get("rx", 0)) * FINE, fill=colour(piece.get("fill")), **line
    )


def path(draw: Any, piece: Any) -> None:
    fill, stroke = colour(piece.get("fill")), colour(piece.get("stroke"))
    for shape in shapes(piece.get("d")):
        points = [(x * FINE, y * FINE) for x, y in shape]
        if fill is not None:
            draw.polygon(points, fill=fill)
        if stroke is not None:
            for start, end in pairwise(points):
                stretches = dashed(start, end) if piece.get("stroke-dasharray") else [(start, end)]
                for stretch in stretches:
                    draw.line(stretch, fill=stroke, width=thickness(piece))


def shapes(course: str) -> Iterator[list[Point]]:
    """Each stretch of a path as the points that it goes by; two half circles as their rim."""
    points: list[Point] = []
    for step, told in STEP.findall(course):
        numbers = [float(number) for number in NUMBER.findall(told)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if step in "Mm":
            if points:
                yield points
            points = [moved(points[-1], *pairs[0])] if step == "m" else pairs
        elif step == "L":
            points = points + pairs
        elif step == "Z":
            points = [*points, points[0]]
        elif step == "a":
            points = points + around(points[-1], numbers)
        else:
            by = {"h": (numbers[0], 0.0), "v": (0.0, numbers[0]), "l": (numbers[0], numbers[-1])}[step]
            points = [*points, moved(points[-1], *by)]
    if points:
        yield points


def moved(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def around(start: Point, arc: list[float]) -> list[Point]:
    """A half circle to the right or the left of where it starts."""
    radius, dx = arc[0], arc[5]
    turn = 1 if dx > 0 else -1
    middle = start[0] + dx / 2
    steps = [pi * step / 12 for step in range(1, 13)]
    return [(middle - turn * radius * cos(step), start[1] - turn * radius * sin(step)) for step in steps]


def dashed(start: Point, end: Point) -> Iterator[tuple[Point, Point]]:
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    for place in range(0, int(length), 2 * DASH):
        first, last = place / length, min(place + DASH, length) / length
        yield (
            (x1 + (x2 - x1) * first, y1 + (y2 - y1) * first),
            (x1 + (x2 - x1) * last, y1 + (y2 - y1) * last),
        )


def words(draw: Any, piece: Any, size: float) -> None:
    place = tuple(float(piece.get(name)) * FINE for name in ("x", "y"))
    drawn = {"fill": piece.get("fill"), "anchor": ANCHORS[piece.get("text-anchor", "start")]}
    draw.text(place, piece.text or "", font=font(size, int(piece.get("font-weight", 400))), **drawn)


@cache
def font(size: float, weight: int) -> Any:
    from reporting.reports.paper.typesetting import unpacked
    from strategy.texts.signs import FONTS

    made = ImageFont.truetype(BytesIO(unpacked(FONTS[0].path)), size * FINE)
    made.set_variation_by_axes([weight])
    return made


def colour(told: str | None) -> str | None:
    return None if told in {None, "none"} else told


def thickness(piece: Any) -> int:
    return max(1, round(float(piece.get("stroke-width", 1)) * FINE))
