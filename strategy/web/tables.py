"""Tables for a spreadsheet program, in which nothing that somebody typed is ever a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from strategy.web.downloads import sealed

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads å, ä and ö in the machine's old code page
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")  # the wide ones are read as the narrow ones


class Line:
    """Where `csv.writer` writes: gives back what it got, so that a row goes out as soon as it is made."""

    def write(self, text: str) -> str:
        return text


def csv_response(*, filename: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Streams the rows as UTF-8 with semicolons, as Swedish spreadsheet programs open a file.

    Rows may be a generator: its sentences come in the language of the page that asked.
    """
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    return sealed(response)


def lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    language = translation.get_language()  # now: when the rows are asked for, the request's own is gone
    return written(header, iter(rows), language)


def written(header: Sequence[str], rows: Iterator[Sequence[object]], language: str | None) -> Iterator[str]:
    writer = csv.writer(Line(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow([cell(title) for title in header])
    while True:
        with translation.override(language):
            row = next(rows, None)
            if row is None:
                return
            line = writer.writerow([cell(value) for value in row])
        yield line


def cell(value: object) -> str:
    """One value as text. Numbers stay numbers, with the decimal comma; text that would calculate gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float | Decimal):
        return format(value, "f").replace(".", ",")
    if isinstance(value, datetime):
        moment = timezone.localtime(value) if timezone.is_aware(value) else value
        return moment.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def harmless(text: str) -> str:
    """A spreadsheet program calculates what begins with a sign, and passes over blanks before it."""
    text = text.replace("\x00", "")
    starts = text.lstrip()[:1]
    return f"'{text}" if (starts and starts in FORMULA_SIGNS) or text[:1] in {"\t", "\r", "\n"} else text
