"""What every view shares: forms bound to what was posted, lists page by page, parts of pages."""

from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from strategy.web.requests import ModelT, Request

PER_PAGE = 25


ThingT = TypeVar("ThingT")


def posted(request: Request) -> QueryDict | None:
    """What a form is bound to: nothing until something is sent, be it empty."""
    return request.POST if request.method == "POST" else None


def page_of(request: Request, things: QuerySet[Any, ThingT], count: int | None = None) -> Page[ThingT]:
    """`count` of the things, where it is known."""
    paginator = Paginator(things, PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def page_of_wide(request: Request, things: QuerySet[ModelT], count: int | None = None) -> Page[ModelT]:
    """Of rows that much is read with: put in order by their numbers alone, and read where they are shown."""
    page: Page[Any] = page_of(request, things.values_list("pk", flat=True), count)
    page.object_list = list(things.filter(pk__in=list(page.object_list)))
    return page


def querystring(request: Request, *but: str) -> str:
    """The address's filters and order without the page number and what is named, ready for one to be put after it."""
    kept = kept_in_query(request.GET, "page", *but)
    return f"{kept.urlencode()}&" if kept else ""


def kept_in_query(query: QueryDict, *but: str) -> QueryDict:
    """What an address says of a list, without some of it and what is empty; never that it was wanted as a file."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in ("format", *but) and any(values):
            kept.setlist(name, values)
    return kept


def fragment(request: Request, template: str, name: str) -> str:
    """The partial for htmx's own requests; the whole page where the browser asks or htmx restores its history."""
    return f"{template}#{name}" if request.htmx and not request.htmx.history_restore_request else template


def status_of(form: forms.BaseForm) -> int:
    """409 where somebody else saved first, 422 for what is wrong otherwise, 200 for a form not yet sent."""
    if getattr(form, "conflict", None) is not None:
        return 409
    return 422 if form.is_bound else 200
