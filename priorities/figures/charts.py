"""Two charts, as SVG for a page and for the PDF alike: money by kind and year, and an indicator over time.

Both are pure: plain data in, markup out, the same to the byte for the same data and language. The data are what a
report's snapshot holds; numbers and days may be texts as JSON has them, or Decimals and dates.

    money_chart([{"year": 2020, "kind": "lightly_earmarked_core", "stage": "paid",
                  "amount": "100000000.00", "currency": "SEK"}, …], currency="SEK")

    measurement_chart({"name": {"sv": "…", "en": "…"}, "unit": {"sv": "procent", "en": "per cent"},
                       "direction": "up", "baseline": "62", "baseline_year": 2019, "target": None,
                       "target_year": None,
                       "measurements": [{"value": "71", "qualifier": "exactly", "measured_on": "2020-12-31",
                                         "is_whole_year": True}, …]})

Further keys are ignored, and texts may be plain strings too. What has nothing to show becomes an empty string. The
whole chart is told in its `<title>`, which is the alternative text of browsers and of WeasyPrint; a table with the
figures is still to stand beside it (`sums.years_of` makes the rows for money).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from priorities.figures.drawing import (
    ACCENT,
    INK,
    LETTER,
    PAPER,
    QUIET,
    Scale,
    Swatch,
    axis,
    drawing,
    line,
    path,
    scale_to,
    short,
    surface,
    text,
)
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Qualifier
from priorities.figures.numbers import money, number, qualified, to_a_tenth, unit_for
from priorities.figures.sums import Year, years_of
from strategy.tools.languages import in_language

NOTHING = SafeString("")
WIDTH = 360.0
RIGHT = WIDTH - 8
CEILING = 40.0
FLOOR = 190.0
ROW = 18.0
ABOVE, BELOW = 9.0, 19.0  # from a dot to the ground line of its value
YEAR_WIDTH = 36.0
DIGIT = 7.0  # the width of a figure in the charts' letters, with a little air

SWATCHES = {
    Contribution.ContributionKind.LIGHTLY_EARMARKED_CORE: Swatch(ACCENT, ACCENT),
    Contribution.ContributionKind.CORE: Swatch("#b7cde2", ACCENT, "across"),
    Contribution.ContributionKind.PROJECT: Swatch("#f3e3c8", "#8a5a10", "upright"),
    Contribution.ContributionKind.MANDATORY_FEE: Swatch("#5a6875", "#16202a"),
}
BUDGETED = Swatch(PAPER, QUIET, dashed=True)


# ------------------------------------------------------------------ money


def money_chart(contributions: Iterable[Mapping[str, Any]], *, currency: str = "SEK") -> SafeString:
    """Bars by year, stacked by kind, in one currency; what is only budgeted stands beside as a dashed outline."""
    years = years_of(contributions, currency)
    if not years:
        return NOTHING
    highest = max(max(year.total, year.budgeted) for year in years)
    scale = scale_to(highest, FLOOR, CEILING)
    counted_in, unit = unit_for(highest, currency)
    labels = [number(tick / counted_in) for tick in scale.ticks]
    left = 12 + DIGIT * max(map(len, labels))
    slot = (RIGHT - left) / len(years)
    pieces = [text(0, 14, unit, fill=QUIET), *axis(scale, left, RIGHT, labels)]
    for place, year in enumerate(years):
        pieces += bars(year, left + slot * place, slot, scale, counted_in)
    entries = legend(years)
    for place, (name, swatch, label) in enumerate(entries):
        height = FLOOR + 34 + ROW * place
        pieces += [surface(left, height, 12, 12, swatch, name), text(left + 20, height + 10, label)]
    return drawing("money", WIDTH, FLOOR + 38 + ROW * len(entries), money_in_words(years, currency), pieces)


def bars(year: Year, start: float, slot: float, scale: Scale, counted_in: Decimal) -> list[SafeString]:
    """A year's stack with its total above, and its budgeted bar."""
    both = bool(year.total and year.budgeted)
    middle, width = start + slot / 2, min(slot * (0.34 if both else 0.5), 40)
    pieces = [text(middle, FLOOR + 16, str(year.year), anchor="middle", fill=QUIET)]
    first = middle - width - 1 if both else middle - width / 2
    below = Decimal(0)
    for kind, swatch in SWATCHES.items():
        if amount := year.amounts.get(kind, Decimal(0)):
            upper = scale.at(below + amount)
            pieces.append(surface(first, upper, width, scale.at(below) - upper, swatch, kind))
            below += amount
    if year.total:
        label = to_a_tenth(year.total / counted_in)
        label = _("ca %(number)s") % {"number": label} if year.is_approximate else label
        pieces.append(text(first + width / 2, scale.at(year.total) - 5, label, anchor="middle", weight=600))
    if year.budgeted:
        upper = scale.at(year.budgeted)
        pieces.append(
            surface(middle + 1 if both else first, upper, width, FLOOR - upper, BUDGETED, Contribution.Stage.BUDGETED)
        )
    return pieces


def legend(years: Sequence[Year]) -> list[tuple[str, Swatch, str]]:
    """Only what the chart holds, from the top of the bars down."""
    held = {kind for year in years for kind, amount in year.amounts.items() if amount}
    entries = [(kind.value, swatch, str(kind.label)) for kind, swatch in SWATCHES.items() if kind in held]
    entries.reverse()
    if any(year.budgeted for year in years):
        entries.append((Contribution.Stage.BUDGETED.value, BUDGETED, _("avsatt i budgeten, inte utbetalt")))
    return entries


def money_in_words(years: Sequence[Year], currency: str) -> str:
    told = [_("Stapeldiagram: bidrag per år och slag.")]
    for year in years:
        parts = [amount_in_words(year, kind, currency) for kind in SWATCHES if year.amounts.get(kind)]
        if year.budgeted:
            parts.append(f"{Contribution.Stage.BUDGETED.label} {money(year.budgeted, currency)}")
        told.append(f"{year.year}: {', '.join(parts)}.")
    return " ".join(told)


def amount_in_words(year: Year, kind: Contribution.ContributionKind, currency: str) -> str:
    about = f"{Qualifier.ABOUT.label} " if kind in year.rounded else ""
    return f"{kind.label} {about}{money(year.amounts[kind], currency)}"


# ----------------------------------------------------------- measurements


@dataclass(frozen=True)
class Point:
    """A value in its place on the line of time; `at` counts in years."""

    at: float
    value: Decimal
    qualifier: str
    when: str


def measurement_chart(indicator: Mapping[str, Any]) -> SafeString:
    """Dots joined by a line, over time and from nought; a ring the baseline, a dashed line the target.

    What is only *about* has a hollow dot, what is *more than* an arrowhead upwards; both say so in words too. Raises
    nothing for strange data but what Decimal and date do.
    """
    points = sorted(map(point, indicator["measurements"]), key=lambda found: found.at)
    if not points:
        return NOTHING
    baseline, target = placed(reference(indicator, "baseline"), points), reference(indicator, "target")
    marks = [*points, *(mark for mark in (baseline, target) if mark)]
    scale = scale_to(max(mark.value for mark in marks), FLOOR, CEILING)
    labels = [number(tick) for tick in scale.ticks]
    left = 12 + DIGIT * max(map(len, labels))
    first, last = int(min(mark.at for mark in marks)), int(max(mark.at for mark in marks)) + 1
    slot = (RIGHT - left) / (last - first)

    def across(mark: Point) -> float:
        return left + (mark.at - first) * slot

    places = [(across(found), scale.at(found.value)) for found in points]
    pieces = [text(0, 14, worded(indicator["unit"]), fill=QUIET), *good_direction(indicator["direction"])]
    pieces += [*axis(scale, left, RIGHT, labels), *years_along(marks, across, slot)]
    if target:
        pieces.append(line(left, scale.at(target.value), RIGHT, scale.at(target.value), stroke=INK, dashed=True))
    if baseline:
        pieces.append(ring(across(baseline), scale.at(baseline.value)))
    pieces.append(path("M" + "L".join(f"{short(x)} {short(y)}" for x, y in places)))
    pieces += [dot(x, y, found.qualifier) for found, (x, y) in zip(points, places, strict=True)]
    pieces += value_labels(points, places, left)
    notes = list(explained(baseline, target, left))
    pieces += [piece for note in notes for piece in note]
    told = measurements_in_words(indicator, points, baseline, target)
    return drawing("measurements", WIDTH, FLOOR + 26 + ROW * len(notes), told, pieces)


def explained(baseline: Point | None, target: Point | None, left: float) -> Iterator[list[SafeString]]:
    """A row beneath the chart for the ring, and one for the dashed line."""
    height = FLOOR + 34
    if baseline:
        words = _("utgångsvärde %(value)s år %(year)s") % {"value": number(baseline.value), "year": baseline.when}
        yield [ring(left + 8, height), text(left + 22, height + 4, words)]
        height += ROW
    if target:
        words = _("mål %(value)s år %(year)s") % {"value": number(target.value), "year": target.when}
        yield [line(left, height, left + 16, height, stroke=INK, dashed=True), text(left + 22, height + 4, words)]


def point(measurement: Mapping[str, Any]) -> Point:
    day = measurement["measured_on"]
    day = date.fromisoformat(day) if isinstance(day, str) else day
    value, qualifier = Decimal(measurement["value"]), measurement["qualifier"]
    if measurement["is_whole_year"]:
        return Point(day.year + 0.5, value, qualifier, str(day.year))
    return Point(day.year + (day.timetuple().tm_yday - 1) / 366, value, qualifier, date_format(day))


def reference(indicator: Mapping[str, Any], name: str) -> Point | None:
    value, year = indicator.get(name), indicator.get(f"{name}_year")
    if value is None or year is None:
        return None
    return Point(int(year) + 0.5, Decimal(value), Qualifier.EXACTLY, str(year))


def placed(baseline: Point | None, points: Sequence[Point]) -> Point | None:
    """Around the measurement that it was taken from, where there is one; else in the middle of its year."""
    if baseline is None:
        return None
    taken_from = (found for found in points if int(found.at) == int(baseline.at) and found.value == baseline.value)
    found = next(taken_from, baseline)
    return Point(found.at, baseline.value, baseline.qualifier, baseline.when)


def years_along(marks: Sequence[Point], across: Callable[[Point], float], slot: float) -> list[SafeString]:
    """The years that have a mark, as many as there is room for: the latest, the first, then from the latest back."""
    years = sorted({int(mark.at) for mark in marks}, reverse=True)
    kept: list[int] = []
    for year in [years[0], years[-1], *years]:
        if all(abs(year - other) * slot >= YEAR_WIDTH for other in kept):
            kept.append(year)
    middles = [(year, across(Point(year + 0.5, Decimal(0), Qualifier.EXACTLY, ""))) for year in kept]
    return [text(x, FLOOR + 17, str(year), anchor="middle", fill=QUIET) for year, x in middles]


def value_labels(points: Sequence[Point], places: Sequence[tuple[float, float]], left: float) -> list[SafeString]:
    """The latest value, the first, the highest, the lowest, and of the rest those that there is room for."""
    order = range(len(points))
    by_value = sorted(order, key=lambda place: points[place].value)
    labels: list[Label] = []
    for place in [order[-1], order[0], by_value[-1], by_value[0], *order]:
        found, (x, y) = points[place], places[place]
        falls = place > 0 and points[place - 1].value > found.value and y + BELOW < FLOOR
        label = Label.at(x, y + BELOW if falls else y - ABOVE, qualified(found.value, found.qualifier), left)
        if not any(label.meets(other) for other in labels):
            labels.append(label)
    return [text(label.x, label.height, label.words, anchor=label.anchor, weight=600) for label in labels]


@dataclass(frozen=True)
class Label:
    """Words at a place of the drawing, as wide as they are reckoned to be."""

    words: str
    x: float
    height: float
    anchor: str
    start: float
    end: float

    @classmethod
    def at(cls, x: float, height: float, words: str, left: float) -> "Label":
        """Centred over or under a dot, unless that would leave the chart."""
        width, edge = len(words) * DIGIT, RIGHT + 6
        if x + width / 2 > edge:
            return cls(words, edge, height, "end", edge - width, edge)
        if x - width / 2 < left:
            return cls(words, left + 2, height, "start", left, left + width)
        return cls(words, x, height, "middle", x - width / 2, x + width / 2)

    def meets(self, other: "Label") -> bool:
        beside = self.end + 4 <= other.start or other.end + 4 <= self.start
        return not beside and abs(self.height - other.height) < LETTER + 2


def dot(x: float, y: float, qualifier: str) -> SafeString:
    if qualifier == Qualifier.MORE_THAN:
        return path(f"M{short(x - 5)} {short(y + 4)}L{short(x)} {short(y - 5)}l5 9Z", fill=ACCENT)
    return circle(x, y, 3.5, fill=PAPER if qualifier == Qualifier.ABOUT else ACCENT)


def ring(x: float, y: float) -> SafeString:
    return circle(x, y, 5, fill=PAPER, stroke=INK)


def circle(x: float, y: float, radius: float, *, fill: str, stroke: str = ACCENT) -> SafeString:
    r = short(radius)
    course = (
        f"M{short(x - radius)} {short(y)}a{r} {r} 0 1 0 {short(2 * radius)} 0a{r} {r} 0 1 0 {short(-2 * radius)} 0Z"
    )
    return path(course, fill=fill, stroke=stroke)


def good_direction(direction: str) -> list[SafeString]:
    """Which way is good, in words with an arrow; nothing where the figure only describes."""
    if direction == Indicator.Direction.NEITHER:
        return []
    words = str(Indicator.Direction(direction).label)
    x = short(RIGHT - 3)
    course = (
        f"M{x} 14V5m-3.5 3.5l3.5-3.5l3.5 3.5"
        if direction == Indicator.Direction.UP
        else f"M{x} 5v9m-3.5-3.5l3.5 3.5l3.5-3.5"
    )
    return [text(RIGHT - 14, 14, words, anchor="end", fill=QUIET), path(course, stroke=QUIET, width=1.3)]


def measurements_in_words(
    indicator: Mapping[str, Any], points: Sequence[Point], baseline: Point | None, target: Point | None
) -> str:
    told = [f"{worded(indicator['name'])}, {worded(indicator['unit'])}."]
    told += [f"{found.when}: {qualified(found.value, found.qualifier)}." for found in points]
    if baseline:
        told.append(_("Utgångsvärde %(year)s: %(value)s.") % {"year": baseline.when, "value": number(baseline.value)})
    if target:
        told.append(_("Mål %(year)s: %(value)s.") % {"year": target.when, "value": number(target.value)})
    if indicator["direction"] != Indicator.Direction.NEITHER:
        direction = str(Indicator.Direction(indicator["direction"]).label)
        told.append(f"{direction[:1].upper()}{direction[1:]}.")
    return " ".join(told)


def worded(words: str | Mapping[str, str]) -> str:
    """A text of a snapshot in the language at hand; a plain string as it is."""
    return words if isinstance(words, str) else in_language(words["sv"], words["en"])
