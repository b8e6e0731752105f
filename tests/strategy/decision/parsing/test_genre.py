"""Fifty decisions made up in the genre's shapes: no goal is lost unsaid, and none altered."""

from hypothesis import given, settings

from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.genre import MadeUp, decisions


@settings(max_examples=50, derandomize=True, deadline=None)
@given(decisions())
def test_no_goal_is_lost_unsaid_and_none_altered(decision: MadeUp) -> None:
    found = parse(decision.text)
    goals = [goal.text for area in found.focus_areas for goal in area.goals]
    lost = [goal for goal in decision.goals if goal not in goals]
    lines = decision.text.splitlines()
    for goal in lost:
        number = next(number for number, line in enumerate(lines, 1) if goal[:40] in line)
        assert any(f"Rad {number}:" in warning for warning in found.warnings), goal
    assert [goal for goal in goals if goal not in decision.goals] == []


@settings(max_examples=50, derandomize=True, deadline=None)
@given(decisions())
def test_areas_codes_and_goals_are_those_that_were_written(decision: MadeUp) -> None:
    found = parse(decision.text)
    assert [(area.code, area.title, [goal.text for goal in area.goals]) for area in found.focus_areas] == decision.areas
    assert found.period is not None
    assert (found.period.start, found.period.end) == (2031, 2035)
