import json
import re
from typing import Any

from reporting.reports.models import Report

MARK = re.compile(r"[ \u00a0]*\[\d{1,3}\]")

Json = dict[str, Any]


def changes_since(replaced: Report | None, written: Json) -> Json | None:
    """What differs from the version that the report replaces; None for a first version.

    Goals and key figures are named and new evidence counted, but nothing that stood in the older version is repeated:
    it may have been marked secret since.
    """
    snapshot = replaced.snapshots.first() if replaced else None
    if replaced is None or snapshot is None:
        return None
    before = json.loads(snapshot.content)
    earlier, known = by_code(before), {identity(entry) for entry in before.get("register", ())}
    now = by_code(written)
    return {
        "version": replaced.edition_number,
        "judgements": [code for code in now if judged(now[code]) != judged(earlier.get(code, {}))],
        "narratives": [
            code
            for code in now
            if narrative_without_references(now[code]) != narrative_without_references(earlier.get(code, {}))
        ],
        "figures": [name for name, value in written["figures"].items() if value != before["figures"].get(name)],
        "new_evidence": sum(identity(entry) not in known for entry in written["register"]),
    }


def by_code(contents: Json) -> dict[str, Json]:
    return {goal["code"]: goal for area in contents["focus_areas"] for goal in area["goals"]}


def judged(goal: Json) -> tuple[Any, ...]:
    judgement = goal.get("judgement", {})
    return tuple(judgement.get(name) for name in ("attainment", "development", "effort"))


def narrative_without_references(goal: Json) -> list[str]:
    """The narrative without its references: older snapshots hold them numbered through the whole report."""
    return [MARK.sub("", part["text"]) for part in goal.get("narrative", [])]


def identity(entry: Json) -> tuple[Any, ...]:
    return entry["kind"], entry["title"], entry["date"], entry["goal"], str(entry.get("figure"))
