import io
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import page
import pikepdf
import pytest
from pypdf import PdfReader

from reporting.pdf import Fetcher, Printed, TooLong, render_pdf
from reporting.printing import NotASnapshot, html
from reporting.snapshots import take
from strategy.models import Strategy
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.test_snapshots import OPEN, SECRET, fill

Print = Callable[..., Printed]

HOSTILE = """<script>alert(1)</script> <img src="http://127.0.0.1:9/a.png"> ![x](http://127.0.0.1:9/b.png)
<link rel="attachment" href="file:///etc/passwd"> <style>@import url(http://127.0.0.1:9/c.css);</style>
[x](file:///etc/passwd) <svg><image href="file:///etc/hostname"/></svg>"""

MANY_ROWS = "".join(f"<tr><th scope='row'>{number}</th><td>Värde {number}</td></tr>" for number in range(120))
LONG = f"""<!doctype html><html lang="sv"><head><title>Lång</title></head><body data-identity="fot" data-marking="">
<h1>Lång</h1><p lang="en">A paragraph in English.</p><p><a href="https://iom.int/">Organisationens plats</a></p>
<table><thead><tr><th scope="col">Nummer</th><th scope="col">Värde</th></tr></thead><tbody>{MANY_ROWS}</tbody></table>
<ul><li>{"Ord och ord. " * 900}</li></ul>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><title>En ruta</title>
<rect width="8" height="8"/></svg></body></html>"""


@pytest.fixture
def printed(make: Making) -> Print:
    """A report's PDF for an audience."""

    def render(audience: str = "internal", **fields: Any) -> Printed:
        snapshot = take(make.report(audience=audience, **fields), TAKEN_AT)
        return render_pdf(html(snapshot.content), snapshot.sha256)

    return render


def plain(content: bytes) -> bytes:
    """Every stream and object of the file, uncompressed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        loose = io.BytesIO()
        pdf.save(loose, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return loose.getvalue()


def everything_in(content: bytes) -> str:
    """All that can be read out of the file: the pages' text, bookmarks, metadata, alternative texts, strings."""
    reader = PdfReader(io.BytesIO(content))
    told = [text.replace("-\n", "") for text in (page.extract_text() for page in reader.pages)]
    told += [str(reader.metadata), *bookmarks(reader.outline)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            told += strings_in(thing)
    return "\n".join(told)


def strings_in(thing: Any) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            yield from () if getattr(part, "is_indirect", False) else strings_in(part)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for part in dict(thing).values() if isinstance(thing, pikepdf.Dictionary) else dict(thing.stream_dict).values():
            yield from () if getattr(part, "is_indirect", False) else strings_in(part)


def bookmarks(outline: Any) -> list[str]:
    return [
        title
        for entry in outline
        for title in (bookmarks(entry) if isinstance(entry, list) else [str(entry["/Title"])])
    ]


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The structure elements of a kind that the root reaches."""

    def below(element: Any) -> Iterator[Any]:
        if isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == kind:
                yield element
            kids: Any = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from below(kid)

    return list(below(pdf.Root.StructTreeRoot))


@pytest.fixture(scope="module")
def long() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(render_pdf(LONG, "0").content)) as pdf:
        yield pdf


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_pdf_ua_1_and_pdf_a_3a_in_one(make: Making, printed: Print, language: str) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    make.observation(goals=[], state="accepted", **OPEN)
    content = printed("external", language=language).content
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(content, profile=profile)
        assert result.is_compliant, str(result)


def test_the_external_file_holds_no_word_of_working_or_secret_material(make: Making, printed: Print) -> None:
    fill(make, "i.1", "synligt", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    content = printed("external").content
    told = everything_in(content)
    assert "budskap-synligt" in told
    assert "internord" not in told
    assert "hemligord" not in told
    assert not re.search(rb"internord|hemligord", plain(content))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments


def test_the_internal_file_holds_no_word_of_secret_material(make: Making, printed: Print) -> None:
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    told = everything_in(printed("internal").content)
    assert "budskap-internord" in told
    assert "hemligord" not in told


def test_the_same_snapshot_gives_the_same_bytes(make: Making) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    snapshot = take(make.report(), TAKEN_AT)
    one, two = (render_pdf(html(snapshot.content), snapshot.sha256) for _ in range(2))
    assert one == two


def test_its_metadata_and_bookmarks_come_from_the_snapshot(printed: Print) -> None:
    content = printed(registry_number="Ju2022/00001").content
    reader = PdfReader(io.BytesIO(content))
    metadata, titles = reader.metadata, bookmarks(reader.outline)
    assert metadata is not None
    assert str(metadata.creation_date) == str(metadata.modification_date) == "2022-02-15 10:30:00+00:00"
    assert (metadata.title or "").startswith("Uppföljning 2021 – Strategi för Sveriges samarbete")
    assert metadata.author == "Justitiedepartementet"
    assert metadata.subject == "Ju2022/00001 · Intern utgåva · version 1"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "sv"
    assert titles[0] == "Läget i korthet"
    assert [title for title in titles if title.startswith("i)")] == ["i) Organisatoriska rutiner"]
    assert len([title for title in titles if re.match(r"i+\.\d ", title)]) == 21
    assert titles[-1] == "Ändringar sedan förra versionen"
    assert "Demonstration" not in everything_in(content)


def test_every_page_says_that_it_is_secret_and_a_demonstration(strategy: Strategy, printed: Print) -> None:
    strategy.demonstration_on = TAKEN_AT.date()
    strategy.save()
    pages = PdfReader(io.BytesIO(printed("internal-secret").content)).pages
    marking = "Sekretess – expedieras inte · Demonstration – fiktivt innehåll"
    assert all(marking in page.extract_text() for page in pages)


def test_notes_and_register_lead_to_each_other(make: Making) -> None:
    fill(make, "i.1", "öppet")
    document = html(take(make.report(), TAKEN_AT).content)
    assert 'href="#underlag-1"' in document
    assert 'id="underlag-1"' in document
    assert 'id="mal-i.1-underlag-1"' in document
    assert 'href="#mal-i.1-underlag-1"' in document


@pytest.mark.parametrize("audience", ["internal", "external"])
def test_every_link_inside_leads_somewhere(make: Making, audience: str) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    document = html(take(make.report(audience=audience), TAKEN_AT).content)
    wanted = set(re.findall(r'(?:href|data-to)="#([^"]+)"', document))
    assert wanted - set(re.findall(r' id="([^"]+)"', document)) == set()


def test_english_free_text_is_marked_as_swedish(make: Making) -> None:
    fill(make, "i.1", "öppet")
    document = html(take(make.report(language="en"), TAKEN_AT).content)
    assert '<html lang="en">' in document
    assert '<td lang="sv"><p>budskap-öppet</p></td>' in document
    assert "Stronger" in document


def test_a_hostile_narrative_fetches_and_attaches_nothing(
    make: Making, printed: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("something was fetched")

    make.assessment(happened=HOSTILE, public_text=HOSTILE, state="approved", **OPEN)
    make.intervention(make.event(title=HOSTILE[:190], **OPEN), message=HOSTILE, response=HOSTILE, **OPEN)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    content = printed().content
    assert b"root:" not in plain(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments


@pytest.mark.parametrize(
    "address",
    [
        "https://iom.int/",
        "file:///etc/passwd",
        "font:../../css/report.css",
        "font:LICENSE",
        "data:text/plain,x",
        "ftp://127.0.0.1/",
    ],
)
def test_the_fetcher_refuses_all_but_our_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="only our own fonts"):
        Fetcher().fetch(address)


def test_the_fetcher_hands_out_our_fonts() -> None:
    assert Fetcher().fetch("font:source-sans-3-latin-wght-normal.woff2").read(4) == b"wOF2"


def test_a_table_over_pages_is_one_table_with_one_head(long: pikepdf.Pdf) -> None:
    assert len(long.pages) > 3
    (table,) = elements(long, "/Table")
    assert [str(kid.S) for kid in table.K] == ["/THead", "/TBody"]
    assert len(elements(long, "/THead")) == 1
    assert len(elements(long, "/TR")) == 121


def test_header_cells_say_what_they_head(long: pikepdf.Pdf) -> None:
    cells = elements(long, "/TH")
    scopes = [str(cell.A.Scope) for cell in cells]
    assert scopes == ["/Column"] * 2 + ["/Row"] * 120
    assert not any("/Headers" in cell.A for cell in [*cells, *elements(long, "/TD")])


def test_a_list_item_over_pages_is_one_item(long: pikepdf.Pdf) -> None:
    assert [len(elements(long, kind)) for kind in ("/L", "/LI")] == [1, 1]


def test_page_heads_and_feet_are_artifacts(long: pikepdf.Pdf) -> None:
    for leaf in long.pages:
        marks = [str(found.operands[0]) for found in pikepdf.parse_content_stream(leaf) if str(found.operator) == "BDC"]
        assert "/Artifact" in marks


def test_links_say_where_they_lead_and_are_printed(long: pikepdf.Pdf) -> None:
    (link,) = [note for leaf in long.pages for note in leaf.get("/Annots", [])]
    assert (str(link.Contents), int(link.F)) == ("Organisationens plats", 4)


def test_another_language_is_told(long: pikepdf.Pdf) -> None:
    assert [str(element.Lang) for element in elements(long, "/P") if "/Lang" in element] == ["en"]


def test_figures_have_words_and_lie_on_their_page(long: pikepdf.Pdf) -> None:
    (figure,) = elements(long, "/Figure")
    left, bottom, right, top = (float(side) for side in figure.A.BBox)
    assert str(figure.Alt) == "En ruta"
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842
    assert round(right - left) == 6


def test_pages_are_told_as_they_are_laid_out() -> None:
    told: list[int] = []
    made = render_pdf(LONG, "0", told.append)
    assert told[: made.pages] == list(range(1, made.pages + 1))


def test_too_long_a_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporting.pdf.MOST_PAGES", 2)
    with pytest.raises(TooLong):
        render_pdf(LONG, "0")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema":"report-1"}', '{"schema":"report-2"}', "nonsens"])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(NotASnapshot):
        html(text)
