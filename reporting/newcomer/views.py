from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting import figures
from reporting.assessments.brief import Judgements
from reporting.assessments.material import Material
from reporting.handover.models import Handover
from reporting.newcomer.meetings import Ahead, latest_meetings
from reporting.newcomer.people import agencies, colleagues, counterparts
from reporting.overview.todo import Waits, what_waits
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.web.requests import Request, find_strategy, require

MOST_DUE = 6


@require_safe
def newcomer(request: Request, slug: str) -> HttpResponse:
    """What the strategy is, where it stands, what is due, who is who, and the last meetings and the next."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    user, day = request.user, strategy.today()
    material = Material.seen_by(user, strategy)
    judged = Judgements(user, material)
    stated = [judgement.development for judgement in judged.of_goals]
    ahead = material.events.planned_from(day).first()
    context = {
        "year": judged.year,
        "figures": figures.key_figures(material, judged.year, day, stated),
        "areas": areas_of(judged),
        "handovers": Handover.objects.visible_to(user).of(strategy).filter(receiver=user)[:3],
        "waits": due(user, strategy),
        "ahead": Ahead(material, ahead) if ahead else None,
        "latest": latest_meetings(material),
        "counterparts": counterparts(material),
        "agencies": agencies(user, strategy),
        "colleagues": colleagues(user, strategy),
    }
    return render(request, "reporting/newcomer/newcomer.html", context)


def areas_of(judged: Judgements) -> list[tuple[Any, list[tuple[Any, Any]]]]:
    """Each goal with how it is judged to stand, under its focus area."""
    in_force = {judgement.goal_id: judgement for judgement in judged.of_goals}
    areas: dict[Any, list[tuple[Any, Any]]] = {}
    for goal in judged.material.goals:
        areas.setdefault(goal.focus_area, []).append((goal, in_force.get(goal.pk)))
    return list(areas.items())


def due(user: User, strategy: Strategy) -> Waits:
    """For anybody, in this strategy: a newcomer owns nothing yet."""
    waits = what_waits(user, everybodys=True)
    own = [task for task in waits.own if task.strategy == strategy.pk and not task.is_rest]
    return replace(waits, own=own[:MOST_DUE], names={})
