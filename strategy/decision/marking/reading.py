"""What the reading found, piece by piece, with what it left out and what it was unsure of."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from strategy.decision.marking.pieces import Piece, Role
from strategy.decision.parsing.document import Document, Paragraph, Section
from strategy.decision.parsing.lines import Line, read_lines
from strategy.decision.parsing.notes import TO_SUPERSCRIPTS

DOUBT = re.compile(r"Rad (\d+): (.*)", re.DOTALL)


def pieces_of(document: Document, text: str) -> list[Piece]:
    """All of the text in its order."""
    lines = [line for line in read_lines(text) if line.text]
    found = [*cover(document, lines), *body(document), *notes(document)]
    found.sort(key=lambda piece: piece.line)
    pieces = sorted([*found, *left_out(lines, found)], key=lambda piece: piece.line)
    for number, piece in enumerate(pieces):
        piece.key = str(number)
    tell_doubts(pieces, document.warnings)
    return pieces


def cover(document: Document, lines: list[Line]) -> Iterator[Piece]:
    if document.responsible:
        yield Piece(line_of(document.responsible, lines), Role.RESPONSIBLE, document.responsible)
    if document.title:
        yield Piece(line_of(document.title, lines), Role.TITLE, document.title)


def line_of(heading: str, lines: list[Line]) -> int:
    """Where its words begin, be it in the middle of a line."""
    spelled = [letters(line.text) for line in lines]
    begins = "".join(spelled).find(letters(heading))
    starts = [0, *accumulate(map(len, spelled))]
    return lines[bisect_right(starts, begins) - 1].number if begins >= 0 else 1


def body(document: Document) -> Iterator[Piece]:
    """The strategy's own title stands before an annex once more."""
    areas = {area.section for area in document.focus_areas if area.title}
    numbered = {(goal.section, goal.paragraph): goal.text for area in document.focus_areas for goal in area.goals}
    for index, section in enumerate(document.sections):
        if section.title != document.title or index in areas:
            yield Piece(section.line, Role.AREA if index in areas else Role.HEADING, section.title, section.level)
        elif index:
            yield Piece(section.line, Role.TITLE, section.title, section.level)
        yield from paragraphs(index, section, numbered)


def paragraphs(index: int, section: Section, goals: dict[tuple[int, int], str]) -> Iterator[Piece]:
    for place, paragraph in enumerate(section.paragraphs):
        goal = goals.get((index, place))
        role = Role.PARAGRAPH if paragraph.kind == "goal" and goal is None else Role(paragraph.kind)
        yield Piece(
            paragraph.line,
            role,
            with_marks(paragraph),
            numbered=None if goal is None else goal != paragraph.plain,
        )


def with_marks(paragraph: Paragraph) -> str:
    text = paragraph.text
    for mark in reversed(paragraph.marks):
        text = f"{text[: mark.offset]}{superscript(mark.number)}{text[mark.offset :]}"
    return text


def superscript(number: int) -> str:
    return str(number).translate(TO_SUPERSCRIPTS)


def notes(document: Document) -> Iterator[Piece]:
    for note in document.footnotes:
        yield Piece(note.line, Role.FOOTNOTE, f"{superscript(note.number)} {note.text}")


def left_out(lines: Iterable[Line], found: list[Piece]) -> Iterator[Piece]:
    """The lines whose words stand in nothing read from there or above: the heads of pages, a note twice."""
    spelled = [letters(piece.text) for piece in found]
    ends = [0, *accumulate(map(len, spelled))]
    starts, whole = [piece.line for piece in found], "".join(spelled)
    for line in lines:
        if letters(line.text) not in whole[: ends[bisect_right(starts, line.number)]]:
            yield Piece(line.number, Role.NOTHING, line.text)


def letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def tell_doubts(pieces: list[Piece], warnings: Iterable[str]) -> None:
    """Each sentence at the piece that it is about; one about no line of the text, at its title."""
    title = next((piece for piece in pieces if piece.role == Role.TITLE), pieces[0])
    for sentence in warnings:
        about = DOUBT.fullmatch(sentence)
        piece = at_line(pieces, int(about[1])) if about else None
        told = about[2] if about and piece else sentence
        (piece or title).doubts.append(told[:1].upper() + told[1:])


def at_line(pieces: Iterable[Piece], line: int) -> Piece | None:
    """What begins there; else the last that was read and begins above."""
    above = [piece for piece in pieces if piece.line <= line and piece.role != Role.NOTHING]
    exactly = [piece for piece in above if piece.line == line]
    return next(iter([*exactly, *above[::-1]]), None)
