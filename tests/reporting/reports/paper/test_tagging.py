"""Each defect that WeasyPrint leaves, and that the finisher mends it: the check fails with the mending taken out."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest

from reporting.reports.paper import tagging
from reporting.reports.paper.pdf import render_pdf

MANY_ROWS = "".join(f"<tr><th scope='row'>{number}</th><td>Värde {number}</td></tr>" for number in range(120))
LONG = f"""<!doctype html><html lang="sv"><head><title>Lång</title></head><body data-identity="fot" data-marking="">
<h1>Lång</h1><p lang="en">A paragraph in English.</p><p><a href="https://iom.int/">Organisationens plats</a></p>
<table><thead><tr><th scope="col">Nummer</th><th scope="col">Värde</th></tr></thead><tbody>{MANY_ROWS}</tbody></table>
<ul><li>{"Ord och ord. " * 900}</li></ul><p>{"Ett långt stycke. " * 700}</p>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="8" height="8"><title>En ruta</title>
<rect width="8" height="8"/></svg></body></html>"""

Check = Callable[[pikepdf.Pdf], None]


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


# ------------------------------------------------------------------ checks


def a_table_over_pages_is_one_table_with_one_head(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.pages) > 3
    (table,) = elements(pdf, "/Table")
    assert [str(kid.S) for kid in table.K] == ["/THead", "/TBody"]
    assert len(elements(pdf, "/THead")) == 1
    assert len(elements(pdf, "/TR")) == 121


def a_list_item_over_pages_is_one_item(pdf: pikepdf.Pdf) -> None:
    assert [len(elements(pdf, kind)) for kind in ("/L", "/LI", "/LBody")] == [1, 1, 1]


def a_paragraph_over_pages_is_one_paragraph(pdf: pikepdf.Pdf) -> None:
    assert len([element for element in elements(pdf, "/P") if pages_of(element) > 1]) == 1
    assert len(elements(pdf, "/P")) == 3


def header_cells_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    cells = elements(pdf, "/TH")
    assert [str(cell.A.get("/Scope")) for cell in cells] == ["/Column"] * 2 + ["/Row"] * 120
    assert not any("/Headers" in cell.A for cell in [*cells, *elements(pdf, "/TD")])


def page_heads_and_feet_are_artifacts(pdf: pikepdf.Pdf) -> None:
    for leaf in pdf.pages:
        marks = [str(found.operands[0]) for found in pikepdf.parse_content_stream(leaf) if str(found.operator) == "BDC"]
        assert "/Artifact" in marks


def links_say_where_they_lead_and_are_printed(pdf: pikepdf.Pdf) -> None:
    (link,) = [note for leaf in pdf.pages for note in leaf.get("/Annots", [])]
    assert (str(link.get("/Contents")), int(link.get("/F", 0))) == ("Organisationens plats", 4)


def another_language_is_told(pdf: pikepdf.Pdf) -> None:
    assert [str(element.Lang) for element in elements(pdf, "/P") if "/Lang" in element] == ["en"]


def figures_have_words_and_lie_on_their_page(pdf: pikepdf.Pdf) -> None:
    (figure,) = elements(pdf, "/Figure")
    left, bottom, right, top = (float(side) for side in figure.A.BBox)
    assert str(figure.Alt) == "En ruta"
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842
    assert round(right - left) == 6


def the_file_says_that_it_is_accessible(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root.Metadata
    assert b'pdfuaid:part="1"' in metadata.read_bytes()
    assert "/Filter" not in metadata.stream_dict


CHECKS: dict[str, tuple[Check, str]] = {
    "tables": (a_table_over_pages_is_one_table_with_one_head, "merge_fragments"),
    "lists": (a_list_item_over_pages_is_one_item, "merge_fragments"),
    "paragraphs": (a_paragraph_over_pages_is_one_paragraph, "merge_fragments"),
    "scope": (header_cells_say_what_they_head, "scope_cell"),
    "margin boxes": (page_heads_and_feet_are_artifacts, "make_artifacts"),
    "links": (links_say_where_they_lead_and_are_printed, "describe_link"),
    "language": (another_language_is_told, "tell_language"),
    "figures": (figures_have_words_and_lie_on_their_page, "place_figure"),
    "identification": (the_file_says_that_it_is_accessible, "identify"),
}


def pages_of(element: Any) -> int:
    """On how many pages its own content stands."""
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    return len({kid.Pg.objgen for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid})


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@pytest.fixture(scope="module")
def long() -> Iterator[pikepdf.Pdf]:
    with opened(render_pdf(LONG, "0").content) as pdf:
        yield pdf


@pytest.mark.parametrize("defect", CHECKS)
def test_the_defect_is_mended(long: pikepdf.Pdf, defect: str) -> None:
    check, _ = CHECKS[defect]
    check(long)


@pytest.mark.parametrize("defect", CHECKS)
def test_without_the_mending_the_check_fails(defect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check, mending = CHECKS[defect]
    monkeypatch.setattr(tagging, mending, lambda *parts: None)
    with opened(render_pdf(LONG, "0").content) as pdf, pytest.raises((AssertionError, ValueError)):
        check(pdf)
