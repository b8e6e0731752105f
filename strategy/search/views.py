from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategy.search.finding import find
from strategy.search.forms import SearchForm
from strategy.search.hits import IN_GROUP, IN_QUICK_GROUP, Group, groups, shown
from strategy.search.words import question
from strategy.web.pages import PER_PAGE, querystring
from strategy.web.requests import Request, find_strategy


@require_safe
def search(request: Request, slug: str) -> HttpResponse:
    """The first few of each kind, or all of one kind page by page. What is secret and shown stands in the log."""
    form = SearchForm(user=request.user, strategy=find_strategy(request, slug), data=request.GET)
    kind = form.narrowing.kind
    hits = find(request.user, question(form.query), replace(form.narrowing, kind=""))
    page = Paginator([entry for entry in hits.entries if entry.kind == kind], PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "hits": hits,
        "kind": kind,
        "chips": [Group(noun, count, []) for noun, count in hits.counts.items()],
        "groups": [Group(kind, len(page), shown(hits, list(page)))] if kind else groups(hits, IN_GROUP),
        "page": page,
        "querystring": querystring(request),
        "kinds_querystring": querystring(request, "kind"),
    }
    return render(request, "strategy/search/search.html", context)


@require_safe
def quick(request: Request, slug: str) -> HttpResponse:
    """What is found as one types. Nothing secret, which would stand in the log once for every letter."""
    strategy = find_strategy(request, slug)
    form = SearchForm(user=request.user, strategy=strategy, data=request.GET)
    narrowing = replace(form.narrowing, without_secret=True)
    hits = find(request.user, question(form.query).unfinished, narrowing)
    context = {"form": form, "hits": hits, "groups": groups(hits, IN_QUICK_GROUP)}
    return render(request, "strategy/search/quick.html", context)
