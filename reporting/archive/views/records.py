"""The history of each thing, and the bin."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.archive.bin import BIN_COLUMNS, all_entries, binned, counts, entries
from reporting.archive.forms import BinFilter
from reporting.archive.restoration import restore
from reporting.archive.versions import History, has_been_secret, heading
from strategy.access import Action, Kind
from strategy.records.kinds import RecordKind, address_of, kinds
from strategy.records.lists import Listing
from strategy.records.log import sightings
from strategy.records.models import Record
from strategy.records.pages import refusal
from strategy.web.pages import PER_PAGE, querystring
from strategy.web.requests import Request, find, find_strategy, find_to, require


def kind_named(noun: str) -> RecordKind:
    if noun not in kinds():
        raise Http404
    return kinds()[noun]


@require_safe
def history(request: Request, kind: str, pk: int) -> HttpResponse:
    """Every version of one thing, word by word; of one in the bin too, for those who may read the bin."""
    record = find_with_history(request, kind_named(kind), pk)
    if has_been_secret(record):
        sightings.tell(type(record), record.pk)
    past = History(record, request.user)
    rows = past.rows()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    context = {
        "record": record,
        "heading": heading(record),
        "within": next(reversed([str(parent) for parent in kind_named(kind).parents_of(record)]), ""),
        "kind": kind_named(kind),
        "page": page,
        "versions": past.versions(shown, rows[page.end_index() : page.end_index() + 1].first() if shown else None),
        "address": "" if record.removed_at else address_of(record),
        "may_restore": bool(record.removed_at) and may_restore(request),
    }
    return render(request, "reporting/archive/history.html", context)


def find_with_history(request: Request, kind: RecordKind, pk: int) -> Record:
    things = kind.objects.all()
    seen = things.with_history_for(request.user)
    if not seen.filter(pk=pk).exists():
        seen = things.in_bin_for(request.user)
    record: Record = find(request, seen.select_related(*kind.ties), pk)
    return record


def may_restore(request: Request) -> bool:
    return request.user.may(Action.WRITE, Kind.BIN, request.strategy.pk) and not request.strategy.is_read_only


@require_safe
def bin_(request: Request, slug: str) -> HttpResponseBase:
    """What was removed, the latest first; for those who only keep the place in order, how much there is of it."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.BIN_COUNTS)
    numbers = [(kinds()[noun], number) for noun, number in counts(strategy).items()]
    context: dict[str, Any] = {"counts": numbers}
    if request.user.may(Action.READ, Kind.BIN, strategy.pk):
        chosen = BinFilter(request.GET, kinds=[kind for kind, _number in numbers])
        listing = Listing(request, BIN_COLUMNS, filters=["kind"])
        rows = binned(strategy, request.user, chosen.kind)
        if listing.is_file:
            return listing.file(all_entries(rows))
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "listing": listing,
            "filter": chosen,
            "page": page,
            "entries": entries(list(page)),
            "querystring": querystring(request),
            "may_restore": may_restore(request),
        }
    return render(request, "reporting/archive/bin.html", context)


@require_POST
def restoration(request: Request, kind: str, pk: int) -> HttpResponse:
    """Takes a thing out of the bin, and leads to where it stands now."""
    record_kind = kind_named(kind)
    things = record_kind.objects.all().in_bin_for(request.user).select_related(*record_kind.ties)
    record: Record = find_to(request, Action.WRITE, Kind.BIN, things, pk)
    refused = refusal(lambda: restore(record=record, by=request.user))
    if refused:
        messages.error(request, refused)
        return redirect("reporting:history", kind, pk)
    what = capfirst(str(record_kind.label))
    messages.success(request, _("%(what)s är tillbaka: %(name)s") % {"what": what, "name": record})
    return redirect(address_of(record) or "reporting:bin", *([] if address_of(record) else [request.strategy.slug]))
