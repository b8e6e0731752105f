"""Lists: in the order that is asked for, as a page or as a file, and under the names that somebody keeps them by.

A view says `listing = Listing(request, COLUMNS)`, puts its rows through `listing.ordered`, and answers
`listing.file(rows)` where `listing.is_file`. Which rows there are the view says, for page and file alike.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from strategy.decision.models import Strategy
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.tools.navigation import navigation
from strategy.tools.sorting import swedish_sort_key
from strategy.web.downloads import download
from strategy.web.models import KeptFilter
from strategy.web.pages import kept_in_query
from strategy.web.rates import holder_of, take, too_often
from strategy.web.requests import Request
from strategy.web.tables import FORMATS, Column, Table, file_of

AT_A_TIME = 500  # rows of a file that are in memory together, with what hangs on them
EXPORTS_PER_HOUR = 120
RowsT = TypeVar("RowsT", bound=Iterable[Any])


class Listing:
    """What an address asks of a list. `filters` are the names that may narrow it, for the log."""

    def __init__(
        self, request: Request, columns: Sequence[Column], *, filters: Collection[str] = (), title: str | Promise = ""
    ) -> None:
        self.request = request
        self.columns = columns
        self.filters = filters
        match = request.resolver_match
        self.page = match.view_name if match else ""
        self.title = capfirst(str(title or navigation().name_of(self.page)))
        self.strategy: Strategy | None = getattr(request, "strategy", None)

    # ---------------------------------------------------------------- order

    @cached_property
    def sorted_by(self) -> Column | None:
        """None where the list stands in its own order."""
        name = self.request.GET.get("sort", "").removeprefix("-")
        return next((column for column in self.columns if column.name == name and column.order is not None), None)

    @property
    def is_descending(self) -> bool:
        return self.request.GET.get("sort", "").startswith("-")

    def ordered(self, rows: RowsT) -> RowsT:
        """What has no value comes last either way; what is alike, in the order it was made."""
        column = self.sorted_by
        if column is None:
            return rows
        if not isinstance(rows, QuerySet):
            return self.sorted_here(rows, column)  # type: ignore[return-value] # an Iterable as it was
        key: Any = F(column.order) if isinstance(column.order, str) else column.order
        by = key.desc(nulls_last=True) if self.is_descending else key.asc(nulls_last=True)
        return rows.order_by(by, "-pk" if self.is_descending else "pk")

    def sorted_here(self, rows: Iterable[Any], column: Column) -> list[Any]:
        found = [((column.order if callable(column.order) else column.value)(row), row) for row in rows]
        known = [pair for pair in found if pair[0] not in (None, "")]
        known.sort(key=lambda pair: comparable(pair[0]), reverse=self.is_descending)
        return [row for _value, row in known] + [row for value, row in found if value in (None, "")]

    def head(self, name: str) -> "Head":
        column = next(column for column in self.columns if column.name == name)
        if column.order is None:
            return Head(column.heading)
        is_chosen = column is self.sorted_by
        turned = f"-{name}" if is_chosen and not self.is_descending else name
        url = f"?{self.address(sort=turned)}"
        return Head(column.heading, url, ("descending" if self.is_descending else "ascending") if is_chosen else "")

    def address(self, **more: str) -> str:
        kept = kept_in_query(self.request.GET, "page", *more)
        for name, value in more.items():
            kept[name] = value
        return kept.urlencode()

    # ---------------------------------------------------------------- file

    @property
    def format(self) -> str:
        asked = self.request.GET.get("format", "")
        return asked if asked in FORMATS else ""

    @property
    def is_file(self) -> bool:
        return bool(self.format)

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(kind.label, f"?{self.address(format=name)}") for name, kind in FORMATS.items()]

    def file(self, rows: Iterable[Any]) -> HttpResponseBase:
        """Every row of the list, written before it is answered: what is secret in it stands in the log as seen."""
        seconds = take(scope="export", holder=holder_of(self.request), per_hour=EXPORTS_PER_HOUR)
        if seconds:
            return too_often(self.request, seconds)
        table = Table(self.title, self.columns, in_portions(rows), self.about())
        content, count = file_of(table, self.format)
        thing = getattr(self.request, "found", None)
        audit.note(
            verb=Verb.EXPORTED,
            thing=thing,
            by=self.request.user,
            strategy=self.strategy,
            about_account=False,
            details={"page": self.page, "rows": count, "filters": self.chosen_filters, "format": self.format},
        )
        return self.sent(content)

    def sent(self, content: Any) -> FileResponse:
        day = f"{timezone.localdate():%Y-%m-%d}"
        name = slugify("-".join(filter(None, [self.title, self.strategy.slug if self.strategy else "", day])))
        return download(content, filename=f"{name}.{self.format}", content_type=FORMATS[self.format].content_type)

    def about(self) -> list[tuple[str, str]]:
        """Where the rows come from, for whoever is given the file."""
        return [
            (_("Lista"), self.title),
            *([(_("Strategi"), self.strategy.title)] if self.strategy else []),
            (_("Källa"), self.request.build_absolute_uri(self.own_address)),
            (_("Hämtad den"), date_format(timezone.localdate(), "DATE_FORMAT")),
            (_("Hämtad av"), self.request.user.name),
        ]

    # ---------------------------------------------------------------- filters

    @property
    def chosen_filters(self) -> list[str]:
        return [name for name in self.filters if self.request.GET.get(name)]

    @property
    def may_be_kept(self) -> bool:
        """Whether it stands otherwise than at first, and under no name yet. What lies below a thing is not kept."""
        query, match = self.address(), self.request.resolver_match
        is_list = match is not None and not set(match.kwargs) - {"slug"}
        return is_list and bool(query) and all(kept.query != query for kept in self.kept)

    @property
    def own_address(self) -> str:
        return f"{self.request.path}?{self.address()}".rstrip("?")

    @cached_property
    def kept(self) -> list[KeptFilter]:
        query, found = self.address(), list(KeptFilter.objects.of(self.request.user).at(self.page, self.strategy))
        for kept in found:
            kept.is_current = kept.query == query
        return found


class Head:
    """Of a column: `url` puts the list in its order, or turns that round; `sort` is what `aria-sort` says."""

    def __init__(self, label: str | Promise, url: str = "", sort: str = "") -> None:
        self.label, self.url, self.sort = label, url, sort


def in_portions(rows: Iterable[Any]) -> Iterator[Any]:
    """A table is read so many rows at a time, and what hangs on them with as many questions each time."""
    return rows.iterator(chunk_size=AT_A_TIME) if isinstance(rows, QuerySet) else iter(rows)


def comparable(value: object) -> Any:
    return swedish_sort_key(str(value)) if isinstance(value, str | Promise) else value
