"""The cover of a decision, and where its annex begins and its distribution list stands."""

import re
from dataclasses import dataclass
from itertools import takewhile

from strategy.decision.parsing.blocks import OPEN_WORDS, Block, scan, split_at_bold
from strategy.decision.parsing.lines import read_lines, words
from strategy.decision.parsing.mending import mend
from strategy.decision.parsing.notes import with_superscripts
from strategy.decision.parsing.pages import Pages, may_be_head
from strategy.decision.parsing.period import YEARS

OF_THE_GENRE = re.compile(r"\b\w*strategi\b", re.IGNORECASE)
BREAKS_OFF = re.compile(rf"\b(?:{OPEN_WORDS}|Sveriges)$", re.IGNORECASE)
RECIPIENTS = re.compile(r"(?:.*\btill:?|sändlista|kopia|sänds)$", re.IGNORECASE)
LONGEST_TITLE = 300  # characters
FIRST_BLOCKS = 40  # among which a title is looked for that does not stand first


@dataclass
class Cover:
    """`headings` are the cover's other lines; `rest` is the text from the first paragraph on."""

    responsible: str
    title: str
    headings: list[Block]
    rest: list[Block]


def read_text(text: str) -> Cover:
    """The text is scanned twice: its first reading gives the title that its pages may repeat."""
    lines = read_lines(text)
    cover = read_cover(scan(lines))
    start = cover.rest[0].line if cover.rest else len(lines)
    goals = next((block.line for block in cover.rest if block.leads_in_goals), len(lines))
    pages = Pages(cover.title, start, goals)
    cover = read_cover(scan(with_superscripts(pages.without_heads(lines))))
    for block in cover.rest:
        block.page_head = (
            block.kind == "text" and not block.markup and not block.numbered and pages.may_be_head(block.text)
        )
    return cover


def read_cover(blocks: list[Block]) -> Cover:
    """The title is the first line that names a strategy and its years, else either; else the one after a ministry.

    One that breaks off goes on in the next line, and so does one whose years stand below it.
    """
    parts = split_at_bold(blocks[0]) if blocks and not blocks[0].markup else []
    if parts and all(part.is_title for part in parts):
        blocks = parts + blocks[1:]
    lines = list(takewhile(is_cover_line, blocks))
    if not lines:
        return read_late_title(blocks)
    index = title_among(lines)
    title, after = lines[index].text, index + 1
    if after < len(lines) and (BREAKS_OFF.search(title) or YEARS.fullmatch(lines[after].text)):
        title, after = f"{title} {lines[after].text}", after + 1
    before = lines[:index]
    ministries = [line for line in before if "departement" in line.text.casefold()]
    responsible = next(iter([*ministries, *before]), None)
    others = [line for line in before if line is not responsible and not may_be_head(line.text)]
    for line in others:
        line.kind, line.is_torn_out = "stray", False
    return Cover(responsible.text if responsible else "", title, [*others, *lines[after:]], blocks[len(lines) :])


def is_cover_line(block: Block) -> bool:
    return (block.is_title or is_wrapped_title(block)) and not block.numbered


def is_wrapped_title(block: Block) -> bool:
    """A title over several lines, which no other heading is."""
    if block.kind != "text" or len(block.text) > LONGEST_TITLE or block.ended:
        return False
    return bool(OF_THE_GENRE.search(block.text)) and block.text[0].isupper() and not block.leads_in_goals


def title_among(lines: list[Block]) -> int:
    dated = [index for index, line in enumerate(lines) if YEARS.search(line.text)]
    named = [index for index, line in enumerate(lines) if OF_THE_GENRE.search(line.text)]
    both = [index for index in dated if index in named]
    after_ministry = len(lines) > 1 and "departement" in lines[0].text.casefold()
    return next(iter([*both, *named, *dated]), 1 if after_ministry else 0)


def read_late_title(blocks: list[Block]) -> Cover:
    """A title that other text stands before, as on a page of the web; empty where there is none."""
    for index, block in enumerate(blocks[:FIRST_BLOCKS]):
        if is_cover_line(block) and OF_THE_GENRE.search(block.text):
            return Cover("", block.text, blocks[:index], blocks[index + 1 :])
    return Cover("", "", [], blocks)


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


def distribution_begins(blocks: list[Block], *, is_named: bool) -> int | None:
    """Where the distribution list's heading stands: it ends the part with its rows, none of them a sentence."""
    run = list(takewhile(is_row, reversed(blocks)))[::-1]
    if len(run) < 2:
        return None
    heads = [index for index, block in enumerate(run[:-1]) if RECIPIENTS.fullmatch(block.text)]
    if is_named and not heads:
        return None
    return len(blocks) - len(run) + max(heads, default=0)


def is_row(block: Block) -> bool:
    return block.is_title and not block.numbered and not block.markup
