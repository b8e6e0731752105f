"""Who did what to which thing, and when: a page for those who answer for the strategy, and a file of the same."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.archive.forms import LogFilter
from reporting.archive.log import LOG_COLUMNS, all_lines, lines
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.records.log.models import AuditEntry
from strategy.web.pages import fragment, page_of, querystring
from strategy.web.requests import Request, find_strategy, require


@require_safe
def log(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.LOG)
    entries = AuditEntry.objects.visible_to(request.user).of(strategy)
    chosen = LogFilter(request.GET, entries, strategy=strategy, user=request.user)
    listing = Listing(request, LOG_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(chosen.qs).select_related("by", "content_type")
    if listing.is_file:
        return listing.file(all_lines(rows, request.user))
    page = page_of(request, rows)
    context: dict[str, Any] = {
        "filter": chosen,
        "filtered": chosen.is_active,
        "listing": listing,
        "page": page,
        "lines": lines(list(page), request.user),
        "querystring": querystring(request),
        "may_see_disposals": request.user.may(Action.READ, Kind.DISPOSAL_COUNTS, strategy.pk),
    }
    return render(request, fragment(request, "reporting/archive/log.html", "list"), context)
