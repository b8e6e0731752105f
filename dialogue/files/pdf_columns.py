"""A page set in two columns: where they part, and each as a page of its own, in the order in which they are read."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

MIDDLE = (0.4, 0.7)  # of the page's width, where a second column begins
EDGES = 3  # at which its lines begin: the column's own, and those of lists in it
MOST_BESIDE = 0.15  # of its lines that begin elsewhere
MOST_ACROSS = 0.4  # of the page's lines: titles and the like go over both columns
FEWEST_LINES = 5  # in each
ROW = 4  # points: what stands closer is on one line
ROOM = 2  # points before the second column
SAME_EDGE = 1.5  # points
NARROWEST = 8  # points between columns: blanks within a line are below it

Word = dict[str, Any]
Band = tuple[float, float]
Box = tuple[float, float, float, float]


def columns_of(page: Any) -> Iterator[Any]:
    """The page itself where it has no columns; else what goes over both, and the left and the right, from the top."""
    words = page.extract_words()
    gutter, edges = gutter_of(page, words)
    if not gutter:
        yield page
        return
    left, top, right, bottom = page.bbox
    upper = top
    for above, below in bands_across(words, gutter, edges):
        yield from cropped(page, [(left, gutter), (gutter, right)], (upper, above))
        yield from cropped(page, [(left, right)], (above, below))
        upper = below
    yield from cropped(page, [(left, gutter), (gutter, right)], (upper, bottom))


def cropped(page: Any, sides: list[Band], band: Band) -> Iterator[Any]:
    if band[1] - band[0] > 1:
        yield from (page.filter(stands_in((start, band[0], end, band[1]))) for start, end in sides)


def stands_in(box: Box) -> Callable[[Word], bool]:
    """By the middle of a sign: its edges may be over a box that is as narrow as the line."""
    left, top, right, bottom = box
    return lambda sign: (
        left <= (sign["x0"] + sign["x1"]) / 2 < right and top <= (sign["top"] + sign["bottom"]) / 2 < bottom
    )


def rows_of(words: list[Word]) -> list[list[Word]]:
    """From the top, the words of each from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=middle_of):
        if not rows or middle_of(word) - middle_of(rows[-1][0]) > ROW:
            rows.append([])
        rows[-1].append(word)
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def middle_of(word: Word) -> float:
    return float(word["top"] + word["bottom"]) / 2


def gutter_of(page: Any, words: list[Word]) -> tuple[float, list[float]]:
    """Where the second column begins, and where lines do in it; 0 where there is none."""
    left, _, right, _ = page.bbox
    middle = [left + share * (right - left) for share in MIDDLE]
    starts = Counter(round(word["x0"]) for word in words if middle[0] <= word["x0"] <= middle[1])
    found = []
    for start in sorted(start for start, times in starts.items() if times > 1):
        gutter = min(word["x0"] for word in words if abs(word["x0"] - start) <= SAME_EDGE) - ROOM
        edges = edges_right_of(words, gutter)
        across = len(bands_across(words, gutter, edges))
        left_rows = len(rows_of(before(words, gutter))) - across
        right_rows = sum(is_at(row[0], edges) for row in rows_of(after(words, gutter))) - across
        if min(left_rows, right_rows) >= FEWEST_LINES and across <= MOST_ACROSS * max(left_rows, right_rows):
            found.append((across, gutter, edges))
    return min(found)[1:] if found else (0, [])


def before(words: list[Word], gutter: float) -> list[Word]:
    return [word for word in words if word["x1"] <= gutter]


def after(words: list[Word], gutter: float) -> list[Word]:
    return [word for word in words if word["x0"] >= gutter]


def edges_right_of(words: list[Word], gutter: float) -> list[float]:
    """None where the lines begin at as many places as those of one column's running text would."""
    firsts = [row[0] for row in rows_of(after(words, gutter))]
    edges = [edge for edge, _ in Counter(round(first["x0"]) for first in firsts).most_common(EDGES)]
    beside = [first for first in firsts if not is_at(first, edges)]
    return edges if len(beside) <= MOST_BESIDE * len(firsts) else []


def is_at(word: Word, edges: Sequence[float]) -> bool:
    return any(abs(word["x0"] - edge) <= SAME_EDGE for edge in edges)


def goes_across(row: list[Word], gutter: float, edges: Sequence[float]) -> bool:
    sides = before(row, gutter), after(row, gutter)
    if len(sides[0]) + len(sides[1]) < len(row):
        return True
    if not all(sides):
        return False
    return sides[1][0]["x0"] - sides[0][-1]["x1"] < NARROWEST or not is_at(sides[1][0], edges)


def bands_across(words: list[Word], gutter: float, edges: list[float]) -> list[Band]:
    """From top to bottom, what goes over both columns: with a word on the gutter, or none of the room about it."""
    bands: list[Band] = []
    for row in rows_of(words):
        if goes_across(row, gutter, edges):
            bands.append((min(word["top"] for word in row), max(word["bottom"] for word in row)))
    return bands
