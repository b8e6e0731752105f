from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.figures.columns import INDICATOR_COLUMNS, MEASUREMENT_COLUMNS
from priorities.figures.forms.indicators import IndicatorFilter, IndicatorForm, MeasurementForm
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.numbers import qualified
from priorities.figures.readings import Reading, when
from priorities.figures.services import add_figure
from priorities.figures.views.forms import change, removal, stated
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.records.pages import form_page
from strategy.web.pages import fragment, page_of, posted, querystring
from strategy.web.requests import Request, find, find_strategy, find_to, require


@require_safe
def indicators(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.INDICATOR)
    visible = Indicator.objects.visible_to(request.user).of(strategy.pk)
    chosen = IndicatorFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, INDICATOR_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(chosen.qs).with_parts_for(request.user)
    if listing.is_file:
        return listing.file(rows)
    page = page_of(request, rows)
    readings = [Reading(indicator, indicator.visible_measurements) for indicator in page]
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page,
        "courses": [reading for reading in readings if reading.has_course],
        "single": [reading for reading in readings if not reading.has_course],
        "filtered": chosen.is_active,
        "querystring": querystring(request),
        "may_write": may_write(request),
    }
    return render(request, fragment(request, "priorities/figures/indicators.html", "list"), context)


def may_write(request: Request) -> bool:
    return request.user.may(Action.WRITE, Kind.INDICATOR, request.strategy.pk) and not request.strategy.is_read_only


@require_safe
def indicator(request: Request, pk: int) -> HttpResponseBase:
    indicator = find(request, Indicator.objects.visible_to(request.user).with_parts_for(request.user), pk)
    listing = Listing(request, MEASUREMENT_COLUMNS, title=indicator.heading)
    rows = listing.ordered(Measurement.objects.visible_to(request.user).of(indicator))
    if listing.is_file:
        return listing.file(rows.select_related("indicator", "paragraph"))
    context = {
        "indicator": indicator,
        "listing": listing,
        "reading": Reading(indicator, indicator.visible_measurements),  # type: ignore[attr-defined] # prefetched
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "may_write": may_write(request),
    }
    return render(request, "priorities/figures/indicator.html", context)


def indicator_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.INDICATOR)
    form = IndicatorForm(posted(request), instance=Indicator(strategy=strategy), user=request.user)
    return form_page(
        request,
        form,
        lambda: add_figure(figure=form.instance, goals=form.cleaned_data["goals"], by=request.user),
        title=_("Ny indikator"),
        done=_("Indikatorn är sparad. Lägg till mätvärden."),
        back=(reverse("priorities:indicators", args=[slug]), _("Indikatorer")),
        intro=_("Mätvärden lägger du till på indikatorns sida."),
    )


def find_indicator(request: Request, pk: int) -> Indicator:
    return find_to(request, Action.WRITE, Kind.INDICATOR, Indicator.objects.visible_to(request.user), pk)


def indicator_edit(request: Request, pk: int) -> HttpResponse:
    indicator = find_indicator(request, pk)
    form = IndicatorForm(posted(request), instance=indicator, user=request.user)
    return form_page(
        request,
        form,
        change(request, form),
        title=_("Ändra indikator"),
        done=_("Indikatorn är sparad."),
        back=(indicator.get_absolute_url(), _("Indikatorn")),
    )


@require_POST
def indicator_removal(request: Request, pk: int) -> HttpResponse:
    indicator = find_indicator(request, pk)
    then = reverse("priorities:indicators", args=[indicator.strategy.slug])
    return removal(request, indicator, done=_("Indikatorn ligger i papperskorgen."), then=then)


def measurements(request: Request, pk: int) -> HttpResponse:
    """Writes down one more value."""
    of = find_indicator(request, pk)
    form = MeasurementForm(posted(request), instance=Measurement(strategy=of.strategy, indicator=of))
    return form_page(
        request,
        form,
        lambda: add_figure(figure=form.instance, by=request.user),
        title=_("Nytt mätvärde"),
        done=_("Mätvärdet är sparat."),
        back=(of.get_absolute_url(), of.heading),
        intro=of.heading,
    )


def find_measurement(request: Request, pk: int) -> Measurement:
    visible = Measurement.objects.visible_to(request.user).select_related("indicator")
    return find_to(request, Action.WRITE, Kind.FUNDING, visible, pk)


def measurement_edit(request: Request, pk: int) -> HttpResponse:
    measurement = find_measurement(request, pk)
    form = MeasurementForm(posted(request), instance=measurement)
    return form_page(
        request,
        form,
        change(request, form),
        title=_("Ändra mätvärde"),
        done=_("Mätvärdet är sparat."),
        back=(measurement.indicator.get_absolute_url(), measurement.indicator.heading),
        intro=stated(value_of(measurement)) if measurement.paragraph_id else measurement.indicator.heading,
    )


def value_of(measurement: Measurement) -> str:
    told = qualified(measurement.value, measurement.qualifier, measurement.indicator.unit_heading)
    return f"{measurement.indicator.heading}, {when(measurement)}: {told}"


@require_POST
def measurement_removal(request: Request, pk: int) -> HttpResponse:
    measurement = find_measurement(request, pk)
    done = _("Mätvärdet ligger i papperskorgen.")
    return removal(request, measurement, done=done, then=measurement.indicator.get_absolute_url())
