"""Who did what to which thing, and when: a page for those who answer for the strategy, and a file of the same."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reporting.archive.forms import LogFilter
from reporting.archive.log import HEADER, lines, log_rows
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.web.pages import fragment, page_of, querystring
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, require
from strategy.web.tables import csv_response


def chosen_in(request: Request, strategy: Strategy) -> LogFilter:
    require(request, Action.READ, Kind.LOG)
    entries = AuditEntry.objects.visible_to(request.user).of(strategy)
    return LogFilter(request.GET, entries, strategy=strategy, user=request.user)


@require_safe
def log(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    chosen = chosen_in(request, strategy)
    page = page_of(request, chosen.qs.select_related("by", "content_type"))
    context: dict[str, Any] = {
        "filter": chosen,
        "filtered": chosen.is_active,
        "page": page,
        "lines": lines(list(page), request.user),
        "querystring": querystring(request),
        "may_see_disposals": request.user.may(Action.READ, Kind.DISPOSAL_COUNTS, strategy.pk),
    }
    return render(request, fragment(request, "reporting/archive/log.html", "list"), context)


@limited("export", per_hour=60, methods=["GET"])
@require_safe
def log_file(request: Request, slug: str) -> HttpResponseBase:
    """The same entries as the page shows, every page of them. That it was taken is an entry after them all."""
    strategy = find_strategy(request, slug)
    chosen = chosen_in(request, strategy)
    details = {"rows": chosen.qs.count(), "filters": chosen.names, "format": "csv"}
    taken = audit.note(
        verb=Verb.EXPORTED,
        thing=None,
        by=request.user,
        strategy=strategy,
        about_account=False,
        details=details | {"page": "reporting:log"},
    )
    name = f"logg-{strategy.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    header = [str(title) for title in HEADER]
    return csv_response(filename=name, header=header, rows=log_rows(chosen.qs.before(taken), request.user))
