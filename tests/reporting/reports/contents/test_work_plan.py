from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.making import Making
from tests.reporting.conftest import Written
from tests.reporting.reports.contents.test_snapshots import holds

pytestmark = pytest.mark.both

Write = Callable[..., Written]


def titles(written: Written) -> dict[str, list[str]]:
    return {name: [line["title"] for line in lines] for name, lines in written["work_plan"].items() if lines}


def test_lines_stand_under_how_they_went(make: Making, written: Write) -> None:
    make.activity(title="klar", state="done", ended_on=date(2021, 5, 1))
    make.activity(title="klar i fjol", state="done", ended_on=date(2020, 5, 1))
    make.activity(title="sen", due_on=date(2021, 6, 1))
    make.activity(title="struken", state="dropped", ended_on=date(2021, 5, 1), outcome="Resor var inte möjliga.")
    make.activity(title="kommer", due_on=date(2022, 6, 1))
    found = written("internal")
    assert titles(found) == {"done": ["klar"], "late": ["sen"], "dropped": ["struken"], "coming": ["kommer"]}
    assert found["work_plan"]["dropped"][0]["outcome"] == "Resor var inte möjliga."


def test_a_line_stands_as_it_did_on_the_last_day(make: Making, written: Write) -> None:
    """What ended later was waiting then, and a day that was moved later was the old one."""
    moved = make.activity(title="flyttad sedan", due_on=date(2022, 6, 1))
    make.activity_update(
        moved,
        kind="move",
        happened_on=date(2022, 1, 15),
        from_due_on=date(2021, 11, 1),
        to_due_on=date(2022, 6, 1),
        text="senare-skäl",
    )
    make.activity(
        title="klar sedan", state="done", ended_on=date(2022, 1, 20), due_on=date(2021, 12, 1), outcome="senare-utfall"
    )
    found = written("internal")
    assert titles(found) == {"late": ["flyttad sedan", "klar sedan"]}
    late: dict[str, Any] = found["work_plan"]["late"][0]
    assert (late["due_on"], late["is_late"], late["moves"]) == ("2021-11-01", True, [])
    assert found["work_plan"]["late"][1]["state"] == "under_way"
    assert holds(found, "senare-") == []


def test_a_move_is_told_with_its_reason(make: Making, written: Write) -> None:
    activity = make.activity(title="flyttad", due_on=date(2022, 3, 1))
    make.activity_update(activity, kind="move", happened_on=date(2021, 9, 1), text="Tjänsten är vakant.")
    (line,) = written("internal")["work_plan"]["moved"]
    assert line["moves"] == [
        {"on": "2021-09-01", "from": "2021-09-30", "to": "2022-03-01", "reason": "Tjänsten är vakant."}
    ]


def test_an_edition_holds_the_lines_that_it_may(make: Making, written: Write) -> None:
    for marking in ("open", "working", "secret"):
        activity = make.activity(title=f"rad-{marking}", due_on=date(2021, 1, 2), classification=marking)
        make.activity_update(activity, kind="move", text=f"skäl-{marking}")
    make.activity(title="rad-delad", due_on=date(2021, 1, 3), shared_with_agencies=True)
    assert titles(written("external"))["late"] == ["rad-open"]
    assert titles(written("agencies"))["late"] == ["rad-open", "rad-delad"]
    assert titles(written("internal"))["late"] == ["rad-open", "rad-working", "rad-delad"]
    assert "skäl-working" not in str(written("agencies"))
