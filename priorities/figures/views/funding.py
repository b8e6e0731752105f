from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.figures.columns import CONTRIBUTION_COLUMNS
from priorities.figures.forms.funding import ContributionFilter, ContributionForm
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.numbers import exact_money, money
from priorities.figures.readings import Reading
from priorities.figures.services import add_figure
from priorities.figures.sums import MoneyTable, currencies_of, table_of
from priorities.figures.views.forms import change, removal, stated
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.lists import Listing
from strategy.records.pages import form_page
from strategy.web.pages import fragment, page_of, posted, querystring
from strategy.web.requests import Request, find, find_strategy, find_to, require


@dataclass(frozen=True)
class KeyFigure:
    """In the shape that `_figures.html` takes."""

    value: str
    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Comparison:
    """What Sweden gives in core support beside what is measured of the organisation, year by year."""

    years: list[int]
    core: list[tuple[int, str]]
    rows: list[tuple[Reading, list[tuple[int, Measurement | None]]]]


@require_safe
def funding(request: Request, slug: str) -> HttpResponseBase:
    """Everything counted here is counted from what the filter leaves of what the person may see."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.FUNDING)
    visible = Contribution.objects.visible_to(request.user).of(strategy.pk)
    chosen = ContributionFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, CONTRIBUTION_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(chosen.qs).with_parts()
    if listing.is_file:
        return listing.file(rows)
    given = chosen.qs.plain()
    tables = [table_of(given, currency) for currency in currencies_of(given)]
    page = page_of(request, rows)
    by_year = groupby(page, key=lambda found: None if listing.sorted_by else found.year)
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page,
        "years": [(year, list(members)) for year, members in by_year],
        "contributions": given,
        "tables": tables,
        "figures": key_figures(tables[0]) if tables else [],
        "comparison": comparison(tables[0], strategy, request.user) if tables and not chosen.is_active else None,
        "filtered": chosen.is_active,
        "querystring": querystring(request),
        "may_write": may_write(request),
    }
    return render(request, fragment(request, "priorities/figures/funding.html", "list"), context)


def may_write(request: Request) -> bool:
    return request.user.may(Action.WRITE, Kind.FUNDING, request.strategy.pk) and not request.strategy.is_read_only


def key_figures(table: MoneyTable) -> list[KeyFigure]:
    """Of the latest year that money was given."""
    row = table.latest_given
    if row is None or row.total.amount is None:
        return []
    figures = [KeyFigure(money(row.total.amount, table.currency), _("bidrag %(year)d") % {"year": row.year})]
    if row.core:
        text = _("kärnstöd %(year)d") % {"year": row.year}
        figures.append(KeyFigure(money(row.core, table.currency), text))
        figures.append(KeyFigure(row.share, _("är kärnstöd %(year)d") % {"year": row.year}))
    if row.budgeted:
        text = _("avsatt i budgeten %(year)d, inte utbetalt") % {"year": row.year}
        figures.append(KeyFigure(money(row.budgeted, table.currency), text))
    return figures


def comparison(table: MoneyTable, strategy: Strategy, user: User) -> Comparison | None:
    """Amounts in different currencies stand beside each other and are not converted."""
    indicators = Indicator.objects.visible_to(user).of(strategy.pk).of_what_sweden_carries_out().with_parts_for(user)
    readings = [Reading(found, found.visible_measurements) for found in indicators]  # type: ignore[attr-defined]
    cores = {row.year: money(row.core, table.currency) for row in table.rows if row.core}
    measured = {found.measured_on.year for reading in readings for found in reading.measurements}
    years = sorted(measured & {row.year for row in table.rows})
    rows = [(reading, reading.by_year(years)) for reading in readings]
    shown = [(reading, values) for reading, values in rows if any(found for _year, found in values)]
    return Comparison(years, [(year, cores.get(year, "")) for year in years], shown) if shown else None


@require_safe
def contribution(request: Request, pk: int) -> HttpResponse:
    contribution = find(request, Contribution.objects.visible_to(request.user).with_parts(), pk)
    context = {"contribution": contribution, "may_write": may_write(request)}
    return render(request, "priorities/figures/contribution.html", context)


def contribution_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.FUNDING)
    begun: dict[str, Any] = {"strategy": strategy, "year": strategy.today().year}
    form = ContributionForm(posted(request), instance=Contribution(**begun), user=request.user)
    return form_page(
        request,
        form,
        lambda: add_figure(figure=form.instance, goals=form.cleaned_data["goals"], by=request.user),
        title=_("Nytt bidrag"),
        done=_("Bidraget är sparat."),
        back=(reverse("priorities:funding", args=[slug]), _("Finansiering")),
    )


def find_contribution(request: Request, pk: int) -> Contribution:
    return find_to(request, Action.WRITE, Kind.FUNDING, Contribution.objects.visible_to(request.user), pk)


def contribution_edit(request: Request, pk: int) -> HttpResponse:
    contribution = find_contribution(request, pk)
    form = ContributionForm(posted(request), instance=contribution, user=request.user)
    return form_page(
        request,
        form,
        change(request, form),
        title=_("Ändra bidrag"),
        done=_("Bidraget är sparat."),
        back=(contribution.get_absolute_url(), _("Bidraget")),
        intro=stated(amount_of(contribution)) if contribution.paragraph_id else "",
    )


def amount_of(contribution: Contribution) -> str:
    return capfirst(f"{contribution}: {exact_money(contribution.amount, contribution.currency)}")


@require_POST
def contribution_removal(request: Request, pk: int) -> HttpResponse:
    contribution = find_contribution(request, pk)
    then = reverse("priorities:funding", args=[contribution.strategy.slug])
    return removal(request, contribution, done=_("Bidraget ligger i papperskorgen."), then=then)
