"""Tables for a spreadsheet program, as CSV or as a workbook, in which nothing that somebody typed is ever a formula.

A list declares its columns once: what stands in them, and what puts them in order. Its page, its CSV and its workbook
are made from that. A file is written row by row, in little memory however many there are.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain, islice
from itertools import count as numbers
from typing import IO, TYPE_CHECKING, Any

from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads å, ä and ö in the machine's old code page
FORMULA_SIGNS = frozenset("=+-@＝＋－＠")  # the wide ones are read as the narrow ones
MOST_IN_A_CELL = 32_767  # characters, and below the rows of a sheet: what Excel takes
MOST_IN_A_SHEET = 1_000_000
NOTHING_CALCULATES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Column:
    """`name` stands in addresses; `value` is a thing's cell: text, number, day, moment, yes or no, or nothing.

    `order` is what the database sorts by, None where the column cannot be sorted by; of things that are no rows of one
    table, True has them sorted by their cells, and a function by what it tells of each. `width` is in characters.
    """

    name: str
    heading: str | Promise
    value: Callable[[Any], object]
    order: str | Combinable | Callable[[Any], object] | bool | None = None
    width: int = 16


@dataclass(frozen=True)
class Table:
    """`about` is told on a sheet of its own: what this is, and where it comes from."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    about: Sequence[tuple[str, str]] = field(default=())
    about_title: str = ""

    @property
    def headings(self) -> list[str]:
        return [str(column.heading) for column in self.columns]

    def cells(self) -> Iterator[list[object]]:
        return ([column.value(thing) for column in self.columns] for thing in self.rows)


def file_of(table: Table, format: str) -> tuple[IO[bytes], int]:  # noqa: A002 - the address's word
    """A file that is gone when it is closed, at its beginning, and how many rows there are in it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        count = FORMATS[format].write(table, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file, count


# ------------------------------------------------------------------ CSV


def write_csv(table: Table, file: IO[bytes]) -> int:
    """UTF-8 with semicolons, as Swedish spreadsheet programs open a file."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK)
    writer, count = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL), 0
    writer.writerow([cell(heading) for heading in table.headings])
    for count, row in enumerate(table.cells(), start=1):  # noqa: B007 - the last is how many there were
        writer.writerow([cell(value) for value in row])
    text.detach()
    return count


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
        return local(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def local(moment: datetime) -> datetime:
    """In Swedish time, which it then says nothing of."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def harmless(text: str) -> str:
    """A spreadsheet program calculates what begins with a sign, and passes over blanks before it."""
    text = text.replace("\x00", "")
    return f"'{text}" if would_calculate(text) else text


def would_calculate(text: str) -> bool:
    starts = text.lstrip()[:1]
    return bool(starts and starts in FORMULA_SIGNS) or text[:1] in {"\t", "\r", "\n"}


def as_it_was(text: str) -> str:
    """Without the apostrophe of `harmless`, when a file comes back."""
    return text[1:] if text.startswith("'") and would_calculate(text[1:]) else text


# ------------------------------------------------------------------ workbook


@dataclass(frozen=True)
class Formats:
    """How cells look; `quoted` is text that a program would calculate, should somebody open the cell and close it."""

    heading: "Format"
    text: "Format"
    quoted: "Format"
    day: "Format"
    moment: "Format"


def write_xlsx(table: Table, file: IO[bytes]) -> int:
    """The day it was made is all that differs between two files of the same rows."""
    made = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return write_book([table], file, title=table.title, made=made)


def write_book(tables: Iterable[Table], file: IO[bytes], *, title: str, made: datetime, marking: str = "") -> int:
    """ECMA-376, with typed cells, a sheet a table and `marking` at the head of each printed page. Answers how many rows
    there are in all.
    """
    from xlsxwriter import Workbook  # in memory where a file is, and not where a page only names its columns

    book = Workbook(file, {"constant_memory": True, **NOTHING_CALCULATES})
    book.set_properties({"title": title[:255], "author": "Verka", "created": made})
    formats = Formats(
        heading=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        quoted=book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
    )
    count = sum(write_table(book, table, formats) for table in tables)
    for sheet in book.worksheets() if marking else ():
        sheet.set_header(f"&C{marking.replace('&', '&&')}")
    book.close()
    return count


def write_table(book: "Workbook", table: Table, formats: Formats) -> int:
    """On as many sheets as it takes, and one for what it is told of."""
    count, cells = 0, table.cells()
    for number in numbers(1):
        first = next(cells, None)
        if first is None and number > 1:
            break
        rows = chain([] if first is None else [first], islice(cells, MOST_IN_A_SHEET - 1))
        title = sheet_name(table.title, number)
        count += write_sheet(book.add_worksheet(title), table, rows, formats)
    if table.about:
        write_about(book.add_worksheet(sheet_name(table.about_title or _("Om listan"))), table.about, formats)
    return count


def sheet_name(title: str, number: int = 1) -> str:
    """Excel takes 31 characters, without some signs."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip() or _("Lista")
    return plain[:31] if number == 1 else f"{plain[:27]} {number}"


def write_sheet(sheet: "Worksheet", table: Table, rows: Iterable[Sequence[object]], formats: Formats) -> int:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.heading), formats.heading)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            write_cell(sheet, count, place, value, formats)
    return count


def write_cell(sheet: "Worksheet", row: int, place: int, value: object, formats: Formats) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, place, value, formats.text)
        case int() | float() | Decimal():
            sheet.write_number(row, place, value, formats.text)
        case datetime():
            sheet.write_datetime(row, place, local(value), formats.moment)
        case date():
            sheet.write_datetime(row, place, value, formats.day)
        case _:
            text = Truncator(str(value)).chars(MOST_IN_A_CELL)
            sheet.write_string(row, place, text, formats.quoted if would_calculate(text) else formats.text)


def write_about(sheet: "Worksheet", told: Sequence[tuple[str, str]], formats: Formats) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for row, (what, text) in enumerate(told):
        sheet.write_string(row, 0, what, formats.heading)
        write_cell(sheet, row, 1, text, formats)


@dataclass(frozen=True)
class FileFormat:
    label: str
    content_type: str
    write: Callable[[Table, IO[bytes]], int]


FORMATS = {
    "xlsx": FileFormat("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": FileFormat("CSV", "text/csv; charset=utf-8", write_csv),
}
