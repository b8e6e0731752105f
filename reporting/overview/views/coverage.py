from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.assessments.material import Material
from reporting.overview.answers import legend
from reporting.overview.coverage import Coverage, behind
from reporting.overview.forms import PeriodForm, PlaceForm
from strategy.access import Action, Kind
from strategy.web.pages import page_of_wide, querystring
from strategy.web.requests import Request, find_strategy, require


@require_safe
def coverage(request: Request, slug: str) -> HttpResponse:
    """Where Sweden has spoken and where it has been silent."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    year = PeriodForm.chosen(request, strategy)
    counted = Coverage(Material.seen_by(request.user, strategy), strategy.today())
    context = {
        "year": year,
        "by_kind": counted.by_kind(year),
        "by_quarter": counted.by_quarter(),
        "legend": legend(),
    }
    return render(request, "reporting/overview/coverage.html", context)


@require_safe
def cell(request: Request, slug: str) -> HttpResponse:
    """What lies behind a number: the messages that it counts."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    form = PlaceForm(request.GET, user=request.user, strategy=strategy)
    material = Material.seen_by(request.user, strategy)
    interventions = material.interventions.none()
    if form.is_valid():
        interventions = behind(material, strategy.today(), form.place)
    context = {
        "form": form,
        "place": form.place if form.is_valid() else None,
        "page": page_of_wide(request, interventions),
        "querystring": querystring(request),
    }
    return render(request, "reporting/overview/coverage_cell.html", context)
