from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User

ModelT = TypeVar("ModelT", bound=Model)


class Request(HttpRequest):
    """A signed-in request. The finders below set `strategy` and `found`, for the page's frame and the log."""

    user: User
    htmx: HtmxDetails
    strategy: Strategy
    found: Model


def find_strategy(request: Request, slug: str) -> Strategy:
    """The strategy of the address, where the person has a part in it; otherwise 404. Their roles brought it along."""
    own = next((strategy for strategy in request.user.strategies_today if strategy.slug == slug), None)
    request.strategy = own or get_object_or_404(Strategy.objects.visible_to(request.user), slug=slug)
    return request.strategy


def find(request: Request, queryset: QuerySet[ModelT], pk: int) -> ModelT:
    """A thing out of what the person may see, with its strategy for the page's frame; otherwise 404."""
    thing = get_object_or_404(queryset.select_related("strategy"), pk=pk)
    request.strategy = getattr(thing, "strategy")  # noqa: B009 - every record has one
    request.found = thing
    return thing


def find_to(request: Request, action: Action, kind: Kind, queryset: QuerySet[ModelT], pk: int) -> ModelT:
    """As `find`, and only for those whose role may do this to it: to others the address does not exist."""
    thing = find(request, queryset, pk)
    require(request, action, kind)
    return thing


def require(request: Request, action: Action, kind: Kind) -> None:
    """Raises Http404 where the role in the request's strategy may not do this."""
    from django.http import Http404

    writes = action != Action.READ
    if not request.user.may(action, kind, request.strategy.pk) or (writes and request.strategy.is_read_only):
        raise Http404


def require_administrator(request: Request) -> None:
    """Raises Http404 for everybody else: to them the address does not exist."""
    from django.http import Http404

    if not request.user.administers:
        raise Http404


def view_name(path: str) -> str:
    """Of the page at an address of ours; empty where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def way_back(request: HttpRequest) -> str:
    """The address of ours that a form asks to be led back to; the first page where it names another place, or none."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours and asked.startswith("/") and asked.isprintable() else "/"
