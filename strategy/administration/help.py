"""What each page is for, and the first way through for whoever is new."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategy.tools.navigation import navigation
from strategy.web.requests import Request, find_strategy


@require_safe
def help_pages(request: Request) -> HttpResponse:
    """Of the page that it was asked from, first and where it is asked for in place alone; then all that there is."""
    slug = request.GET.get("strategy")
    if slug:
        find_strategy(request, slug)
    strategy = getattr(request, "strategy", None) or next(iter(request.user.strategies_today), None)
    roles = {held.role for held in request.user.memberships_in(strategy.pk if strategy else None)}
    topics = navigation().help_topics(strategy, roles)
    here = navigation().topic_of(request.GET.get("page", ""), topics)
    context = {"here": here, "topics": topics, "ways": navigation().first_ways(strategy, roles)}
    part = "#topic" if request.htmx else ""
    return render(request, f"strategy/administration/help.html{part}", context)
