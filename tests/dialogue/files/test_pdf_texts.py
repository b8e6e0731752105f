"""The words of a PDF by three programs, of a whole decision: each word, in order, and nothing else."""

import re
from html import escape
from pathlib import Path

import pytest
from django.conf import settings

from dialogue.files.pdf_texts import joined
from tests.dialogue.files.test_texts import by_weasyprint, taken

SAMPLES = Path(__file__).parent / "samples"
DECISION = settings.BASE_DIR / "fixtures" / "strategy" / "iom-2020-2022.txt"
STYLE = """<style>
    @page { size: A5; margin: 20mm; @top-center { content: "UD – hemrapport" }
            @bottom-center { content: "Sida " counter(page) " (" counter(pages) ")" } }
    body { font: 11pt "DejaVu Serif"; hyphens: auto; text-align: justify;
           font-variant-ligatures: common-ligatures discretionary-ligatures }
</style>"""


def paragraphs() -> list[str]:
    text = re.sub(r"[#*]|\[\^?\d+\]:?", "", DECISION.read_text(encoding="utf-8"))
    return [words for part in text.split("\n\n") if len(words := " ".join(part.split())) > 60]


def set_in(style: str) -> str:
    return style + "".join(f"<p>{escape(words)}</p>" for words in paragraphs())


def read(content: bytes) -> list[str]:
    return taken(content, "hemrapport.pdf").split()


WORDS = " ".join(paragraphs()).split()


def test_libreoffice() -> None:
    assert read((SAMPLES / "libreoffice.pdf").read_bytes()) == WORDS


DIVIDED_OR_NOT = pytest.mark.parametrize("style", [STYLE, STYLE.replace("auto", "none")], ids=["divided", "not"])


@DIVIDED_OR_NOT
def test_weasyprint(style: str) -> None:
    assert read(by_weasyprint(set_in(style))) == WORDS


def test_paragraphs_are_whole_over_the_end_of_a_page() -> None:
    text = taken(by_weasyprint(set_in(STYLE)), "hemrapport.pdf")
    whole = [words for words in paragraphs() if f"\n\n{words}\n\n" in f"\n\n{text}\n\n"]
    assert len(whole) >= len(paragraphs()) - 2  # one that begins with a small letter may belong to the one before


@pytest.mark.parametrize(
    ("above", "line", "whole"),
    [
        ("utvärderings-", "funktionen", "utvärderingsfunktionen"),
        ("utvärderings\u2010", "funktionen", "utvärderingsfunktionen"),
        ("FN-", "organen", "FN-organen"),
        ("icke-", "statliga", "icke-statliga"),
        ("e-", "post", "e-post"),
        ("2020–", "2022", "2020–2022"),
        ("kärn-", "och projektstöd", "kärn- och projektstöd"),
        ("till sist –", "sade chefen", "till sist – sade chefen"),
        ("", "början", "början"),
    ],
)
def test_lines_are_put_together_as_they_were_divided(above: str, line: str, whole: str) -> None:
    assert joined(above, line) == whole
