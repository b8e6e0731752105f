from collections.abc import Callable
from typing import Any

import pytest

from reporting.reports.contents.kinds.yearly import figure_sources
from tests.making import Making
from tests.reporting.conftest import Written, goal_in

pytestmark = pytest.mark.both

Write = Callable[..., Written]
OPEN = {"classification": "open"}


def measured(make: Making, *values: tuple[int, str], **fields: Any) -> None:
    indicator = make.indicator("Kontor med internkontroll", ["i.3"], **fields)
    for year, value in values:
        make.measurement(indicator, year=year, value=value, source=f"Årsrapport {year}", **OPEN)


def test_values_stand_with_their_sources_up_to_the_last_day(make: Making, written: Write) -> None:
    measured(make, (2020, "71.500"), (2021, "83"), (2022, "90"))
    (found,) = goal_in(written("internal"), "i.3")["indicators"]
    assert [(value["measured_on"], value["value"], value["source"]) for value in found["measurements"]] == [
        ("2020-12-31", "71.5", "Årsrapport 2020"),
        ("2021-12-31", "83", "Årsrapport 2021"),
    ]
    assert found["is_complete"]
    assert goal_in(written("internal"), "i.4")["indicators"] == []


@pytest.mark.parametrize(
    ("values", "fields", "development"),
    [
        ([(2020, "71"), (2021, "83")], {}, "forward"),
        ([(2020, "83"), (2021, "71")], {}, "backward"),
        ([(2020, "83"), (2021, "71")], {"direction": "down"}, "forward"),
        ([(2020, "71"), (2021, "71")], {}, "unchanged"),
        ([(2021, "71")], {}, None),
        ([(2021, "71")], {"baseline": "62", "baseline_year": 2019}, "forward"),
        ([(2020, "71"), (2021, "83")], {"direction": "neither"}, None),
    ],
)
def test_the_development_is_from_the_first_value_to_the_latest(
    make: Making, written: Write, values: list[tuple[int, str]], fields: dict[str, Any], development: str | None
) -> None:
    measured(make, *values, **fields)
    (found,) = goal_in(written("internal"), "i.3")["indicators"]
    assert found["development"] == development


def test_a_trend_that_rests_on_a_value_left_out_is_not_stated(make: Making, written: Write) -> None:
    indicator = make.indicator("Kontor", ["i.3"])
    for year, value in ((2019, "50"), (2021, "83")):
        make.measurement(indicator, year=year, value=value, **OPEN)
    make.measurement(indicator, year=2020, value="12", source="Internt mejl", classification="working")
    (internal,) = goal_in(written("internal"), "i.3")["indicators"]
    external_edition = written("external")
    (external,) = goal_in(external_edition, "i.3")["indicators"]
    assert (internal["is_complete"], internal["development"]) == (True, "forward")
    assert (external["is_complete"], external["development"]) == (False, None)
    assert [value["value"] for value in external["measurements"]] == ["50", "83"]
    assert "Internt mejl" not in str(external_edition)


def test_an_indicator_without_an_open_value_is_in_no_external_edition(make: Making, written: Write) -> None:
    make.measurement(make.indicator("Hemligt mått", ["i.3"]), year=2021, classification="secret")
    assert "Hemligt mått" not in str(written("internal"))
    assert "Hemligt mått" in str(written("internal-secret"))


def test_each_source_is_named_once(make: Making, written: Write) -> None:
    measured(make, (2020, "71"), (2021, "83"))
    make.contribution(year=2021, source="Årsrapport 2021", **OPEN)
    found = written("internal")
    goals = [goal for area in found["focus_areas"] for goal in area["goals"]]
    told = figure_sources(goals, found["funding"])
    assert [source for source in told if source.startswith("Årsrapport")] == ["Årsrapport 2020", "Årsrapport 2021"]
