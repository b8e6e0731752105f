"""The workbook of a report: its tables, with numbers as numbers, days as days and text that never calculates."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.paper.formats import render_book
from reporting.reports.paper.printing import NotASnapshot
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.reports.contents.test_snapshots import OPEN, SECRET, fill
from tests.reporting.reports.paper.test_pdf import everything

Snap = Callable[..., str]


@pytest.fixture
def snapshot(make: Making) -> Snap:
    def write(kind: str = "yearly", audience: str = "internal", **more: Any) -> str:
        fields = everything(make)[kind] | {"audience": audience}
        return take(make.report(**fields, **more), TAKEN_AT).content

    return write


def opened(content: str) -> Workbook:
    return load_workbook(BytesIO(render_book(content)))


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_it_has_a_sheet_a_table(snapshot: Snap) -> None:
    yearly = ["Nyckeltal", "Texter", "Mål", "Rörelser", "Framfört och svar", "Möten", "Planerade möten", "Täckning"]
    yearly += ["Utfästelser"]
    yearly += ["Fältobservationer", "Mätvärden", "Bidrag", "Bidrag per år", "Arbetsplan", "Underlagsregister", "Källor"]
    assert opened(snapshot()).sheetnames == ["Om rapporten", *yearly]


def test_a_pack_has_those_of_a_pack(snapshot: Snap) -> None:
    names = opened(snapshot("consultation")).sheetnames
    assert names[:3] == ["Om rapporten", "Texter", "Bedömningar"]
    assert {"Möten", "Fältobservationer", "Utfästelser", "Arbetsplan"} <= set(names)


def test_numbers_and_days_are_what_they_are(snapshot: Snap) -> None:
    book = opened(snapshot())
    for given in rows_of(book, "Bidrag"):
        assert {type(given[name]) for name in ("År", "Belopp")} == {int}
    assert isinstance(rows_of(book, "Framfört och svar")[0]["Datum"], datetime)
    assert {row["Räknas som dialog"] for row in rows_of(book, "Framfört och svar")} == {True}
    assert all(isinstance(row["Värde"], int) for row in rows_of(book, "Nyckeltal"))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_begins_with_a_sign_is_text_on_every_sheet(make: Making, sign: str) -> None:
    said = f'{sign}HYPERLINK("http://127.0.0.1/";"x")'
    make.intervention(make.event(title=said, **OPEN), "i.1", message=said, response=said, **OPEN)
    make.observation(goals=["i.1"], title=said, text=said, state="accepted", **OPEN)
    make.contribution(year=2021, purpose=said, source=said, **OPEN)
    book = opened(take(make.report(), TAKEN_AT).content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == said]
    assert len(cells) >= 7
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_every_source_stands_on_the_sheet_of_sources(snapshot: Snap) -> None:
    content = snapshot()
    told = {row["Källa"] for row in rows_of(opened(content), "Källor")}
    written = json.loads(content)
    assert {found["source"] for found in written["funding"]["contributions"]} <= told


def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snap) -> None:
    content = snapshot()
    assert render_book(content) == render_book(content)


def test_it_says_what_it_is(snapshot: Snap) -> None:
    content = snapshot(audience="internal-secret")
    book = opened(content)
    told = {row["Vad"]: row["Uppgift"] for row in rows_of(book, "Om rapporten")}
    assert (told["Utgåva"], told["Markering"]) == ("Intern utgåva med sekretess", "Sekretess – expedieras inte")
    assert told["Underlag till och med"] == "31 december 2021"
    heads: list[Any] = [sheet.oddHeader for sheet in book]
    assert {head.center.text for head in heads} == {"Sekretess – expedieras inte"}
    assert str(book.properties.created) == "2022-02-15 10:30:00"


def test_it_is_in_the_report_s_language(snapshot: Snap) -> None:
    assert opened(snapshot(language="en")).sheetnames[:2] == ["About the report", "Key figures"]


def test_no_part_of_the_external_file_holds_a_word_of_other_material(make: Making) -> None:
    fill(make, "i.1", "synligt", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    with ZipFile(BytesIO(render_book(take(make.report(audience="external"), TAKEN_AT).content))) as package:
        told = "".join(package.read(name).decode() for name in package.namelist())
    assert "budskap-synligt" in told
    assert re.search("internord|hemligord", told) is None


def test_an_older_snapshot_and_what_is_none(make: Making) -> None:
    written = json.loads(take(make.report(), TAKEN_AT).content)
    for later in ("funding", "work_plan"):
        del written[later]
    names = opened(canonical({**written, "schema": "report-1"})).sheetnames
    assert "Mål" in names
    assert "Bidrag" not in names
    with pytest.raises(NotASnapshot):
        render_book('{"schema":"report-2"}')
