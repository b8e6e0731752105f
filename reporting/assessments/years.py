"""A year's judgements, goal by goal, beside the year before: what the round's page shows."""

from dataclasses import dataclass

from priorities.goals.models import FocusArea, Goal
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from strategy.decision.models import Strategy
from strategy.people.models import User


@dataclass(frozen=True)
class YearLine:
    goal: Goal
    in_force: Assessment | None
    under_way: Assessment | None
    previous: Assessment | None


def year_lines(user: User, strategy: Strategy, year: int) -> list[YearLine]:
    """A line for every goal, in the decision's order. Three queries however many goals there are."""
    visible = Assessment.objects.visible_to(user).filter(strategy=strategy)
    in_force = {
        (found.goal_id, found.round.year): found
        for found in visible.in_force().filter(round__year__in=[year, year - 1]).select_related("owner", "round")
    }
    begun = visible.under_way().filter(round__year=year).select_related("owner")
    under_way = {found.goal_id: found for found in begun}
    goals = Goal.objects.visible_to(user).of(strategy.pk)
    return [
        YearLine(goal, in_force.get((goal.pk, year)), under_way.get(goal.pk), in_force.get((goal.pk, year - 1)))
        for goal in goals
    ]


@dataclass(frozen=True)
class OverallLine:
    """`focus_area` is None for the whole strategy."""

    focus_area: FocusArea | None
    in_force: OverallAssessment | None
    under_way: OverallAssessment | None
    previous: OverallAssessment | None


def overall_lines(user: User, strategy: Strategy, year: int) -> list[OverallLine]:
    """A line for the whole strategy and one for each focus area. Three queries."""
    visible = OverallAssessment.objects.visible_to(user).filter(strategy=strategy)
    in_force = {
        (found.focus_area_id, found.round.year): found
        for found in visible.in_force().filter(round__year__in=[year, year - 1]).select_related("round")
    }
    under_way = {found.focus_area_id: found for found in visible.under_way().filter(round__year=year)}
    areas: list[FocusArea | None] = [None, *FocusArea.objects.visible_to(user).of(strategy.pk).exclude(code="")]
    keys = [(area, area.pk if area else None) for area in areas]
    return [
        OverallLine(area, in_force.get((pk, year)), under_way.get(pk), in_force.get((pk, year - 1)))
        for area, pk in keys
    ]
