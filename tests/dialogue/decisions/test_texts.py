"""Decisions as files.

The samples are set from the texts by a word processor: with running heads, page numbers, notes at the foot of pages,
and in columns where their name says so; no word is divided.
"""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from dialogue.decisions.texts import decision_text
from strategy.decision.parsing import Document, parse
from tests.strategy.decision.parsing.decisions import DECISION

SAMPLES = Path(__file__).parent / "samples"
SHAPES = Path(__file__).parents[2] / "strategy/decision/parsing/shapes"
OPEN_DASH = "raden är läst som fortsättning på målet före, inte som ett eget mål."
HTML = """<html><head><title>Regeringen</title></head><body><nav><ul><li>Meny</li></ul></nav><main>
<h1>Strategi för Sveriges samarbete med Världsbiblioteket 2031&ndash;2034</h1>
<p>Verksamheten ska bidra till:</p>
<h2>Läsning</h2><ul><li>fler <em>unga</em> läsare</li><li>fler läsare</li></ul>
<h2>Skrivande</h2><ol><li>fler böcker</li></ol>
</main><footer>Kontakt</footer></body></html>
"""


def read(name: str, content: bytes | None = None) -> Document:
    file = ContentFile((SAMPLES / name).read_bytes() if content is None else content, name)
    return parse(decision_text(file))


def areas(document: Document) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(area.code, area.title, [(goal.code, goal.text) for goal in area.goals]) for area in document.focus_areas]


@pytest.mark.parametrize("name", ["iom-2020-2022.docx", "iom-2020-2022.pdf", "iom-2020-2022-columns.pdf"])
def test_real_decision_as_a_file_gives_what_its_text_gives(name: str) -> None:
    found, truth = read(name), parse(DECISION.read_text(encoding="utf-8"))
    assert areas(found) == areas(truth)
    assert (found.title.replace(",", ""), found.period) == (truth.title, truth.period)
    assert [(note.number, note.plain) for note in found.footnotes] == [
        (note.number, note.plain) for note in truth.footnotes
    ]
    assert found.distribution == truth.distribution
    assert [re.sub(r"Rad \d+: ", "", warning) for warning in found.warnings] in ([], [OPEN_DASH])


@pytest.mark.parametrize("name", ["numbered-sections.docx", "numbered-sections-columns.pdf"])
def test_decision_in_numbered_sections_as_a_file(name: str) -> None:
    truth = parse((SHAPES / "numbered-sections.txt").read_text(encoding="utf-8"))
    assert areas(read(name)) == areas(truth)


def test_page_of_the_web() -> None:
    assert areas(read("beslut.html", HTML.encode())) == [
        ("i", "Läsning", [("i.1", "fler unga läsare"), ("i.2", "fler läsare")]),
        ("ii", "Skrivande", [("ii.1", "fler böcker")]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["beslut.txt", "beslut.md"])
def test_text_in_any_usual_encoding(name: str, encoding: str) -> None:
    text = (SHAPES / "numbered-goals.txt").read_text(encoding="utf-8")
    assert areas(read(name, text.encode(encoding))) == areas(parse(text))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("beslut.txt", b"\x7fELF\x02\x01\x00"),
        ("beslut.md", b"a" * 5_000_001),
        ("beslut.docx", b"PK\x03\x04"),
        ("beslut.pdf", b"%PDF-1.7\n"),
        ("beslut.jpg", b"\xff\xd8\xff"),
        ("beslut.eml", b"From: a@b.example\nSubject: x\n\ntext"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        read(name, content)
    assert refused.value.messages[0].endswith(".")
