"""HTML to PDF. The one file that knows WeasyPrint.

Nothing is fetched but our own fonts, by made-up addresses `font:…`: no network, no other file. The same HTML gives the
same bytes on the same installation.
"""

import gc
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pydyf
from django.conf import settings
from fontTools.ttLib import woff2
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reporting.reports.paper.glyphs import tell_glyphs
from reporting.reports.paper.pdf import OnPage, Printed, TooLong
from reporting.reports.paper.tagging import finish
from reporting.reports.paper.weasyprint_compat import followed, structure_recorded
from reporting.reports.paper.writing import write
from strategy.texts.signs import FAMILIES, FONTS, Font, in_print, lacking, signs_of

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "report.css"


IN_STYLE = ("Source Sans 3", "Source Sans 3 Extended")  # what nearly every report is written in, and no more


VARIANT = "pdf/a-3a"  # and PDF/UA-1 in the same file, by reporting/reports/paper/tagging.py


MOST_PAGES = 600


SELDOM = (50_000, 20, 50)  # see `gc.set_threshold`


GAP = "    "  # for a tab, which leaves no sign in a file: whoever hears or copies it has the words run together


LANGUAGE = re.compile(r'<html lang="(\w\w)"')


# Fonts are cut down to what is used when the file is written; this dates them, the same each time.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Hands out the fonts that lie beside our CSS, by name, and refuses everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        found = next((font for font in FONTS if font.path.name == name), None)
        if scheme == "font" and found is not None:
            return URLFetcherResponse(url, unpacked(found.path), {"Content-Type": "font/ttf"})
        raise ValueError("only our own fonts are fetched")


@cache
def unpacked(path: Path) -> bytes:
    """Once for all that a process prints: of a short document, unpacking its fonts takes a third of the time."""
    font = io.BytesIO()
    woff2.decompress(str(path), font)
    return font.getvalue()


def typeset(html: str, identifier: str, on_page: OnPage | None) -> Printed:
    """As `render_pdf` says."""
    language = LANGUAGE.search(html)
    shown = in_print(html, language[1] if language else "sv")
    with collecting_seldom():
        document = laid_out(shown.replace("\t", GAP), on_page)
        content = written(document, identifier.encode())
    return Printed(content=content, pages=len(document.pages))


def laid_out(html: str, on_page: OnPage | None) -> Document:
    fonts, fetcher = FontConfiguration(), Fetcher()
    style = CSS(string=style_for(html), font_config=fonts, url_fetcher=fetcher)

    def begun(page: int) -> None:
        if page > MOST_PAGES:
            raise TooLong
        if on_page is not None:
            on_page(page)

    with followed(begun):
        return HTML(string=html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[style], pdf_variant=VARIANT
        )


def style_for(html: str) -> str:
    """With the other fonts that the text is written in: each that is named is read and made ready, used or not."""
    beyond = lacking(html, IN_STYLE)
    families = [family for family in FAMILIES if beyond and family not in IN_STYLE and beyond & signs_of(family)]
    faces = [font_face(font) for font in FONTS if font.family in families]
    return "\n".join([*faces, STYLE.read_text(encoding="utf-8")])


def font_face(font: Font) -> str:
    weight = f"font-weight: {font.weight}; " if font.weight else ""
    source = f'src: url("font:{font.path.name}") format("woff2");'
    return f'@font-face {{ font-family: "{font.family}"; font-style: {font.style}; {weight}{source} }}'


def written(document: Document, identifier: bytes) -> bytes:
    """By our own writer, which takes the place of pydyf's when everything else is finished."""
    output = io.BytesIO()

    def complete(document: Document, pdf: pydyf.PDF) -> None:
        finish(document, pdf, structure)
        tell_glyphs(pdf)
        pdf.write = lambda *options: write(pdf, output, identifier)

    with structure_recorded() as structure:
        document.write_pdf(output, finisher=complete, pdf_variant=VARIANT)
    return output.getvalue()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Almost all that layout makes lives to its end. At Python's usual pace a quarter of the time goes into looking it
    through for cycles; at this one there are as few to be found, and the peak of memory is the same.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
