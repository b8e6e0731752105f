"""The text as blocks: runs of lines between blank ones, mended where a page break or a footnote tore them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from strategy.parsing.lines import Line, joined

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FOOTNOTE = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})(?![{SUPERSCRIPTS}])\s*(?=\S)")
LIST_ITEM = re.compile(r"(?:[-•*]|–(?=\s+[A-ZÅÄÖ]))\s+(?=\S)")  # a dash before lower case is a dash
ENUMERATED = re.compile(r"(?P<code>\d{1,2}|[a-z]|[ivxl]{1,7})\)\s+(?P<title>\S.*)", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\d{1,3}(\s*\(\d{1,3}\))?")
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
CLOSERS = '*"”’»)]'
OPENERS = '*"”’»([–—- '
LONGEST_TITLE = 200  # characters


@dataclass
class Block:
    """`wrapped`: the source breaks it over lines without a blank line between."""

    kind: Literal["text", "item", "footnote"]
    line: int
    lines: list[str]
    wrapped: bool = False

    def extend(self, other: "Block") -> None:
        self.lines += other.lines
        self.__dict__.pop("text", None)

    @cached_property
    def text(self) -> str:
        return joined(self.lines)

    @property
    def enumerated(self) -> re.Match[str] | None:
        """A match where the block opens with "i) ", "b) " or "3) "."""
        return ENUMERATED.fullmatch(self.text.replace("*", "")) if self.kind == "text" else None

    @property
    def is_title(self) -> bool:
        """Reads as a heading or a row of a list of names: a short line that is no sentence."""
        if self.kind != "text" or len(self.text) > LONGEST_TITLE:
            return False
        bold = self.text.startswith("**") and self.text.endswith("**")
        if not self.enumerated and (self.goes_on or (self.wrapped and not bold)):
            return False
        return not ends_in(self.lines[-1], ".:;,!?…") and not SENTENCE_BREAK.search(self.text)

    @property
    def goes_on(self) -> bool:
        """Begins in lower case, as only the middle of a Swedish sentence does."""
        return self.lines[0].lstrip(OPENERS)[:1].islower()

    @property
    def breaks_off(self) -> bool:
        """Stops in the middle of a sentence, being too long for a heading or a bare list item."""
        if self.kind == "footnote" or ends_in(self.lines[-1], ".:!?…"):
            return False
        return len(self.lines) > 3 or len(self.text) > LONGEST_TITLE or bool(SENTENCE_BREAK.search(self.text))


def ends_in(line: str, characters: str) -> bool:
    return line.rstrip(CLOSERS).endswith(tuple(characters))


def scan(lines: Iterable[Line]) -> list[Block]:
    """Every block of the source in order but page numbers and rules, torn where the source tears it."""
    blocks: list[Block] = []
    after_blank = True
    for number, line in ((line.number, line.text) for line in lines):
        if not line:
            after_blank = True
            continue
        if FOOTNOTE.match(line):
            blocks.append(Block("footnote", number, [line]))
        elif item := LIST_ITEM.match(line):
            blocks.append(Block("item", number, [line[item.end() :]]))
        elif after_blank:
            blocks.append(Block("text", number, [line]))
        else:
            blocks[-1].lines.append(line)
            blocks[-1].wrapped = True
        after_blank = False
    return [block for block in blocks if not is_ornament(block)]


def is_ornament(block: Block) -> bool:
    """A page number, or a line of dots, dashes or asterisks."""
    if block.kind == "text" and not block.wrapped and PAGE_NUMBER.fullmatch(block.lines[0]):
        return True
    return not re.search(r"\w", block.text)


def split_at_bold(block: Block) -> list[Block]:
    """The parts of "Departementet**Titel****Beslut**", each a block on its own line number."""
    line = block.line
    parts = []
    for piece in "\n".join(block.lines).split("**"):
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            parts.append(Block("text", line + piece[:lead].count("\n"), [joined(piece.split("\n"))]))
        line += piece.count("\n")
    return parts


def mend(blocks: Iterable[Block]) -> list[Block]:
    """Joins what a page break or a footnote in the middle of a sentence tore apart."""
    mended: list[Block] = []
    running: Block | None = None
    for block in blocks:
        if torn := torn_half(block, running, mended):
            torn.extend(block)
            continue
        mended.append(block)
        if block.kind != "footnote":
            running = block
    return mended


def torn_half(block: Block, running: Block | None, before: list[Block]) -> Block | None:
    """The block that this one goes on from: the running text, or a footnote that broke off just before."""
    if block.kind != "text" or block.enumerated or running is None:
        return None
    if not block.goes_on:
        return running if running.breaks_off and not block.is_title else None
    if before[-1].kind == "footnote" and ends_in(running.lines[-1], ".:!?…"):
        return before[-1]
    return None if ends_in(running.lines[-1], ":") else running
