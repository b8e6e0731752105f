"""A table that somebody sends: read as it stands, or refused before it takes the memory of the machine."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from openpyxl import Workbook

from dialogue.files.sheets import Row, rows_of

MOST = 1000


def workbook(*rows: Sequence[Any]) -> bytes:
    book, content = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.create_sheet("Annat").append(["Läses inte"])
    book.save(content)
    return content.getvalue()


def read(content: bytes, name: str = "a.xlsx") -> list[Row]:
    return rows_of(ContentFile(content, name), MOST)


def with_sheet(content: bytes, cells: str) -> bytes:
    """The first sheet holding these cells instead."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(changed, "w") as out:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, end = part.index(b"<sheetData"), part.index(b"</sheetData>")
                part = part[:start] + f"<sheetData>{cells}".encode() + part[end:]
            out.writestr(name, part)
    return changed.getvalue()


def test_a_workbook_is_its_first_sheet_as_somebody_would_type_it() -> None:
    day = date(2021, 3, 7)
    written: list[list[Any]] = [
        ["Rubrik", "Antal"],
        [" Å ", 12.0],
        [],
        [day, 1.5],
        [datetime.combine(day, time(10, 30)), True],
        [None],
    ]
    assert read(workbook(*written)) == [
        ["Rubrik", "Antal"],
        ["Å", "12"],
        ["", ""],
        [date(2021, 3, 7), "1,5"],
        ["2021-03-07 10:30", "True"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_csv_is_read_as_programs_write_it(encoding: str, separator: str) -> None:
    lines = [["Rubrik", "Vad ni såg"], ['"En ""egen"" rad\noch en till"', "'=1+1"], ["", ""]]
    text = "\r\n".join(separator.join(line) for line in lines)
    assert read(text.encode(encoding), "a.csv") == [["Rubrik", "Vad ni såg"], ['En "egen" rad\noch en till', "=1+1"]]


FAR_OUT = '<row r="{row}"><c r="{cell}"><v>1</v></c></row>'


def test_a_cell_far_out_is_refused_and_an_empty_one_let_be() -> None:
    whole = workbook(["Rubrik"])
    for cell in ("A1001", "A1048576", "CW1", "XFD1048576"):
        with pytest.raises(ValidationError, match=f"Cellen {cell} ligger utanför"):
            read(with_sheet(whole, FAR_OUT.format(row=cell.lstrip("ABCDEFWX"), cell=cell)))
    near = '<row r="1"><c r="A1" t="inlineStr"><is><t>Rubrik</t></is></c><c r="XFD1" s="0"/></row><row r="1048576"/>'
    assert read(with_sheet(whole, near)) == [["Rubrik"]]


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogue.files.sheets.MOST_UNPACKED", 100_000)
    with pytest.raises(ValidationError, match="för stor"):
        read(workbook(*[["x" * 30_000]] * 5, [f"{1} {2}"], *[["y" * 30_000]] * 5))
    entities = '<!DOCTYPE a [<!ENTITY b "bb">]>'
    content = workbook(["Rubrik"])
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(changed, "w") as out:
        for name in package.namelist():
            out.writestr(name, package.read(name).replace(b"<worksheet", entities.encode() + b"<worksheet"))
    with pytest.raises(ValidationError, match="går inte att läsa"):
        read(changed.getvalue())


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7\n1 0 obj", "a.pdf", "Skicka en Excelfil"),
        (b"Rubrik", "a.txt", "Skicka en Excelfil"),
        (b"PK\x03\x04nothing", "a.xlsx", "går inte att läsa"),
        (b"a;b\n" * 1001, "a.csv", "Filen är för stor: högst 1000 rader"),
        (b";" * 200, "a.csv", "Filen är för stor"),
        (b"", "a.csv", "Filen är tom"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read(content, name)
