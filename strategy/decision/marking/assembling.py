"""The decision that pieces with roles make: nothing is guessed but what a heading's or a goal's own number says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from strategy.decision.marking.pieces import HEADINGS, Piece, Role
from strategy.decision.parsing.areas import goal_code, named, with_goals_once
from strategy.decision.parsing.blocks import FOOTNOTE, Block
from strategy.decision.parsing.document import Document, FocusArea, Goal, Paragraph, Period, Section
from strategy.decision.parsing.headings import Numbering, leads_in_goals, numbering
from strategy.decision.parsing.lines import joined
from strategy.decision.parsing.outline import number_of_item
from strategy.decision.parsing.prose import Prose
from strategy.decision.parsing.reader import NO_TITLE, find_mandate
from strategy.decision.parsing.references import references

SECTION_TITLE = {Role.TITLE, *HEADINGS}


@dataclass
class Part:
    """A section while it is put together: its heading, where it has one of its own, and the pieces below it."""

    heading: Piece | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_area(self) -> bool:
        return self.heading is not None and self.heading.role == Role.AREA

    @property
    def has_goals(self) -> bool:
        return any(piece.role == Role.GOAL for piece in self.pieces)


def document_of(
    pieces: list[Piece], period: Period | None, named_references: tuple[str, ...] | None = None
) -> Document:
    """With `faults` where it is no whole decision."""
    kept = list(made_whole(piece for piece in pieces if piece.role != Role.NOTHING))
    prose = Prose(Block("footnote", note.line, [note.as_note]) for note in kept if is_note(note))
    title = prose.heading(" ".join(piece.text for piece in title_of(kept)))
    if not title:
        prose.faults.append(NO_TITLE)
    parts = list(parts_of(kept))
    sections = tuple(read_part(part, title, prose) for part in parts)
    areas = tuple(with_goals_once(focus_areas(parts, sections), prose))
    prose.report_unplaced()
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs]
    footnotes = tuple(prose.footnotes.values())
    return Document(
        title=title,
        period=period,
        responsible=prose.heading(" ".join(piece.text for piece in kept if piece.role == Role.RESPONSIBLE)),
        sections=sections,
        focus_areas=areas,
        footnotes=footnotes,
        distribution=tuple(paragraph.plain for paragraph in paragraphs if paragraph.kind == "distribution"),
        mandate=find_mandate(paragraphs),
        references=references(paragraphs, footnotes) if named_references is None else named_references,
        warnings=tuple(prose.warnings),
        faults=tuple(prose.faults),
    )


def made_whole(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """With what continues a piece in it."""
    whole: Piece | None = None
    for piece in pieces:
        if whole and piece.role == Role.CONTINUATION:
            whole = replace(whole, text=joined([whole.text, piece.text]))
            continue
        if whole:
            yield whole
        whole = piece
    if whole:
        yield whole


def is_note(piece: Piece) -> bool:
    return piece.role == Role.FOOTNOTE and FOOTNOTE.match(piece.as_note) is not None


def title_of(kept: Iterable[Piece]) -> Iterator[Piece]:
    """The first that is one, with those right after it."""
    begun = False
    for piece in kept:
        if piece.role == Role.TITLE:
            begun = True
            yield piece
        elif begun:
            return


def parts_of(kept: Iterable[Piece]) -> Iterator[Part]:
    """One for each heading. What stands below the title makes one where it is anything."""
    part = Part(None)
    for piece in kept:
        if piece.role in SECTION_TITLE:
            if part.pieces or (part.heading and part.heading.role in HEADINGS):
                yield part
            part = Part(piece)
        elif piece.role != Role.RESPONSIBLE and not is_note(piece):
            part.pieces.append(piece)
    if part.pieces or (part.heading and part.heading.role in HEADINGS):
        yield part


def read_part(part: Part, title: str, prose: Prose) -> Section:
    own = part.heading if part.heading and part.heading.role in HEADINGS else None
    paragraphs = tuple(read_piece(piece, prose) for piece in part.pieces)
    line = part.heading.line if part.heading else part.pieces[0].line
    level = part.heading.level if part.heading else 1
    return Section(prose.heading(own.text) if own else title, level, line, paragraphs)


def read_piece(piece: Piece, prose: Prose) -> Paragraph:
    kinds = {Role.GOAL: "goal", Role.LIST_ITEM: "list_item", Role.PREAMBLE: "preamble"}
    kind = {**kinds, Role.DISTRIBUTION: "distribution"}.get(Role(piece.role), "paragraph")
    return prose.paragraph(Block("text", piece.line, [piece.text]), kind)  # type: ignore[arg-type] # one of its kinds


def focus_areas(parts: list[Part], sections: tuple[Section, ...]) -> Iterator[FocusArea]:
    """Each with the goals below its heading until the next. Goals before any have one without code and title."""
    order = 0
    before = takes_until_area(parts, 0)
    if any(parts[index].has_goals for index in before):
        own = next(index for index in before if parts[index].has_goals)
        yield read_area("", "", own, before, parts, sections)
    for index, part in enumerate(parts):
        if part.is_area:
            order += 1
            code, title = named(sections[index].title, order)
            within = [index, *takes_until_area(parts, index + 1)]
            yield read_area(code, title, index, within, parts, sections)


def takes_until_area(parts: list[Part], start: int) -> list[int]:
    end = next((index for index in range(start, len(parts)) if parts[index].is_area), len(parts))
    return list(range(start, end))


def read_area(
    code: str, title: str, own: int, within: list[int], parts: list[Part], sections: tuple[Section, ...]
) -> FocusArea:
    goals: list[Goal] = []
    with_goals = [index for index in within if parts[index].has_goals]
    for index in with_goals:
        alone = index == own if title or code else len(with_goals) == 1
        sub_area = "" if alone else sections[index].title.rstrip(" :")
        for place, piece in enumerate(parts[index].pieces):
            if piece.role == Role.GOAL:
                paragraph = sections[index].paragraphs[place]
                printed = number_of(piece, paragraph)
                taken = {goal.code for goal in goals}
                number = len(goals) + 1
                name = goal_code(code, printed.code if printed else "", number, taken)
                text = (printed.title if printed else paragraph.plain) or paragraph.plain
                goals.append(Goal(name, number, text, paragraph.line, index, place, sub_area))
    return FocusArea(code, title, sections[own].line, own, rationale(sections[own]), tuple(goals))


def number_of(piece: Piece, paragraph: Paragraph) -> Numbering | None:
    if piece.numbered is None:
        return number_of_item(paragraph.plain)
    return numbering(paragraph.plain) if piece.numbered else None


def rationale(section: Section) -> tuple[int, ...]:
    """What stands before the line that leads in the goals, or before the first of them."""
    goals = [place for place, paragraph in enumerate(section.paragraphs) if paragraph.kind == "goal"]
    if not goals:
        return tuple(range(len(section.paragraphs)))
    lead_ins = [place for place in range(goals[0]) if leads_in_goals(section.paragraphs[place].text)]
    return tuple(range(lead_ins[-1] if lead_ins else goals[0]))
