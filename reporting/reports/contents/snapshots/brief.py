"""*The situation in brief*: what moved and why, and what comes next, out of what else the report says.

So much that the short form is at most four pages, however much there is; what is not told is counted.
"""

from collections.abc import Sequence
from typing import Any

from reporting.assessments.models.scales import Attainment
from reporting.reports.contents.snapshots.room import short
from strategy.texts.reading import marks, without_marks

MOST_MOVED = 12
MOST_COMING = 4
LONGEST_REASON = 190

# What the short form says: of the whole, and of each goal.
TOLD = (
    *("asked", "brief", "figures", "organisation", "overall", "recommendations", "report", "strategy"),
    *("summary", "text_language", "years"),
)
TOLD_OF_AREA = ("code", "title", "short_title")
TOLD_OF_GOAL = ("code", "title", "judgement", "before", "strip", "path", "change")

Json = dict[str, Any]


def in_brief(written: Json) -> Json:
    """What the short form says of a report's contents, under a schema of its own."""
    areas = [
        {**some(area, TOLD_OF_AREA), "goals": [some(goal, TOLD_OF_GOAL) for goal in area["goals"]]}
        for area in written["focus_areas"]
    ]
    return {**some(written, TOLD), "schema": f"{written['schema']}-short", "focus_areas": areas}


def some(told: Json, names: Sequence[str]) -> Json:
    return {name: told[name] for name in names if name in told}


def brief_of(moved: list[Json], coming: Json | None = None) -> Json:
    """Goals that went backward first; `coming` is what a yearly report says of the next year."""
    worst_first = sorted(moved, key=lambda goal: goal["change"] != "lower" and goal["development"] != "backward")
    brief = {"moved": worst_first[:MOST_MOVED], "moved_left_out": len(worst_first[MOST_MOVED:])}
    if coming is None:
        return brief
    promised = [found for found in coming["commitments"] if found["owner"] == "counterpart"]
    in_time = sorted(promised, key=lambda found: (found["due_on"] is None, found["due_on"]))
    first = [found | {"text": short(found["text"])} for found in in_time[:MOST_COMING]]
    return brief | {
        "events": coming["events"][:MOST_COMING],
        "events_left_out": len(coming["events"][MOST_COMING:]),
        "commitments": first,
        "commitments_left_out": len(in_time[MOST_COMING:]),
    }


def moved_goal(goal: Json, before: Json, now: Json) -> Json:
    """From where to where, and why: as much of the judgement's text as there is room for, without its notes."""
    return {
        "goal": goal["code"],
        "title": goal["title"],
        "before": {"year": before["year"], "attainment": before["attainment"]},
        "now": {"year": now["year"], "attainment": now["attainment"]},
        "development": now["development"],
        "change": change(before["attainment"], now["attainment"]),
        "why": why(goal["narrative"]),
    }


def why(narrative: list[Json]) -> str:
    told = next((part["text"] for part in narrative if part["part"] in {"happened", "public"}), "")
    return short(without_marks(told, set(marks(told))), LONGEST_REASON)


def change(before: str | None, now: str | None) -> str | None:
    """Of a level; None where one of the two is not stated or says nothing of how far the goal has come."""
    heights = [Attainment(level).height if level else None for level in (before, now)]
    if heights[0] is None or heights[1] is None:
        return None
    steps = heights[1] - heights[0]
    return "higher" if steps > 0 else "lower" if steps < 0 else "same"


def has_changed(goal: Json) -> bool:
    return goal["change"] in {"higher", "lower"}
