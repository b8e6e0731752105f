"""From mended blocks to a document.

A decision has a cover (ministry, title), the decision itself with its distribution list, and an annex that
repeats the title and holds the strategy. Focus areas are headings that open with "i) ", "ii) " …; goals are
the list items after a line that ends "verka för att:".
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from textwrap import shorten

from strategy.decision.parsing.blocks import Block, ends_in, scan, split_at_bold
from strategy.decision.parsing.document import (
    Document,
    FocusArea,
    Goal,
    MandateArea,
    Paragraph,
    ParagraphKind,
    ParsingError,
    Period,
    Section,
)
from strategy.decision.parsing.lines import read_lines, words
from strategy.decision.parsing.mending import followers, mend
from strategy.decision.parsing.notes import with_superscripts
from strategy.decision.parsing.pages import Pages, may_be_head
from strategy.decision.parsing.prose import Prose
from strategy.decision.parsing.references import references

YEARS = re.compile(r"\b(\d{4})\s*[–—-]\s*(\d{4})\b")
PERIOD_IN_TEXT = re.compile(rf"\bperioden\s+{YEARS.pattern}", re.IGNORECASE)
MANDATE_NUMBER = re.compile(r"\((\d{1,2})\)\s+")
SENTENCE_END = re.compile(r"\.(?=\s+[A-ZÅÄÖ]|\s*$)")
ITEM_END = re.compile(r"[;,]?(\s+(samt|och))?\s*$")


@dataclass
class Cover:
    """`headings` are the cover's lines after the title; `rest` is the text from the first paragraph on."""

    responsible: str
    title: str
    headings: list[Block]
    rest: list[Block]


@dataclass
class Draft:
    """A section whose blocks are not yet read. `code` is that of a focus area, else empty.

    A focus area expects goals from the line that leads them in until one that leads in something else.
    """

    title: str
    line: int
    kind: ParagraphKind
    code: str = ""
    level: int = 1
    blocks: list[tuple[ParagraphKind, Block]] = field(default_factory=list)
    expects_goals: bool = False

    def add(self, block: Block) -> None:
        kind: ParagraphKind = self.kind
        if block.kind == "item":
            kind = "goal" if self.expects_goals else "list_item"
        elif block.leads_in_goals:
            self.expects_goals = bool(self.code)
        elif ends_in(block.text, ":"):
            self.expects_goals = False
        self.blocks.append((kind, block))

    @property
    def has_goals(self) -> bool:
        return any(kind == "goal" for kind, _ in self.blocks)


def parse(text: str) -> Document:
    """Raises ParsingError for a text that is empty, binary, without a title or without goals."""
    cover = read_text(text)
    decision, annex = split_at_annex(cover)
    notes = [block for block in decision + annex if block.kind == "footnote"]
    drafts = draft_sections(cover, running(decision), running(annex))
    prose = Prose(notes)
    sections = tuple(read_section(draft, prose) for draft in drafts)
    paragraphs = [paragraph for section in sections for paragraph in section.paragraphs]
    title = prose.heading(cover.title)
    areas = tuple(focus_areas(drafts, sections, prose))
    period = find_period(title, paragraphs)
    prose.report_unplaced()
    if period is None:
        prose.warnings.append("Strategins period framgår inte av titeln.")
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
    )


def read_text(text: str) -> Cover:
    """The text is scanned twice: its first reading gives the title that its pages may repeat."""
    lines = read_lines(text)
    cover = read_cover(scan(lines))
    start = cover.rest[0].line if cover.rest else len(lines)
    goals = next((block.line for block in cover.rest if block.leads_in_goals), len(lines))
    pages = Pages(cover.title, start, goals)
    cover = read_cover(scan(with_superscripts(pages.without_heads(lines))))
    for block in cover.rest:
        block.page_head = block.kind == "text" and not block.enumerated and pages.may_be_head(block.text)
    return cover


def read_cover(blocks: list[Block]) -> Cover:
    """The title is the first line with a period; without one, the line after a ministry or else the first."""
    parts = split_at_bold(blocks[0]) if blocks else []
    if parts and all(part.is_title for part in parts):
        blocks = parts + blocks[1:]
    lines = list(takewhile(lambda block: block.is_title and not block.enumerated, blocks))
    if not lines:
        raise ParsingError("Texten börjar inte med någon titel.")
    after_ministry = len(lines) > 1 and "departement" in lines[0].text.casefold()
    dated = (index for index, line in enumerate(lines) if YEARS.search(line.text))
    index = next(dated, 1 if after_ministry else 0)
    responsible = lines[0].text if index else ""
    return Cover(responsible, lines[index].text, lines[index + 1 :], blocks[len(lines) :])


def split_at_annex(cover: Cover) -> tuple[list[Block], list[Block]]:
    """The decision and the annex, each mended; a text whose title is not repeated is all annex."""
    repeats = [same_words(block.text, cover.title) for block in cover.rest]
    starts = [index for index, after in enumerate(cover.rest[1:]) if repeats[index] and not after.is_rest_of_sentence]
    start = starts[0] if starts else 0
    decision = cover.rest[:start]
    if decision and same_words(decision[-1].text, cover.responsible):
        decision.pop()
    annex = [block for block, is_title in zip(cover.rest[start:], repeats[start:], strict=True) if not is_title]
    if not starts:
        return [], mend(cover.headings + annex)
    return mend(cover.headings + decision), mend(annex)


def same_words(one: str, other: str) -> bool:
    return words(one) == words(other)


def running(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block.kind != "footnote"]


def draft_sections(cover: Cover, decision: list[Block], annex: list[Block]) -> list[Draft]:
    """In the order of the text, with their levels."""
    if not decision:
        annex, recipients = split_distribution(annex)
        return [*set_levels(gather(annex, cover, "paragraph")), *recipients]
    decision, recipients = split_distribution(decision)
    first, *others = [*gather(decision, cover, "preamble"), *recipients]
    for draft in others:
        draft.level = 2 if cover.headings else 1
    return [first, *others, *set_levels(gather(annex, cover, "paragraph"))]


def split_distribution(blocks: list[Block]) -> tuple[list[Block], list[Draft]]:
    """The distribution list is the heading and rows that the part ends with, none of them a sentence."""
    run = list(takewhile(lambda block: block.is_title and not block.enumerated, reversed(blocks)))[::-1]
    if len(run) < 2:
        return blocks, []
    head = max((index for index, block in enumerate(run[:-1]) if block.text.endswith(" till")), default=0)
    draft = Draft(
        run[head].text, run[head].line, "distribution", blocks=[("distribution", row) for row in run[head + 1 :]]
    )
    return blocks[: len(blocks) - len(run) + head], [draft]


def gather(blocks: list[Block], cover: Cover, kind: ParagraphKind) -> list[Draft]:
    """What comes before the first heading stands under the strategy's own title."""
    drafts: list[Draft] = []
    page_heads = Counter(block.text for block in blocks if block.page_head)
    for block, following in zip(blocks, followers(blocks), strict=True):
        if drafts and block.page_head and not may_be_heading(block, drafts[-1], page_heads):
            continue
        if block.is_heading and drafts and drafts[-1].expects_goals and following and following.kind == "item":
            block.kind = "stray"
        if block.is_title:
            marker = block.enumerated
            drafts.append(Draft(block.text, block.line, kind, marker["code"].lower() if marker else ""))
            continue
        if not drafts:
            drafts.append(Draft(cover.title, block.line, kind))
        drafts[-1].add(block)
    return drafts


def may_be_heading(block: Block, draft: Draft, page_heads: Counter[str]) -> bool:
    """A ministry that is named once, and in no focus area, may head what is said of it."""
    return not draft.code and page_heads[block.text] == 1 and may_be_head(block.text)


def set_levels(drafts: list[Draft]) -> list[Draft]:
    """Focus areas lie under the heading before them, and other headings under one without text of its own."""
    level = 1
    for draft, following in zip(drafts, [*drafts[1:], None], strict=False):
        if draft.code:
            draft.level, level = 2, 1
            continue
        if following and following.code:
            level = 1
        draft.level = level
        if not draft.blocks:
            level = 2
    return drafts


def read_section(draft: Draft, prose: Prose) -> Section:
    paragraphs = tuple(prose.paragraph(block, kind) for kind, block in draft.blocks)
    prose.warnings += [f"Rad {line}: {fault}" for line, fault in unplaced(draft)]
    return Section(prose.heading(draft.title), draft.level, draft.line, paragraphs)


def unplaced(draft: Draft) -> Iterator[tuple[int, str]]:
    """What may be a goal and is not read as one, or may be none and is read as one."""
    led_in = had_goals = False
    for kind, block in draft.blocks:
        if kind == "goal":
            had_goals = True
            if block.leads_in_goals:
                yield block.line, "målet rymmer en rad som slutar ”verka för att:”; en tom rad saknas före den."
            for line in block.doubts:
                yield line, "raden är läst som fortsättning på målet före, inte som ett eget mål."
        elif block.leads_in_goals:
            led_in = bool(draft.code)
            if not led_in:
                yield block.line, "målen här hör inte till något fokusområde."
        elif kind == "list_item" and had_goals:
            yield block.line, "punkten står efter målen och är inte läst som mål."
        elif led_in and draft.has_goals and not ends_in(block.text, ":"):
            yield block.line, f"”{opening(block)}” står bland målen utan streck eller punkt och är inte läst som mål."
        elif block.kind == "stray":
            yield block.line, f"”{opening(block)}” står mitt i en mening och är läst för sig."


def opening(block: Block) -> str:
    return shorten(block.text, 60, placeholder=" …")


def focus_areas(drafts: list[Draft], sections: tuple[Section, ...], prose: Prose) -> Iterable[FocusArea]:
    """In the order of the text. Raises ParsingError where two have goals under one code, or none has any."""
    areas: dict[str, FocusArea] = {}
    for index, (draft, section) in enumerate(zip(drafts, sections, strict=True)):
        if not draft.code:
            continue
        area = read_focus_area(draft, index, section)
        earlier = areas.setdefault(area.code, area)
        if earlier.goals and area.goals and earlier is not area:
            raise ParsingError(f"Fokusområde {area.code} förekommer två gånger, på rad {earlier.line} och {area.line}.")
        if area.goals:
            areas[area.code] = area
    if not any(area.goals for area in areas.values()):
        raise ParsingError("Inga mål hittades: inget fokusområde har punkter efter en rad som slutar ”verka för att:”.")
    prose.warnings += [
        f"Rad {area.line}: fokusområde {area.code} har inga mål." for area in areas.values() if not area.goals
    ]
    prose.warnings += [
        f"Rad {draft.line}: rubriken ”{draft.title}” står efter målen utan egen text och kan vara ett mål."
        for draft in bare_after_goals(drafts)
    ]
    return areas.values()


def bare_after_goals(drafts: list[Draft]) -> Iterator[Draft]:
    after_goals = False
    for draft in drafts:
        if after_goals and not draft.blocks and not draft.code:
            yield draft
        else:
            after_goals = draft.has_goals


def read_focus_area(draft: Draft, index: int, section: Section) -> FocusArea:
    places = [place for place, (kind, _) in enumerate(draft.blocks) if kind == "goal"]
    goals = tuple(
        Goal(f"{draft.code}.{number}", number, paragraph.plain, paragraph.line, index, place)
        for number, place in enumerate(places, 1)
        for paragraph in [section.paragraphs[place]]
    )
    lead_ins = [place for place in range(places[0]) if draft.blocks[place][1].leads_in_goals] if goals else []
    rationale = range(lead_ins[-1] if goals else len(section.paragraphs))
    title = section.title.partition(" ")[2] or section.title
    return FocusArea(draft.code, title, section.line, index, tuple(rationale), goals)


def find_period(title: str, paragraphs: Iterable[Paragraph]) -> Period | None:
    """From the title, else from the first "perioden 2020–2022" in the text."""
    found = YEARS.search(title) or next(filter(None, (PERIOD_IN_TEXT.search(p.plain) for p in paragraphs)), None)
    if found is None or int(found[1]) > int(found[2]):
        return None
    return Period(int(found[1]), int(found[2]))


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
