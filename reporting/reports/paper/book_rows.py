"""What stands on each sheet of a report's workbook, out of a snapshot of any kind. An older one may hold less."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reporting.reports.contents.snapshots.indicators import sources as sources_of
from reporting.reports.free_texts import texts_in
from reporting.templatetags.printing import CHOICES, day, in_words
from strategy.records.kinds import kinds

Json = dict[str, Any]

STATES = ("late", "soon", "coming", "done", "dropped", "moved")


def free_texts(written: Json) -> list[Json]:
    return [{"label": what, "text": said} for what, said in texts_in(written)]


def of_goals(written: Json) -> list[Json]:
    """Goals as a yearly report has them; a pack names them by their codes."""
    return [goal for area in written["focus_areas"] for goal in area["goals"] if isinstance(goal, dict)]


def goals(written: Json) -> list[Json]:
    """Of an assessment, which has no year before, as the last of its years has them."""
    return [
        {**goal, "narrative": {part["part"]: part["text"] for part in goal.get("narrative", [])}}
        for goal in of_goals(written)
    ]


def paths(written: Json) -> list[Json]:
    """A row for each goal and year of an assessment."""
    return [
        {"code": goal["code"], "title": goal["title"], **year}
        for goal in of_goals(written)
        for year in goal.get("path", [])
    ]


def ties(written: Json) -> list[Json]:
    return [
        {**tie, "framework": framework["name"], "release": framework["release"], "source": framework["source"]}
        for framework in written.get("frameworks", [])
        for tie in framework["ties"]
    ]


def moved(written: Json) -> list[Json]:
    found: list[Json] = written.get("brief", {}).get("moved", [])
    return found


def judgements(written: Json) -> list[Json]:
    titles = {goal["code"]: goal["title"] for goal in written.get("goals", [])}
    return [{**found, "title": titles[found["goal"]]} for found in written.get("judgements", [])]


def interventions(written: Json) -> list[Json]:
    return [{**found, "goal": goal["code"]} for goal in of_goals(written) for found in goal.get("interventions", [])]


def events(written: Json) -> list[Json]:
    found: list[Json] = written["dialogue"]["events"] if "dialogue" in written else written.get("events", [])
    return found


def planned(written: Json) -> list[Json]:
    found: list[Json] = written.get("next", {}).get("events", [])
    return found or list(written.get("brief", {}).get("events", []))


def coverage(written: Json) -> list[Json]:
    rows = written.get("dialogue", {}).get("coverage", [])
    return [{**row, "total": sum(row["counts"].values())} for row in rows]


def commitments(written: Json) -> list[Json]:
    """Each once, however many goals it is for."""
    found = [row for goal in of_goals(written) for row in goal.get("commitments", [])]
    found += [] if found else written.get("brief", {}).get("commitments", [])
    found += written.get("next", {}).get("commitments", [])
    promised = written.get("commitments", {})
    found += [row for name in ("before", "after", "resolved") for row in promised.get(name, [])]
    return once(found)


def observations(written: Json) -> list[Json]:
    found = [row for goal in of_goals(written) for row in goal.get("observations", [])]
    found += written.get("other_observations", [])
    found += [row for agency in written.get("observations", []) for row in agency["observations"]]
    return once(found)


def once(found: list[Json]) -> list[Json]:
    return list({json.dumps(row, sort_keys=True): row for row in found}.values())


def indicators(written: Json) -> list[Json]:
    found = [row for goal in of_goals(written) for row in goal.get("indicators", [])]
    return once(found + written.get("funding", {}).get("indicators", []))


def measurements(written: Json) -> Iterator[Json]:
    """Each value that is known, with what an indicator began from and is to come to."""
    for indicator in indicators(written):
        shared = {name: indicator[name] for name in ("name", "unit", "goals")}
        ends = {**shared, "source": indicator["source"], "qualifier": "exactly"}
        if indicator["baseline"] is not None:
            year, value = indicator["baseline_year"], indicator["baseline"]
            yield {**ends, "what": _("utgångsvärde"), "year": year, "value": value}
        for value in indicator["measurements"]:
            year = int(value["measured_on"][:4])
            on = None if value["is_whole_year"] else value["measured_on"]
            yield {**shared, **value, "what": _("mätvärde"), "year": year, "measured_on": on}
        if indicator["target"] is not None:
            year, value = indicator["target_year"], indicator["target"]
            yield {**ends, "what": _("målvärde"), "year": year, "value": value}


def contributions(written: Json) -> list[Json]:
    found: list[Json] = written.get("funding", {}).get("contributions", [])
    return found


def years(written: Json) -> list[Json]:
    found: list[Json] = written.get("funding", {}).get("years", [])
    return found


def work_plan(written: Json) -> list[Json]:
    """The lines of a year, or of each party to a pack."""
    plan = written.get("work_plan", {})
    found = [row for part in plan for name in STATES for row in part.get(name, [])] if isinstance(plan, list) else []
    found += [row for name in STATES for row in plan.get(name, [])] if isinstance(plan, dict) else []
    return [{**row, "moves": "\n".join(map(moved_day, row["moves"]))} for row in once(found)]


def moved_day(move: Json) -> str:
    days = _("Från %(before)s till %(after)s") % {"before": day(move["from"]), "after": day(move["to"])}
    return f"{days}: {move['reason']}"


def requests(written: Json) -> Iterator[Json]:
    """Each answer with what was asked; a request without one by itself."""
    for agency in written.get("requests", []):
        for asked in agency["requests"]:
            questions = "\n".join(f"{number}. {text}" for number, text in enumerate(asked["questions"], start=1))
            shared = {**asked, "organisation": agency["organisation"], "questions": questions}
            for answer in asked["answers"] or [{}]:
                nothing = answer.get("kind") == "nothing"
                yield {**shared, **answer, **({"text": _("Har inget att tillägga.")} if nothing else {})}


def register(written: Json) -> list[Json]:
    return [
        {
            **piece,
            "kind": kind_of(piece["kind"]),
            "citations": ", ".join(cited(citation) for citation in piece["citations"]),
        }
        for piece in written.get("register", [])
    ]


def kind_of(noun: str) -> str:
    own = {"document": _("dokument"), "paragraph": _("stycke i strategin")}
    return own.get(noun) or str(kinds()[noun].label)


def cited(citation: Json) -> str:
    against = citation["stance"] == "contradicts"
    return f"{citation['goal']} ({_('talar emot')})" if against else str(citation["goal"])


def sources(written: Json) -> list[Json]:
    """Where each measured value and each amount comes from, and for what."""
    told = [
        {"source": found, "label": in_words(row["name"])} for row in indicators(written) for found in sources_of([row])
    ]
    told += [
        {"source": row["source"], "label": f"{CHOICES['contribution'](row['kind']).label} {row['year']}"}
        for row in contributions(written)
    ]
    return once([row for row in told if row["source"]])
