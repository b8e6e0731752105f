"""What people paste, and what of it can be printed."""

import io
import unicodedata
from typing import Any

import pytest
from pypdf import PdfReader

from reporting.reports.paper.pdf import render_pdf
from strategy.texts.signs import FONTS, in_print, listening, note_unprintable, signs_of, unprintable

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
        ("rad\r\n\tå –", "rad\r\n\tå –"),
        ("🫶✅ ja", "[handhjärta, vit bockmarkering] ja"),
        ("❤\ufe0f 👩\u200d🔬", "❤ [kvinna, mikroskop]"),
        ("🇸🇪 och 🇳🇴", "[SE] och [NO]"),
        ("हि]^", "[U+0939, U+093F]]^"),
        ("Ωμέγα, Łódź, Київ → ≥ € №", "Ωμέγα, Łódź, Київ → ≥ € №"),
    ],
)
def test_what_no_font_has_is_told_otherwise(pasted: str, printed: str) -> None:
    assert in_print(pasted) == printed


def test_a_sign_has_its_name_in_the_reports_language() -> None:
    assert in_print("🫶", "en") == "[heart hands]"


@pytest.mark.parametrize(
    ("pasted", "signs"),
    [
        ("हिंदी ह", "हिंदी"),
        ("国", "国"),
        ("Київ → 🙂✅ 🇸🇪 ❤\ufe0f", ""),
        ("\uf0b7\U000f0000", "\U000f0000"),
        ("å\n\t", ""),
    ],
)
def test_what_has_neither_sign_nor_name_is_named(pasted: str, signs: str) -> None:
    assert unprintable(pasted) == list(dict.fromkeys(signs))


def test_only_who_listens_is_told() -> None:
    note_unprintable("国")
    with listening() as noted:
        note_unprintable("国 och 国")
    assert list(noted) == ["国"]


@pytest.mark.parametrize(
    "text",
    [
        "Θεσσαλονίκη και Ωδείον ᾠδή",
        "Київ, Ґданськ, Ђорђе, Ѡ",
        "Łódź Žďár Ő ẞ Ǆ",
        "→ ⇒ ↔ ≥ ≠ ∑ ✓ ★ ☎ ⅔ ₂ № € ₴ …",
        "x\u0301 e\u0301\u0323 x e",
        "[SE] före [händer] efter",
    ],
)
def test_what_can_be_printed_is_read_back_as_it_was(text: str) -> None:
    assert unicodedata.normalize("NFC", read_back(text)) == unicodedata.normalize("NFC", text)


def test_a_report_reads_no_more_fonts_than_it_needs() -> None:
    signs_of.cache_clear()
    render_pdf(PAGE.format("Åäö Łódź –"), "0")
    assert signs_of.cache_info().currsize == 2


def test_each_font_is_there_with_its_licence() -> None:
    assert all(font.path.is_file() and (font.path.parent / "LICENSE").is_file() for font in FONTS)


def test_only_fonts_that_come_with_the_product_are_used() -> None:
    """So that every installation prints alike, whatever fonts the machine has."""
    text = "Åäö Łódź <i>Θεσσαλονίκη</i> <b>Київ</b> → ☎ 国 🫶 x\u0301"
    page: Any = PdfReader(io.BytesIO(render_pdf(PAGE.format(text), "0").content)).pages[0]
    fonts = page["/Resources"]["/Font"]
    names = {fonts[key]["/BaseFont"].partition("+")[2] for key in fonts}
    families = {font.family.replace(" ", "-") for font in FONTS}
    assert all(any(name.startswith(family) for family in families) for name in names), names
