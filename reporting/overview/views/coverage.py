from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.meetings.columns import INTERVENTION_COLUMNS
from reporting.assessments.material import Material
from reporting.overview.answers import legend
from reporting.overview.coverage import Coverage, behind, columns_of
from reporting.overview.forms import PeriodForm, PlaceForm
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.web.pages import page_of_wide, querystring
from strategy.web.requests import Request, find_strategy, require


@require_safe
def coverage(request: Request, slug: str) -> HttpResponseBase:
    """Where Sweden has spoken and where it has been silent."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    year = PeriodForm.chosen(request, strategy)
    counted = Coverage(Material.seen_by(request.user, strategy), strategy.today())
    by_kind, by_quarter = counted.by_kind(year), counted.by_quarter()
    listing = Listing(request, columns_of(by_kind, by_quarter), filters=["year"])
    if listing.is_file:
        return listing.file(zip(by_kind.rows, by_quarter.rows, strict=True))
    context = {
        "year": year,
        "listing": listing,
        "by_kind": by_kind,
        "by_quarter": by_quarter,
        "legend": legend(),
    }
    return render(request, "reporting/overview/coverage.html", context)


@require_safe
def cell(request: Request, slug: str) -> HttpResponseBase:
    """What lies behind a number: the messages that it counts."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    form = PlaceForm(request.GET, user=request.user, strategy=strategy)
    material = Material.seen_by(request.user, strategy)
    interventions = material.interventions.none()
    if form.is_valid():
        interventions = behind(material, strategy.today(), form.place)
    listing = Listing(request, INTERVENTION_COLUMNS, filters=form.fields, title=_("Framförda budskap"))
    interventions = listing.ordered(interventions)
    if listing.is_file:
        return listing.file(interventions)
    context = {
        "form": form,
        "listing": listing,
        "place": form.place if form.is_valid() else None,
        "page": page_of_wide(request, interventions),
        "querystring": querystring(request),
    }
    return render(request, "reporting/overview/coverage_cell.html", context)
