"""Which judgements are new since a day, and what they were before."""

from collections.abc import Iterable
from typing import Any

from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.reports.consultations import Span
from reporting.reports.contents.snapshots.pieces import day

Json = dict[str, Any]


def changed_judgements(material: Material, goals: Iterable[Goal], span: Span) -> list[Json]:
    """From what stood before the period to what stands at its end, for goals judged anew within it.

    Which assessment stood when is read from everything, so that nothing older takes the place of one that the
    edition leaves out; what it says is stated only where the edition may.
    """
    approved = Assessment.objects.present().in_force().filter(strategy=material.strategy, assessed_on__lte=span.until)
    by_goal: dict[int, list[Assessment]] = {}
    for row in approved.select_related("round").order_by("round__year", "assessed_on", "pk"):
        by_goal.setdefault(row.goal_id, []).append(row)
    levels = set(material.levels.values_list("pk", flat=True))
    developments = set(material.developments.values_list("pk", flat=True))
    changed = []
    for goal in goals:
        assessments = by_goal.get(goal.pk, [])
        if not assessments or assessments[-1].assessed_on < span.first or assessments[-1].pk not in levels:
            continue
        earlier = [row for row in assessments[:-1] if row.assessed_on < span.first]
        before = earlier[-1] if earlier and earlier[-1].pk in levels else None
        changed.append(judgement_beside_last(goal, before, assessments[-1], developments))
    return changed


def judgement_beside_last(goal: Goal, before: Assessment | None, now: Assessment, developments: set[int]) -> Json:
    return {
        "goal": goal.code,
        "before": {"year": before.round.year, "attainment": before.attainment} if before else None,
        "now": {"year": now.round.year, "attainment": now.attainment, "assessed_on": day(now.assessed_on)},
        "development": now.development if now.pk in developments else None,
        "effort": now.effort or None,
    }
