"""A decision in pieces: what was read comes out of them again, and what people say they are is what they are."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from strategy.decision.marking import Piece, Role, document_of, pieces_of
from strategy.decision.parsing import Document, ParsingError, parse, read
from tests.strategy.decision.parsing.decisions import SMALL, SOURCE
from tests.strategy.decision.parsing.genre import MadeUp, decisions

SHAPES = sorted((Path(__file__).parents[1] / "parsing/shapes").iterdir())
TEXTS = {"iom": SOURCE, "small": SMALL, **{path.name: path.read_text(encoding="utf-8") for path in SHAPES}}
NO_GOALS = "Strategi för samarbetet med Månen 2031–2034\n\nMål\n\nSverige ska minska bullret.\n\n- Ett tystare hav.\n"


def found(text: str) -> tuple[list[Piece], Document]:
    document = read(text)
    return pieces_of(document, text), document


def told(document: Document) -> Document:
    """Without the lines of sections without a heading, and what the reading was unsure of."""
    sections = tuple(replace(section, line=0) for section in document.sections)
    areas = tuple(replace(area, line=0) for area in document.focus_areas)
    return replace(document, sections=sections, focus_areas=areas, warnings=())


def by_role(pieces: list[Piece], role: Role) -> list[Piece]:
    return [piece for piece in pieces if piece.role == role]


@pytest.mark.parametrize("name", TEXTS)
def test_the_pieces_make_the_decision_that_was_read(name: str) -> None:
    pieces, document = found(TEXTS[name])
    assert told(document_of(pieces, document.period)) == told(document)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(decisions())
def test_the_pieces_of_made_up_decisions_make_them_too(decision: MadeUp) -> None:
    pieces, document = found(decision.text)
    assert told(document_of(pieces, document.period)) == told(document)


def test_they_are_kept_as_plain_values_and_come_back_the_same() -> None:
    pieces, _document = found(SOURCE)
    assert [Piece(**piece.stored()) for piece in pieces] == pieces


def test_every_word_of_the_text_stands_in_a_piece() -> None:
    text = SMALL.replace("Riksarkivet/AB", "Riksarkivet/AB\n\nSida 2 (4) av beslutet III:5\n")
    pieces, _document = found(text)
    kept = "".join(filter(str.isalpha, "".join(piece.text for piece in pieces)))
    lines = ["".join(filter(str.isalpha, line)) for line in text.splitlines()]
    assert [line for line in lines if line not in kept] == []


def test_the_head_of_a_page_is_left_out_and_shown() -> None:
    path = next(path for path in SHAPES if path.name == "numbered-sections.txt")
    pieces, _document = found(path.read_text(encoding="utf-8"))
    assert [piece.text for piece in by_role(pieces, Role.NOTHING)] == [
        "Regeringsbeslut III:2",
        "2018-06-28 UD2018/12345/AF",
        "Bilaga till regeringsbeslut 2018-06-28 UD2018/12345/AF",
    ]


def test_what_is_uncertain_stands_at_its_piece() -> None:
    path = next(path for path in SHAPES if path.name == "unknown-lead-in.txt")
    pieces, document = found(path.read_text(encoding="utf-8"))
    sentences = [sentence for piece in pieces for sentence in piece.doubts]
    assert len(sentences) == len(document.warnings) > 0


def test_a_text_without_goals_is_shown_with_the_sentence_that_the_command_refuses_it_with() -> None:
    text = NO_GOALS.replace("- Ett tystare hav.", "Ett tystare hav är målet.")
    with pytest.raises(ParsingError) as refused:
        parse(text)
    pieces, document = found(text)
    assert document.faults == (str(refused.value),)
    assert pieces[0].text == "Strategi för samarbetet med Månen 2031–2034"


def test_a_text_without_a_title_is_shown_too() -> None:
    text = "Detta är en mening som slutar med punkt.\n\nOch det är den andra meningen.\n"
    pieces, document = found(text)
    assert document.faults[0] == "Texten börjar inte med någon titel."
    assert [piece.role for piece in pieces] == [Role.PARAGRAPH, Role.PARAGRAPH]
    pieces[0].become(Role.TITLE)
    pieces[1].become(Role.GOAL)
    made = document_of(pieces, None)
    assert (made.title, made.faults) == ("Detta är en mening som slutar med punkt.", ())
    assert made.focus_areas[0].goals[0].text == "Och det är den andra meningen."


def test_a_paragraph_becomes_a_goal_and_a_goal_a_paragraph() -> None:
    pieces, before = found(SMALL)
    goals = by_role(pieces, Role.GOAL)
    paragraph = by_role(pieces, Role.PARAGRAPH)[-1]
    goals[0].become(Role.PARAGRAPH)
    paragraph.become(Role.GOAL)
    texts = [goal.text for area in document_of(pieces, before.period).focus_areas for goal in area.goals]
    assert goals[0].text not in texts
    assert paragraph.text in texts


def test_a_goal_that_was_torn_becomes_whole() -> None:
    pieces, before = found(SMALL)
    first, second = by_role(pieces, Role.GOAL)[:2]
    second.become(Role.CONTINUATION)
    goals = document_of(pieces, before.period).focus_areas[0].goals
    assert goals[0].text == f"{first.text} {second.text}"


def test_a_heading_becomes_a_focus_area_for_the_goals_below_it() -> None:
    text = "Strategi för Månen 2031–2034\n\nMål\n\nSverige ska bidra till:\n\n- Tystnad.\n\nHav\n\n- Mer vatten.\n"
    pieces, before = found(text)
    next(piece for piece in pieces if piece.text == "Hav").become(Role.AREA)
    areas = document_of(pieces, before.period).focus_areas
    assert [(area.code, area.title, [goal.code for goal in area.goals]) for area in areas][-1] == ("i", "Hav", ["i.1"])


def test_two_areas_with_one_code_are_a_sentence_and_no_end() -> None:
    pieces, before = found(SMALL)
    areas = by_role(pieces, Role.AREA)
    areas[1].text = areas[0].text
    (fault,) = document_of(pieces, before.period).faults
    assert fault.startswith("Fokusområde ")
    assert "förekommer två gånger" in fault


def test_a_note_that_is_none_keeps_its_mark_in_the_text() -> None:
    pieces, before = found(SOURCE)
    note = by_role(pieces, Role.FOOTNOTE)[0]
    note.become(Role.PARAGRAPH)
    made = document_of(pieces, before.period)
    texts = [paragraph.text for section in made.sections for paragraph in section.paragraphs]
    assert sum("¹" in text for text in texts) == 2
    assert note.text in texts
    assert [footnote.number for footnote in made.footnotes] == [footnote.number for footnote in before.footnotes][1:]


def test_a_paragraph_that_begins_with_its_number_becomes_a_note() -> None:
    text = "Strategi för Månen 2031–2034\n\nSverige ska bidra till:¹\n\n- Tystnad.\n\n[1] Se Ds 2030:1.\n"
    pieces, before = found(text)
    by_role(pieces, Role.FOOTNOTE)[0].role = Role.PARAGRAPH
    pieces[-1].text = "1 Se Ds 2030:1."
    pieces[-1].become(Role.FOOTNOTE)
    (note,) = document_of(pieces, before.period).footnotes
    assert (note.number, note.text) == (1, "Se Ds 2030:1.")
