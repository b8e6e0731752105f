"""Which judgements are new since a day, and what they were before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.reports.consultations import Span
from reporting.reports.contents.snapshots import pieces

Json = dict[str, Any]


def changed_judgements(material: Material, goals: Iterable[Goal], span: Span) -> list[Json]:
    """From what stood before the period to what stands at its end, for goals judged anew within it.

    Which assessment stood when is read from everything, so that nothing older takes the place of one that the
    edition leaves out; what it says is stated only where the edition may.
    """
    by_goal = approved_by(material, span.until)
    levels, developments = stated_in(material)
    changed = []
    for goal in goals:
        assessments = by_goal[goal.pk]
        if not assessments or assessments[-1].assessed_on < span.first or assessments[-1].pk not in levels:
            continue
        earlier = [row for row in assessments[:-1] if row.assessed_on < span.first]
        before = earlier[-1] if earlier and earlier[-1].pk in levels else None
        changed.append(judgement_beside_last(goal, before, assessments[-1], developments))
    return changed


def standing_judgements(material: Material, goals: Iterable[Goal], until: date) -> dict[int, Json]:
    """By goal: what stands on a day beside the year before it, where the edition may state it."""
    by_goal = approved_by(material, until)
    levels, developments = stated_in(material)
    standing = {}
    for goal in goals:
        rows = by_goal[goal.pk]
        if rows and (now := rows[-1]).pk in levels:
            before = next((row for row in reversed(rows) if row.round.year < now.round.year), None)
            stated = before if before and before.pk in levels else None
            standing[goal.pk] = judgement_beside_last(goal, stated, now, developments)
    return standing


def approved_by(material: Material, day: date) -> dict[int, list[Assessment]]:
    """By goal, whatever the edition holds; the latest last."""
    approved = Assessment.objects.present().in_force().filter(strategy=material.strategy, assessed_on__lte=day)
    by_goal: dict[int, list[Assessment]] = defaultdict(list)
    for row in approved.select_related("round").order_by("round__year", "assessed_on", "pk"):
        by_goal[row.goal_id].append(row)
    return by_goal


def stated_in(material: Material) -> tuple[set[int], set[int]]:
    """The assessments whose level the edition may state, and those whose development it may."""
    levels, developments = (rows.values_list("pk", flat=True) for rows in (material.levels, material.developments))
    return set(levels), set(developments)


def judgement_beside_last(goal: Goal, before: Assessment | None, now: Assessment, developments: set[int]) -> Json:
    return {
        "goal": goal.code,
        "before": {"year": before.round.year, "attainment": before.attainment} if before else None,
        "now": {"year": now.round.year, "attainment": now.attainment, "assessed_on": pieces.day(now.assessed_on)},
        "development": now.development if now.pk in developments else None,
        "effort": now.effort or None,
    }
