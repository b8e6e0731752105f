"""From mended blocks to a document.

A decision may have a cover (ministry, title), the decision itself with its distribution list, and an annex that repeats
the title and holds the strategy. Goals are the items after a line that leads them in, such as "ska verka för att:" or
"förväntas bidra till:", in its own section or in those that follow; the headings they stand under are focus areas.
"""

import re
from collections.abc import Iterable, Iterator

from strategy.decision.parsing.areas import (
    chains,
    demote_unsure,
    focus_areas,
    lists_as_goals,
    place_goals,
    set_levels,
    unplaced,
)
from strategy.decision.parsing.blocks import Block
from strategy.decision.parsing.cover import read_text, split_at_annex
from strategy.decision.parsing.document import Document, MandateArea, Paragraph, ParsingError, Section
from strategy.decision.parsing.outline import Draft, draft_sections, goals_without_signs
from strategy.decision.parsing.period import find_period
from strategy.decision.parsing.prose import Prose
from strategy.decision.parsing.references import references

NO_TITLE = "Texten börjar inte med någon titel."
MANDATE_NUMBER = re.compile(r"\((\d{1,2})\)\s+")
SENTENCE_END = re.compile(r"\.(?=\s+[A-ZÅÄÖ]|\s*$)")
ITEM_END = re.compile(r"[;,]?(\s+(samt|och))?\s*$")


def parse(text: str) -> Document:
    """Raises ParsingError for a text that is empty, binary, without a title or without goals."""
    document = read(text)
    if document.faults:
        raise ParsingError(document.faults[0])
    return document


def read(text: str) -> Document:
    """A text that is no whole decision too, whose `faults` say why. Raises ParsingError for one empty or binary."""
    cover = read_text(text)
    decision, annex = split_at_annex(cover)
    notes = [block for block in decision + annex if block.kind == "footnote"]
    drafts = goals_without_signs(draft_sections(cover, running(decision), running(annex)))
    demote_unsure(drafts)
    lists_as_goals(drafts)
    found = chains(drafts)
    placed = place_goals(drafts, found)
    strategys_own = [draft for draft in drafts if draft.kind == "paragraph"]
    set_levels(strategys_own, chains(strategys_own), list(filter(None, placed.values())))
    prose = Prose(notes)
    sections = tuple(read_section(draft, prose) for draft in drafts)
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs]
    title = prose.heading(cover.title)
    areas = tuple(focus_areas(drafts, sections, placed, prose))
    period, contradiction = find_period(title, paragraphs)
    prose.report_unplaced()
    if period is None:
        prose.warnings.append("Strategins period framgår inte av titeln.")
    prose.warnings += filter(None, [contradiction])
    if not cover.title:
        prose.faults.insert(0, NO_TITLE)
    footnotes = tuple(prose.footnotes.values())
    return Document(
        title=title,
        period=period,
        responsible=prose.heading(cover.responsible),
        sections=sections,
        focus_areas=areas,
        footnotes=footnotes,
        distribution=tuple(paragraph.plain for paragraph in paragraphs if paragraph.kind == "distribution"),
        mandate=find_mandate(paragraphs),
        references=references(paragraphs, footnotes),
        warnings=tuple(prose.warnings),
        faults=tuple(prose.faults),
    )


def running(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.kind != "footnote"]


def read_section(draft: Draft, prose: Prose) -> Section:
    paragraphs = tuple(prose.paragraph(block, kind) for kind, block in draft.blocks)
    prose.warnings += [f"Rad {line}: {fault}" for line, fault in [*unplaced(draft), *draft.doubts]]
    return Section(prose.heading(draft.title), draft.level, draft.line, paragraphs)


def find_mandate(paragraphs: Iterable[Paragraph]) -> tuple[MandateArea, ...]:
    """The first enumeration "(1) …; (2) …" within a paragraph."""
    return next(filter(None, (tuple(enumerated_parts(paragraph.plain)) for paragraph in paragraphs)), ())


def enumerated_parts(text: str) -> Iterator[MandateArea]:
    _, *pieces = MANDATE_NUMBER.split(text)
    numbers = [int(number) for number in pieces[::2]]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return
    for number, part in zip(numbers, pieces[1::2], strict=True):
        yield MandateArea(number, ITEM_END.sub("", SENTENCE_END.split(part)[0]))
