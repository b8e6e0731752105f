"""From a snapshot to the HTML that is printed. Nothing but the snapshot is read."""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.models import Commitment, Event
from reporting.snapshots import SCHEMA, checksum
from strategy.access import Audience

Json = dict[str, Any]

EDITIONS: dict[str, Promise] = {
    Audience.INTERNAL: gettext_lazy("Intern utgåva"),
    Audience.INTERNAL_SECRET: gettext_lazy("Intern utgåva med sekretess"),
    Audience.AGENCIES: gettext_lazy("Utgåva för samrådskretsen"),
    Audience.EXTERNAL: gettext_lazy("Extern utgåva"),
}


class NotASnapshot(Exception):
    """The text is not a snapshot that this version of the product can print."""


def html(content: str) -> str:
    """The whole report as one HTML document, in the snapshot's language. Raises NotASnapshot."""
    written = read_snapshot(content)
    try:
        with translation.override(written["report"]["language"]):
            return render_to_string("reporting/pdf/report.html", context(written, checksum(content)))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise NotASnapshot from error


def read_snapshot(content: str) -> Json:
    """The contents of a snapshot of the one schema there is. Raises NotASnapshot."""
    try:
        written = json.loads(content)
    except ValueError as error:
        raise NotASnapshot from error
    if not isinstance(written, dict) or written.get("schema") != SCHEMA:
        raise NotASnapshot
    return written


def context(written: Json, sha256: str) -> Json:
    heading = written["report"]
    goals = [goal for area in written["focus_areas"] for goal in area["goals"]]
    return {
        **written,
        "sha256": sha256,
        "language": heading["language"],
        "identity": identity(heading),
        "marking": marking(written),
        "goals": goals,
        "dialogue_kinds": Event.DIALOGUE_KINDS,
        "levels": Event.Level.values,
        "by_focus_area": [
            {**area, "rows": [covered(goal, written["dialogue"]) for goal in area["goals"]]}
            for area in written["focus_areas"]
        ],
        "commitments": by_owner(written["next"]["commitments"]),
        "next_steps": [(goal, found) for goal in goals if (found := part(goal, "next_steps"))],
        "dialogue_events": [found for found in written["dialogue"]["events"] if is_dialogue(found)],
        "coordination_events": [found for found in written["dialogue"]["events"] if not is_dialogue(found)],
        "not_stated": [goal["code"] for goal in goals if not goal["judgement"]["attainment"]],
        "is_external": heading["audience"] == Audience.EXTERNAL,
        "holds_everything": heading["audience"] == Audience.INTERNAL_SECRET,
    }


def identity(heading: Json) -> str:
    """What every page's foot says."""
    version = _("version %(version)s") % {"version": heading["version"]}
    parts = (heading["registry_number"], str(EDITIONS[heading["audience"]]), version)
    return " · ".join(part for part in parts if part)


def marking(written: Json) -> str:
    """What every page's head warns of; empty where there is nothing to warn of."""
    warnings = []
    if written["report"]["audience"] == Audience.INTERNAL_SECRET:
        warnings.append(_("Sekretess – expedieras inte"))
    if written["strategy"]["demonstration"]:
        warnings.append(_("Demonstration – fiktivt innehåll"))
    return " · ".join(warnings)


def covered(goal: Json, dialogue: Json) -> Json:
    counts = next(row["counts"] for row in dialogue["coverage"] if row["goal"] == goal["code"])
    return {
        "goal": goal,
        "counts": [counts.get(kind, 0) for kind in Event.DIALOGUE_KINDS],
        "total": sum(counts.values()),
    }


def by_owner(commitments: list[Json]) -> Json:
    return {owner: [found for found in commitments if found["owner"] == owner] for owner in Commitment.Owner.values}


def part(goal: Json, name: str) -> str:
    return next((found["text"] for found in goal["narrative"] if found["part"] == name), "")


def is_dialogue(event: Json) -> bool:
    return event["kind"] in Event.DIALOGUE_KINDS
