from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from dialogue.models import Commitment, Intervention, Observation
from priorities.models import FocusArea, Goal
from reporting import figures
from reporting.forms.overview import YearForm
from reporting.material import Material
from reporting.models import Assessment, Evidence, OverallAssessment
from reporting.narratives import Note
from reporting.timeline import timeline
from reporting.todo import todo
from reporting.years import YearLine, year_lines
from strategy.access import Action, Kind
from strategy.models import Strategy, User
from strategy.requests import Request, find, find_strategy, require


def overview(request: Request, slug: str) -> HttpResponse:
    """Where the goals stand, what is due, where Sweden has been silent, what comes next."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    user = request.user
    year = YearForm.chosen(request, strategy, user)
    material = Material.seen_by(user, strategy)
    today = strategy.today()
    context = {
        "year": year,
        "figures": figures.key_figures(material, year, today),
        "areas": matrix(user, strategy, year, figures.strips(material, today)),
        "todo": todo(user, strategy),
        "blind_spots": figures.blind_spots(material, today),
        "upcoming": material.events.planned_from(today)[:5],
        "overall": OverallAssessment.objects.visible_to(user)
        .in_force()
        .filter(strategy=strategy, round__year=year, focus_area=None)
        .first(),
        "may_plan": user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk) and strategy.takes_dialogue,
        "may_report": user.may(Action.WRITE, Kind.REPORT, strategy.pk),
    }
    return render(request, "reporting/overview.html", context)


def matrix(
    user: User, strategy: Strategy, year: int, strips: dict[int, list[figures.Cell]]
) -> list[tuple[FocusArea, list[tuple[YearLine, list[figures.Cell]]]]]:
    """The lines of the year under their focus areas, each with its strip of dialogue."""
    areas: dict[FocusArea, list[tuple[YearLine, list[figures.Cell]]]] = {}
    for line in year_lines(user, strategy, year):
        areas.setdefault(line.goal.focus_area, []).append((line, strips[line.goal.pk]))
    return list(areas.items())


def goals(request: Request, slug: str) -> HttpResponse:
    """All goals with their exact wording, for everybody with a part in the strategy."""
    strategy = find_strategy(request, slug)
    areas: dict[FocusArea, list[Goal]] = {}
    for goal in Goal.objects.visible_to(request.user).of(strategy.pk):
        areas.setdefault(goal.focus_area, []).append(goal)
    return render(request, "reporting/goals.html", {"areas": list(areas.items())})


def goal(request: Request, pk: int) -> HttpResponse:
    """One goal, put together from what its reader may see."""
    user = request.user
    found = find(request, Goal.objects.visible_to(user).select_related("focus_area", "paragraph__section"), pk)
    strategy = found.strategy
    judged = Assessment.objects.visible_to(user).in_force().filter(goal=found).select_related("round")
    years = list(judged.order_by("round__year"))
    current = years[-1] if years else None
    evidence = list(Evidence.objects.visible_to(user).filter(assessment=current).with_targets())
    entries = timeline(
        interventions=Intervention.objects.visible_to(user).filter(goal=found),
        commitments=Commitment.objects.visible_to(user).filter(goals=found),
        observations=Observation.objects.visible_to(user).filter(goals=found),
    )
    siblings = list(Goal.objects.visible_to(user).of(strategy.pk))
    place = siblings.index(found)
    context = {
        "goal": found,
        "before": siblings[place - 1] if place else None,
        "after": siblings[place + 1] if place + 1 < len(siblings) else None,
        "years": years,
        "current": current,
        "evidence": list(enumerate(evidence, start=1)),
        "notes": {piece.number: Note(label, f"#evidence-{label}") for label, piece in enumerate(evidence, start=1)},
        "page": Paginator(entries, 25).get_page(request.GET.get("page")),
        "strip": figures.strips(Material.seen_by(user, strategy), strategy.today())[found.pk],
        "sees_dialogue": user.may(Action.READ, Kind.DIALOGUE, strategy.pk),
        "sees_timeline": user.may(Action.READ, Kind.OBSERVATION, strategy.pk),
        "sees_judgements": user.may(Action.READ, Kind.ASSESSMENT, strategy.pk),
        "may_assess": user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk),
        "assess_year": min(max(strategy.today().year - 1, strategy.start.year), strategy.end.year),
    }
    return render(request, "reporting/goal.html", context)
