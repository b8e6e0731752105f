"""What people paste, and what of it can be printed."""

import io
import unicodedata

import pytest
from pypdf import PdfReader

from reporting.pdf import render_pdf
from reporting.printable import printable, spelled_out

PAGE = '<!doctype html><html lang="sv"><head><title>Titel</title></head><body><h1>Titel</h1><p>{}</p></body></html>'


def read_back(text: str) -> str:
    content = render_pdf(PAGE.format(text), "0").content
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().splitlines()[1].split())


@pytest.mark.parametrize(
    ("pasted", "printed"),
    [
        (unicodedata.normalize("NFD", "Åsa Öberg"), "Åsa Öberg"),
        ("en\x01två\x0btre\x9ffyra\u2028fem", "en två tre fyra fem"),
        ("\uf0b7 punkt", "• punkt"),
        ("\ue000 \uffff \U0001ffff", "[U+E000] [U+FFFF] [U+1FFFF]"),
        ("rad\r\n\tå 😀 国 –", "rad\r\n\tå 😀 国 –"),
    ],
)
def test_what_no_file_may_hold_is_told_otherwise(pasted: str, printed: str) -> None:
    assert printable(pasted) == printed


def test_signs_are_spelled_out_by_their_number() -> None:
    assert spelled_out("a]b 😀^-", {"]", "😀", "^", "-"}) == "a[U+005D]b [U+1F600][U+005E][U+002D]"


def test_what_no_font_has_is_spelled_out_in_print() -> None:
    assert read_back("före \U0001fbff efter") == "före [U+1FBFF] efter"


def test_letters_with_marks_are_read_back_as_they_were() -> None:
    """The bare letters too, in the same font: they are made of the same glyphs."""
    text = "x\u0301 e\u0301\u0323 x e"
    assert unicodedata.normalize("NFC", read_back(text)) == unicodedata.normalize("NFC", text)
