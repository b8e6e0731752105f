import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from operator import itemgetter
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from strategy.access import Role
from strategy.web.tables import Column, Table, as_it_was, cell, file_of


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u00a0=1", "\x00=1", "=", "\thej"],
)
def test_text_that_would_calculate_begins_with_an_apostrophe(typed: str) -> None:
    written = cell(typed)
    assert written == "'" + typed.replace("\x00", "")
    assert as_it_was(written) == typed.replace("\x00", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        (None, ""),
        ("a=b", "a=b"),
        ("Återvändande – läget", "Återvändande – läget"),
        (-5, "-5"),
        (Decimal("-1234.50"), "-1234,50"),
        (Decimal("1E+3"), "1000"),
        (True, "ja"),
        (date(2021, 6, 28), "2021-06-28"),
        (datetime(2021, 6, 28, 10, tzinfo=UTC), "2021-06-28 12:00:00"),
        (Role.HEAD, "head"),
        (Role.HEAD.label, "enhetschef"),
    ],
)
def test_a_value_is_written_as_a_swedish_spreadsheet_reads_it(value: object, text: str) -> None:
    assert cell(value) == text


COLUMNS = [Column(str(place), title, itemgetter(place)) for place, title in enumerate(["En", "=Två", "Tre"])]
ROWS: list[list[object]] = [["a;b", 'c"d', "e\nf"], ["=1+1", "x;=1+1", "å"]]


def written(format: str, rows: Iterable[Any], columns: list[Column] = COLUMNS) -> tuple[bytes, int]:  # noqa: A002
    file, count = file_of(Table("Lista: [1]", columns, rows, [("Källa", "=1+1")]), format)
    with file:
        return file.read(), count


def test_a_table_is_utf8_with_semicolons_and_nothing_leaves_its_cell() -> None:
    content, count = written("csv", ROWS)

    assert content.startswith(b"\xef\xbb\xbf")
    assert count == 2
    assert list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";")) == [
        ["En", "'=Två", "Tre"],
        ["a;b", 'c"d', "e\nf"],
        ["'=1+1", "x;=1+1", "å"],
    ]


def test_a_workbook_has_typed_cells_and_none_that_calculates() -> None:
    day, moment = date(2021, 6, 28), datetime(2021, 6, 28, 10, tzinfo=UTC)
    rows: list[list[Any]] = [
        ["=1+1", day, Decimal("-1234.50")],
        ["http://a.example", moment, True],
        [None, 7, "12"],
        ["x" * 40_000],
    ]
    columns = [Column(name, f"Kolumn {name}", lambda row, name=name: row.get(name)) for name in "ABC"]  # type: ignore[misc]
    things = [dict(zip("ABC", row, strict=False)) for row in rows]
    content, count = written("xlsx", things, columns)

    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    assert (count, sheet.title, sheet.freeze_panes) == (4, "Lista   1", "A2")
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=4)] == [
        ["Kolumn A", "Kolumn B", "Kolumn C"],
        ["=1+1", datetime.combine(day, time()), -1234.5],
        ["http://a.example", datetime.combine(day, time(12)), True],
        [None, 7, "12"],
    ]
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        ["s", "d", "n"],
        ["s", "d", "b"],
        ["n", "n", "s"],
    ]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].hyperlink
    assert len(sheet["A5"].value) == 32_767
    assert book.worksheets[1]["B1"].value == "=1+1"
    assert not any("<f>" in part for part in parts_of(content))


def parts_of(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as package:
        return [package.read(name).decode() for name in package.namelist()]


def test_two_files_of_the_same_rows_are_the_same() -> None:
    assert written("xlsx", ROWS) == written("xlsx", ROWS)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_list_is_its_headings(form: str) -> None:
    content, count = written(form, [])
    assert count == 0
    assert "Tre" in (content.decode() if form == "csv" else "".join(parts_of(content)))


def test_what_one_sheet_does_not_hold_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strategy.web.tables.MOST_IN_A_SHEET", 2)
    content, count = written("xlsx", [["a", "b", str(number)] for number in range(5)])

    book = load_workbook(BytesIO(content))
    assert count == 5
    assert [(sheet.title, sheet.max_row) for sheet in book][:-1] == [
        ("Lista   1", 3),
        ("Lista   1 2", 3),
        ("Lista   1 3", 2),
    ]
