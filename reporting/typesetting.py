"""HTML to PDF. The one file that knows WeasyPrint.

Nothing is fetched but our own fonts, by the made-up addresses `font:…` of `static/css/report.css`: no network, no
other file. The same HTML gives the same bytes on the same installation.
"""

import gc
import io
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pydyf
from django.conf import settings
from weasyprint import CSS, HTML, Document
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reporting.glyphs import tell_glyphs
from reporting.pdf import OnPage, Printed, TooLong
from reporting.printable import printable, spelled_out
from reporting.tagging import finish, structure_recorded
from reporting.writing import write

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "report.css"
FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "source-sans-3-5.3.0"
VARIANT = "pdf/a-3a"  # and PDF/UA-1 in the same file, by reporting/tagging.py
MOST_PAGES = 600
SELDOM = (50_000, 20, 50)  # see `gc.set_threshold`
LAID_OUT = re.compile(r"Page (\d+)")

# Fonts are cut down to what is used when the file is written; this dates them, the same each time.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Hands out the fonts that lie beside our CSS, by name, and refuses everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "font" and name in {path.name for path in FONTS.glob("*.woff2")}:
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})
        raise ValueError("only our own fonts are fetched")


def typeset(html: str, identifier: str, on_page: OnPage | None) -> Printed:
    """As `render_pdf` says. What no font at hand can show is spelled out, in a second setting."""
    with collecting_seldom():
        document = laid_out(printable(html), on_page)
        content = written(document, identifier.encode())
    lacking = {chr(code) for font in document.fonts.values() for code in font.missing}
    if not lacking:
        return Printed(content=content, pages=len(document.pages))
    del document, content
    return typeset(spelled_out(html, lacking), identifier, on_page)


def laid_out(html: str, on_page: OnPage | None) -> Document:
    fonts, fetcher = FontConfiguration(), Fetcher()
    style = CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=fetcher)
    with followed(on_page):
        return HTML(string=html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[style], pdf_variant=VARIANT
        )


def written(document: Document, identifier: bytes) -> bytes:
    """By our own writer, which takes the place of pydyf's when everything else is finished."""
    output = io.BytesIO()

    def complete(document: Document, pdf: pydyf.PDF) -> None:
        finish(document, pdf, structure)
        tell_glyphs(pdf)
        pdf.write = lambda *options: write(pdf, output, identifier)

    with structure_recorded(tags) as structure:
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


@contextmanager
def followed(on_page: OnPage | None) -> Iterator[None]:
    """Listens to WeasyPrint's progress log, which names each page as its layout begins."""
    listener = Listener(on_page or (lambda page: None))
    logger = logging.getLogger("weasyprint.progress")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate


class Listener(logging.Handler):
    def __init__(self, on_page: OnPage) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        found = LAID_OUT.search(record.getMessage())
        if found is None:
            return
        page = int(found[1])
        if page > MOST_PAGES:
            raise TooLong
        self.on_page(page)
