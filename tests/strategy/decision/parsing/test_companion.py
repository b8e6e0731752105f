"""The facts kept beside the decision, held against the decision itself."""

import re
import tomllib
from typing import Any

import pytest

from strategy.decision.parsing.document import Document
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import DECISION, SOURCE, paragraphs

COMPANION: dict[str, Any] = tomllib.loads(DECISION.with_suffix(".toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def decision() -> Document:
    return parse(SOURCE)


def test_covers_the_decision(decision: Document) -> None:
    goals = [goal.code for area in decision.focus_areas for goal in area.goals]
    assert [area["code"] for area in COMPANION["focus_area"]] == [area.code for area in decision.focus_areas]
    assert [goal["code"] for goal in COMPANION["goal"]] == goals
    assert [baseline["goal"] for baseline in COMPANION["baseline"]] == goals
    assert [area["number"] for area in COMPANION["mandate_area"]] == [area.number for area in decision.mandate]
    recipients = [row["recipient"] for row in COMPANION["organisation"] if "recipient" in row]
    assert tuple(recipients) == decision.distribution


def test_names_whose_change_each_goal_asks_for() -> None:
    others = {goal["code"]: goal["actor"] for goal in COMPANION["goal"] if goal["actor"] != "organisation"}
    assert others == {"i.6": "member_states", "iii.1": "donors", "iii.2": "sweden"}


def test_has_every_text_in_both_languages() -> None:
    for goal in COMPANION["goal"]:
        assert set(goal) == {"code", "actor", "short_title", "short_title_en", "text_en"}
        assert all(goal.values())
    for area in COMPANION["focus_area"]:
        assert set(area) == {"code", "short_title", "title_en", "short_title_en"}
        assert all(area.values())


def test_units_are_those_of_the_distribution_list() -> None:
    for row in COMPANION["organisation"]:
        _, _, units = row.get("recipient", "").partition("/")
        assert row.get("units", []) == [unit for unit in re.split(", | och ", units) if unit]


@pytest.mark.parametrize("baseline", COMPANION["baseline"], ids=lambda baseline: baseline["goal"])
def test_baseline_quotes_the_decision_to_the_letter(decision: Document, baseline: dict[str, Any]) -> None:
    texts = [paragraph.plain for paragraph in paragraphs(decision)] + [note.plain for note in decision.footnotes]
    assert [quote for quote in baseline["quotes"] if not any(quote in text for text in texts)] == []
    assert baseline["year"] == 2019
    assert baseline["attainment"] in {"not_assessable", "none", "partial", "substantial"}
    assert baseline["quotes"] or baseline["attainment"] == "not_assessable"
