from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from priorities.goals.models import FocusArea, Goal
from reporting import figures
from reporting.assessments.brief import Judgements
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.overview.beginning import steps
from reporting.overview.folding import FoldedTimeline
from reporting.overview.forms import AsOf, NarrowingForm, YearForm, everybodys_chosen
from reporting.overview.standing import NextTime, Standing
from reporting.overview.timeline import timeline
from reporting.overview.todo import what_waited, what_waits
from reporting.reports.models import Report
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.web.pages import fragment
from strategy.web.requests import Request, find, find_strategy, require


@require_safe
def overview(request: Request, slug: str) -> HttpResponse:
    """Where the goals stand, what is due, where Sweden has been silent, what comes next; today or on an earlier day."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    user = request.user
    as_of = AsOf.chosen(request, strategy)
    material = Material.seen_by(user, strategy, as_of.earlier)
    judged = Judgements(user, material, YearForm.chosen(request, strategy))
    dialogue = figures.Dialogue(material, as_of.day)
    overall = {judgement.focus_area_id: judgement for judgement in judged.overall}
    year, everybodys = judged.year, everybodys_chosen(request)
    stated = [judgement.development for judgement in judged.of_goals]
    counted = figures.key_figures(material, year, as_of.day, stated)
    is_empty = not (judged.of_goals or counted.meetings or counted.planned or dialogue.has_begun or as_of.earlier)
    context = {
        "as_of": as_of,
        "year": year,
        "figures": counted,
        "beginning": steps(user, judged, is_empty=is_empty),
        "areas": matrix(judged, dialogue.strips()),
        "judged": judged,
        "blind_spots": [] if is_empty else dialogue.blind_spots(),
        "is_empty": is_empty,
        "waits": what_waited(user, material) if as_of.earlier else what_waits(user, everybodys=everybodys),
        "overall": overall.pop(None, None),
        "overall_of_areas": overall,
        "may_plan": user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk) and strategy.takes_dialogue,
        "may_report": user.may(Action.WRITE, Kind.REPORT, strategy.pk),
    }
    return render(request, "reporting/overview/overview.html", context)


@dataclass(frozen=True)
class Line:
    """What is in force for a goal in the year and in the year before, and when it was raised."""

    goal: Goal
    judged: Assessment | None
    before: Assessment | None
    strip: list[figures.Cell]


def matrix(judged: Judgements, strips: dict[int, list[figures.Cell]]) -> list[tuple[FocusArea, list[Line]]]:
    """The goals under their focus areas."""
    in_force, before = {judgement.goal_id: judgement for judgement in judged.of_goals}, judged.of_goals_before
    areas: dict[FocusArea, list[Line]] = {}
    for goal in judged.material.goals:
        line = Line(goal, in_force.get(goal.pk), before.get(goal.pk), strips[goal.pk])
        areas.setdefault(goal.focus_area, []).append(line)
    return list(areas.items())


@require_safe
def goals(request: Request, slug: str) -> HttpResponse:
    """All goals with their exact wording, for everybody with a part in the strategy."""
    strategy = find_strategy(request, slug)
    areas: dict[FocusArea, list[Goal]] = {}
    for goal in Goal.objects.visible_to(request.user).of(strategy.pk):
        areas.setdefault(goal.focus_area, []).append(goal)
    return render(request, "reporting/overview/goals.html", {"areas": list(areas.items())})


@require_safe
def goal(request: Request, pk: int) -> HttpResponse:
    """One goal, put together from what its reader may see."""
    user = request.user
    goal = find(request, Goal.objects.visible_to(user).select_related("focus_area", "paragraph__section"), pk)
    strategy = goal.strategy
    as_of = AsOf.chosen(request, strategy)
    material = Material.seen_by(user, strategy, as_of.earlier)
    subject, year = NarrowingForm.chosen(request)
    whole = timeline(user=user, goal=goal, earlier=as_of.earlier)
    goals = list(material.goals)
    place = goals.index(goal)
    context = {
        "as_of": as_of,
        "goal": goal,
        "before": goals[place - 1] if place else None,
        "after": goals[place + 1] if place + 1 < len(goals) else None,
        "standing": Standing(material, goal),
        "next_time": NextTime(material, goal, as_of.day),
        "timeline": FoldedTimeline(whole, subject, year, request.GET.get("page")),
        "strip": figures.strips(material, as_of.day)[goal.pk],
        "sees_dialogue": user.may(Action.READ, Kind.DIALOGUE, strategy.pk),
        "sees_timeline": user.may(Action.READ, Kind.OBSERVATION, strategy.pk),
        "sees_key_messages": user.may(Action.READ, Kind.KEY_MESSAGE, strategy.pk),
        "sees_crosswalk": user.may(Action.READ, Kind.CROSSWALK, strategy.pk),
        "sees_judgements": user.may(Action.READ, Kind.ASSESSMENT, strategy.pk),
        "may_assess": user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk),
        "report": None if as_of.earlier else latest_report(user, strategy),
        "assess_year": min(max(strategy.today().year - 1, strategy.start.year), strategy.end.year),
    }
    return render(request, fragment(request, "reporting/overview/goal.html", "timeline"), context)


def latest_report(user: User, strategy: Strategy) -> Report | None:
    """The latest that tells of each goal, of those that somebody may read."""
    return Report.objects.visible_to(user).telling_of_goals(strategy, get_language() or "sv").first()
