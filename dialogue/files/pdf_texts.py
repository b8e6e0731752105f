"""The words of a PDF that is set in one column, in the order in which they are read."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pdfplumber
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFPasswordIncorrect

MOST_PAGES = 100
APART = 1.3  # of the usual way from line to line: more is a new paragraph


def pdf_text(file: Any) -> str:
    """Lines put together to paragraphs. Raises ValidationError for a scan, and for what is past reading."""
    try:
        with pdfplumber.open(file) as document:
            pages = document.pages
            if len(pages) > MOST_PAGES:
                raise ValidationError(_("Filen har fler än %(most)s sidor.") % {"most": MOST_PAGES})
            text = "\n\n".join(filter(None, ("\n\n".join(paragraphs(page)) for page in pages)))
    except ValidationError:
        raise
    except Exception as error:  # pdfminer raises whatever comes to hand
        raise ValidationError(reason(error)) from error
    if not text.strip():
        raise ValidationError(_("Filen är en bild utan text. Klistra in texten också, så ligger filen bredvid."))
    return text


def reason(error: Exception) -> str:
    told = (error, *error.args, error.__cause__, error.__context__)
    if any(isinstance(one, PDFPasswordIncorrect) for one in told):
        return _("Filen är skyddad med lösenord. Ta bort lösenordet, spara filen och bifoga den igen.")
    return _("Filens text går inte att läsa. Klistra in den i stället.")


def paragraphs(page: Any) -> Iterator[str]:
    """A line that begins further down than lines do on this page, by the size of its letters, begins a paragraph."""
    lines = page.extract_text_lines(return_chars=False)
    steps = [(below["top"] - above["top"]) / (above["bottom"] - above["top"]) for above, below in pairwise(lines)]
    usual = sorted(steps)[len(steps) // 10] if steps else 0
    written = ""
    for number, line in enumerate(lines):
        if number and steps[number - 1] > usual * APART:
            yield written
            written = ""
        written = joined(written, line["text"].strip())
    if written:
        yield written


def joined(above: str, line: str) -> str:
    """A word that is divided over two lines is one again; the hyphen of *FN-organ* stays."""
    if above.endswith("-") and above[-2:-1].islower() and line[:1].islower():
        return above[:-1] + line
    return f"{above} {line}".strip()
