"""The drawings, read as a reader or a program reads them: from their text, their shapes and their title."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from priorities.figures.charts import measurement_chart, money_chart

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script>'
HARD = "\N{NO-BREAK SPACE}"


def drawn(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 - our own


def words(markup: str) -> list[str]:
    return [found.text or "" for found in drawn(markup).iter(f"{SVG}text")]


def told(markup: str) -> str:
    return drawn(markup).findtext(f"{SVG}title") or ""


def bars(markup: str, name: str) -> list[tuple[float, float]]:
    """Top and height of the surfaces of a class, the legend's square last."""
    found = [rect for rect in drawn(markup).iter(f"{SVG}rect") if rect.attrib["class"] == f"chart-{name}"]
    return [(float(rect.attrib["y"]), float(rect.attrib["height"])) for rect in found]


def money(year: int, kind: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"year": year, "kind": kind, "amount": amount, "stage": "paid", "currency": "SEK"} | more


MONEY = [
    money(2019, "lightly_earmarked_core", "100000000.00"),
    money(2019, "mandatory_fee", "5000000"),
    money(2019, "core", "50000000", stage="budgeted"),
    money(2020, "project", "20000000"),
    money(2020, "project", "999", currency="USD"),
]


def test_bars_are_as_high_as_their_amounts_and_stand_on_each_other() -> None:
    chart = money_chart(MONEY)

    # the scale goes from 0 at 190 to 150 million at 40: a million is one unit of height
    assert bars(chart, "lightly_earmarked_core")[0] == (90, 100)
    assert bars(chart, "mandatory_fee")[0] == (85, 5)
    assert bars(chart, "project")[0] == (170, 20)


def test_what_is_only_budgeted_stands_beside_as_an_outline_and_in_no_total() -> None:
    chart = money_chart(MONEY)
    outline = next(rect for rect in drawn(chart).iter(f"{SVG}rect") if rect.attrib["class"] == "chart-budgeted")

    assert bars(chart, "budgeted")[0] == (140, 50)
    assert (outline.attrib["fill"], outline.attrib["stroke-dasharray"]) == ("#ffffff", "3 2")
    assert [label for label in words(chart) if label in {"105", "155", "20"}] == ["105", "20"]


def test_the_legend_names_what_the_chart_holds_and_textures_tell_kinds_apart() -> None:
    chart = money_chart(MONEY)

    assert words(chart)[-4:] == [
        "obligatorisk medlemsavgift",
        "projektstöd",
        "lätt öronmärkt kärnstöd",
        "avsatt i budgeten, inte utbetalt",
    ]
    assert "kärnstöd" not in words(chart)
    assert re.search(r'd="M[\d.]+ [\d.]+v20', chart)  # upright lines in the bar of project support


def test_the_title_tells_every_amount() -> None:
    assert told(money_chart(MONEY)) == (
        "Stapeldiagram: bidrag per år och slag. "
        "2019: lätt öronmärkt kärnstöd 100 mnkr, obligatorisk medlemsavgift 5 mnkr, avsatt i budgeten 50 mnkr. "
        "2020: projektstöd 20 mnkr."
    )


def test_what_is_only_about_right_says_so() -> None:
    chart = money_chart([money(2019, "mandatory_fee", "5000000", qualifier="about"), MONEY[0]])

    assert "ca 105" in words(chart)
    assert told(chart).endswith("lätt öronmärkt kärnstöd 100 mnkr, obligatorisk medlemsavgift omkring 5 mnkr.")


def test_currencies_have_each_their_own_chart_and_small_ones_are_counted_in_thousands() -> None:
    chart = money_chart([money(2021, "project", "350000", currency="USD"), *MONEY], currency="USD")

    assert words(chart)[0] == "tusen USD"
    assert "350" in words(chart)
    assert money_chart(MONEY, currency="CHF") == ""


def indicator(*measurements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": {"sv": "Rapporter i tid", "en": "Reports on time"},
        "unit": {"sv": "procent", "en": ""},
        "direction": "up",
        "baseline": None,
        "baseline_year": None,
        "target": None,
        "target_year": None,
        "measurements": list(measurements),
    } | more


def value(number: str, day: str, qualifier: str = "exactly", *, whole_year: bool = True) -> dict[str, Any]:
    return {"value": number, "qualifier": qualifier, "measured_on": day, "is_whole_year": whole_year}


COURSE = indicator(
    value("62", "2019-12-31"),
    value("68", "2020-12-31", "about"),
    value("13000", "2021-10-26", "more_than", whole_year=False),
    baseline="62.000",
    baseline_year=2019,
    target="15000",
    target_year=2022,
)


def test_the_title_tells_every_value_with_baseline_target_and_good_direction() -> None:
    assert told(measurement_chart(COURSE)) == (
        f"Rapporter i tid, procent. 2019: 62. 2020: omkring 68. 26 oktober 2021: mer än 13{HARD}000. "
        f"Utgångsvärde 2019: 62. Mål 2022: 15{HARD}000. Högre är bättre."
    )
    with override("en"):
        assert told(measurement_chart(COURSE)).startswith("Reports on time, procent. 2019: 62.")


def test_values_stand_at_their_height_above_nought() -> None:
    chart = measurement_chart(indicator(value("50", "2020-12-31"), value("100", "2021-12-31")))
    course = next(found for found in drawn(chart).iter(f"{SVG}path") if found.attrib["stroke"] == "#0b4f8a")

    assert [float(pair.split()[1]) for pair in course.attrib["d"][1:].split("L")] == [115, 40]
    assert {"0", "20", "100", "2020", "2021", "högre är bättre"} <= set(words(chart))


def test_about_is_hollow_and_more_than_points_up() -> None:
    shapes = [found for found in drawn(measurement_chart(COURSE)).iter(f"{SVG}path") if "Z" in found.attrib["d"]]

    assert [shape.attrib["fill"] for shape in shapes] == ["#ffffff", "#0b4f8a", "#ffffff", "#0b4f8a", "#ffffff"]
    assert shapes[0].attrib["stroke"] == "#16202a"  # the baseline's ring, around the first value
    assert shapes[3].attrib["d"].endswith("l5 9Z")  # an arrowhead


def test_many_values_keep_the_latest_first_highest_and_lowest_labels() -> None:
    values = [value(str(1000 + 7 * (year % 5)), f"{year}-12-31", "about") for year in range(1990, 2020)]
    labels = [label for label in words(measurement_chart(indicator(*values))) if label.startswith("omkring")]

    assert labels[0] == f"omkring 1{HARD}028"
    assert len(labels) < len(values)


def test_nothing_measured_is_no_chart() -> None:
    assert measurement_chart(indicator()) == ""
    assert money_chart([]) == ""


@pytest.mark.parametrize("number", ["0", "0.001", "9999999999999.999"])
def test_extreme_values_are_drawn(number: str) -> None:
    assert drawn(measurement_chart(indicator(value(number, "2021-12-31")))).tag == f"{SVG}svg"


def test_hostile_words_are_escaped_and_nothing_is_styled_inline() -> None:
    chart = measurement_chart(indicator(value("1", "2021-12-31"), name=HOSTILE, unit=HOSTILE))

    assert "<script" not in chart
    assert told(chart).startswith(HOSTILE)
    assert HOSTILE in words(chart)
    for markup in (chart, money_chart(MONEY)):
        assert not re.search(r"\sstyle=|\son\w+=|\sid=|url\(", markup)


def test_text_and_decimals_make_the_same_drawing_to_the_byte() -> None:
    rows = [row | {"amount": Decimal(row["amount"])} for row in MONEY]

    assert money_chart(rows) == money_chart(MONEY) == money_chart(iter(MONEY))
