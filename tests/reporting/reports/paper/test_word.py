"""The Word file of a report: what the PDF has, in Word's own headings, notes, tables and languages."""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html as parser
from pypdf import PdfReader

from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.paper.formats import render_word
from reporting.reports.paper.pdf import render_pdf
from reporting.reports.paper.printing import html
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.reports.contents.test_snapshots import OPEN, SECRET, fill
from tests.reporting.reports.paper.test_pdf import everything

Page = Callable[..., str]

KINDS = [
    *(("yearly", "sv"), ("consultation", "sv"), ("yearly", "en"), ("consultation", "en")),
    *(("short", "sv"), ("assessment", "sv"), ("assessment", "en"), ("short assessment", "en")),
]
BREAKS = {qn("w:br"), qn("w:tab"), qn("w:p")}


@pytest.fixture
def page(make: Making) -> Page:
    """The HTML that a report is made of, with one of all that either kind prints."""

    def write(kind: str = "yearly", audience: str = "internal", language: str = "sv") -> str:
        fields = everything(make)[kind] | {"audience": audience}
        return html(take(make.report(language=language, **fields), TAKEN_AT).content)

    return write


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def parts_of(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode(errors="replace") for name in package.namelist()}


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_its_headings_are_the_bookmarks_of_the_pdf(page: Page, kind: str, language: str) -> None:
    written = page(kind, language=language)
    headings = [
        (int(paragraph.style.name[-1]), " ".join(paragraph.text.split()))
        for paragraph in opened(render_word(written)).paragraphs
        if re.fullmatch(r"Heading \d", paragraph.style.name)
    ]
    reader = PdfReader(BytesIO(render_pdf(written, "0" * 64).content))
    assert headings == list(bookmarks(reader.outline))


def bookmarks(outline: Any, level: int = 1) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, level + 1)
        else:
            yield level, " ".join(str(entry["/Title"]).split())


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_it_says_word_for_word_what_is_printed(page: Page, kind: str, language: str) -> None:
    """But for the signs of items and notes, which Word makes itself: what is cited in a text stands in a note."""
    written = page(kind, language=language)
    read = opened(render_word(written))
    told = "".join(text_in(read.element.body)).split()
    assert told == re.sub(rf"\s*{NOTE}", "", "".join(text_on(without_notes(written)))).split()


NOTE, IN_LINE = "\ue000", {"span", "strong", "em", "a"}


def text_in(element: Any) -> Iterator[str]:
    for found in element.iter():
        if found.tag == qn("w:t") and found.getparent().find(f".//{qn('w:vertAlign')}") is None:
            yield found.text or ""
        elif found.tag in BREAKS:
            yield " "


def without_notes(written: str) -> Any:
    """The body, a sign in place of each reference in a goal's text and the pieces that it refers to away."""
    body: Any = parser.document_fromstring(written).find("body")
    for goal in body.iterfind(".//section[@class='goal']"):
        cited = {reference.text for reference in goal.iterfind(".//a[@class='note']")}
        for piece in goal.findall(".//ul[@class='notes']/li"):
            if piece.findtext("span[@class='reference']") in cited:
                piece.getparent().remove(piece)
        for reference in goal.iterfind(".//a[@class='note']"):
            reference.text = NOTE
    return body


def text_on(element: Any) -> Iterator[str]:
    apart = element.tag not in IN_LINE or element.get("class") == "term"
    yield " " if apart else ""
    if element.tag != "svg" and element.get("class") != "sign":
        yield element.text or ""
        for child in element:
            yield from text_on(child)
            yield child.tail or ""
    yield " " if apart else ""


def test_the_same_snapshot_gives_the_same_bytes(page: Page) -> None:
    written = page()
    content = render_word(written)
    assert content == render_word(written)
    with ZipFile(BytesIO(content)) as package:
        assert {place.date_time for place in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_head_of_a_table_comes_again_on_the_next_page(page: Page) -> None:
    written = page()
    tables = opened(render_word(written)).tables
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in tables]
    printed = parser.document_fromstring(written).findall(".//table")
    assert heads == [table.find("thead") is not None for table in printed]


def test_every_drawing_has_the_alternative_text_that_is_printed(page: Page) -> None:
    written = page()
    told = [drawing.get("descr") for drawing in opened(render_word(written)).element.iter(qn("wp:docPr"))]
    titles = parser.document_fromstring(written).iterfind(".//svg/title")
    assert told == [" ".join(title.text_content().split()) for title in titles]
    assert all(told)


def test_it_says_its_language_and_where_another_one_is_spoken(page: Page) -> None:
    read = opened(render_word(page(language="en")))
    languages = read.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert (read.core_properties.language, languages.get(qn("w:val"))) == ("en-GB", "en-GB")
    spoken = {run.text: run._r.find(f".//{qn('w:lang')}") for run in runs_of(read)}
    assert spoken["budskap-öppet"].get(qn("w:val")) == "sv-SE"
    assert spoken["The situation in brief"] is None


def runs_of(read: Any) -> Iterator[Any]:
    for paragraph in read.paragraphs:
        yield from paragraph.runs
    for table in read.tables:
        for cell in table._cells:
            for paragraph in cell.paragraphs:
                yield from paragraph.runs


def test_what_is_cited_is_a_note_of_words_own(page: Page) -> None:
    content = render_word(page())
    notes = parser.fromstring(
        parts_of(content)["word/footnotes.xml"].encode(), parser=parser.HTMLParser(encoding="utf-8")
    )
    told = [" ".join(note.text_content().split()) for note in notes]
    told = told[2:]  # after two lines
    assert len(told) == 4
    assert told[0].startswith("möte-öppet, ")
    assert told[0].endswith("nr 1")
    body = parts_of(content)["word/document.xml"]
    assert re.findall(r'<w:footnoteReference w:id="(\d)"', body) == ["1", "2", "3", "4"]
    assert "[1]" not in body


def test_its_properties_come_from_the_snapshot(page: Page) -> None:
    properties = opened(render_word(page())).core_properties
    assert properties.title.startswith("Uppföljning 2021 – Strategi för Sveriges samarbete")
    assert (properties.author, properties.last_modified_by) == ("Justitiedepartementet", "")
    assert properties.subject == "Intern utgåva · version 1"
    assert str(properties.created) == str(properties.modified) == "2022-02-15 10:30:00+00:00"


def test_every_page_says_that_it_is_secret(page: Page) -> None:
    section = opened(render_word(page(audience="internal-secret"))).sections[0]
    assert section.header.paragraphs[0].text == "Sekretess – expedieras inte"
    assert section.footer.paragraphs[0].text.startswith("Intern utgåva med sekretess · version 1")


def test_no_part_of_the_external_file_holds_a_word_of_other_material(make: Making) -> None:
    fill(make, "i.1", "synligt", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    parts = parts_of(render_word(html(take(make.report(audience="external"), TAKEN_AT).content)))
    assert "budskap-synligt" in parts["word/document.xml"]
    assert [name for name, told in parts.items() if re.search("internord|hemligord", told)] == []


def test_what_xml_does_not_take_and_an_older_snapshot_are_taken(make: Making) -> None:
    fill(make, "i.1", "a\ufffeb & <c>", **OPEN)
    written = json.loads(take(make.report(), TAKEN_AT).content)
    for later in ("funding", "work_plan"):
        del written[later]
    read = opened(render_word(html(canonical({**written, "schema": "report-1"}))))
    assert "budskap-a\ufffdb & <c>" in {run.text for run in runs_of(read)}
