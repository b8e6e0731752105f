"""The text as blocks: runs of lines between blank ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from strategy.decision.parsing.lines import Line, joined
from strategy.decision.parsing.pages import is_cited, may_be_head

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FOOTNOTE = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})(?![{SUPERSCRIPTS}])\s*(?=\S)")
UNIT = r"(?<!\bm)(?<!\b[kcd]m)"  # m² and km² are areas, not footnotes
BULLETS = "•●○◦▪▫■□‣⁃∙·⦁◆◇❖➢➤►▶✓✔\uf000-\uf0ff"  # those of word processors' own fonts too
DASHES = "–—―−‐‑‒"
LIST_ITEM = re.compile(rf"[{BULLETS}]\s*|(?:[-*]|[{DASHES}](?=\s+[A-ZÅÄÖ])|o(?=\t))\s+(?=\S)")
ITEM_IN_A_LIST = re.compile(rf"(?:[o+](?=\s)|[-{DASHES}](?=\s|[^\W\d_]))\s*(?=\S)")  # elsewhere a dash is a dash
LONE_DASH = re.compile(rf"[{DASHES}]\s(?!.*\s[{DASHES}]).*")
LEAD_IN = re.compile(rf"\bverka för att\s*:[{SUPERSCRIPTS}]*$", re.IGNORECASE)
ENUMERATED = re.compile(r"(?P<code>\d{1,2}|[a-z]|[ivxl]{1,7})\)\s+(?P<title>\S.*)", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\d{1,3}(\s*\(\d{1,3}\))?")
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
CLOSERS = '*"”’»)]'
OPENERS = '*"”’»([–—- '
LONGEST_TITLE = 200  # characters
CONJUNCTIONS = "och|eller|samt|som|men"
OPEN_WORDS = (
    f"{CONJUNCTIONS}|att|av|bland|ca|cirka|den|drygt|en|enligt|ett|från|för|genom|hos|i|inom|med|mellan|minst|mot|om|"
    "omkring|på|senast|till|ur|via|vid|än|över"
)
UNFINISHED = re.compile(rf"\b(?:{OPEN_WORDS})$|\w[-\u2010\u00ad]$", re.IGNORECASE)


@dataclass
class Block:
    """A stray is a line that is no part of the text around it, and nothing else that is known.

    `wrapped` says that the source breaks the block over lines without a blank line between, `page` that a page ended
    before it, `page_head` that it may be the head of one. `doubts` are the lines that may have been items of their own.
    """

    kind: Literal["text", "item", "footnote", "stray"]
    line: int
    lines: list[str]
    wrapped: bool = False
    page: bool = False
    page_head: bool = False
    doubts: list[int] = field(default_factory=list)

    def go_on(self, *lines: str, wrapped: bool = True) -> None:
        self.lines += lines
        self.wrapped = self.wrapped or wrapped
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
        if self.kind != "text" or len(self.lines) > LONGEST_TITLE or len(self.text) > LONGEST_TITLE:
            return False
        bold = self.text.startswith("**") and self.text.endswith("**")
        if not self.enumerated and (self.goes_on or (self.wrapped and not bold)):
            return False
        return not ends_in(self.lines[-1], ".:;,!?…") and not SENTENCE_BREAK.search(self.text)

    @property
    def is_heading(self) -> bool:
        return self.is_title and not self.enumerated

    @property
    def leads_in_goals(self) -> bool:
        return bool(LEAD_IN.search(self.text.replace("*", "")))

    @property
    def goes_on(self) -> bool:
        """Begins in lower case, as only the middle of a Swedish sentence does."""
        return self.lines[0].lstrip(OPENERS)[:1].islower()

    @property
    def is_rest_of_sentence(self) -> bool:
        return self.kind == "text" and self.goes_on and not self.enumerated

    @property
    def breaks_off(self) -> bool:
        """Stops in the middle of a sentence, being too long for a heading or a bare list item."""
        if self.kind == "footnote" or self.ended:
            return False
        return len(self.lines) > 3 or len(self.text) > LONGEST_TITLE or bool(SENTENCE_BREAK.search(self.text))

    @property
    def unfinished(self) -> bool:
        """Stops at a word that no sentence ends with, or in the middle of one."""
        return bool(UNFINISHED.search(self.lines[-1])) and not self.is_title

    @property
    def ended(self) -> bool:
        return ends_in(self.lines[-1], ".:!?…")


def ends_in(line: str, characters: str) -> bool:
    return line.rstrip(CLOSERS).endswith(tuple(characters))


def scan(lines: Iterable[Line]) -> list[Block]:
    """Every block of the source in order but page numbers and rules, torn where the source tears it."""
    blocks: list[Block] = []
    running: Block | None = None
    sign = ""
    after_blank, page = True, False
    for line in lines:
        if not line.text:
            after_blank, page = True, page or line.page
            continue
        if FOOTNOTE.match(line.text):
            blocks.append(Block("footnote", line.number, [line.text], page=page))
        elif item := list_item(line.text, running, sign, after_blank):
            sign = line.text[0]
            running = Block("item", line.number, [line.text[item.end() :]], page=page)
            blocks.append(running)
        elif running and running.kind == "item" and not after_blank and is_stray(line.text, running):
            blocks.append(Block("stray", line.number, [line.text]))
        elif after_blank and not (running and running.kind == "item" and not running.text):
            running = Block("text", line.number, [line.text], page=page)
            sign = "" if running.enumerated else sign
            blocks.append(running)
        else:
            block = running if running and blocks[-1].kind == "stray" else blocks[-1]
            if block.kind == "item" and LONE_DASH.fullmatch(line.text):
                block.doubts.append(line.number)
            block.go_on(line.text)
        after_blank = page = False
    return [block for block in blocks if not is_ornament(block)]


def list_item(line: str, running: Block | None, sign: str, after_blank: bool) -> re.Match[str] | None:
    """What only some lists begin with is an ordinary dash or word where no list goes on: `sign` is the last item's."""
    if item := LIST_ITEM.match(line):
        return item
    if not (item := ITEM_IN_A_LIST.match(line)) or running is None:
        return None
    alike = line[0] in (sign, "o") or (line[0] in DASHES and sign and sign in f"-{DASHES}")
    in_list = running.kind == "item" and (after_blank or alike)
    after_torn_item = line[0] == sign and (after_blank or running.goes_on) and not running.breaks_off
    between_dashes = not after_blank and running.unfinished and re.search(rf"\s[{DASHES}]", line)
    if between_dashes or not (in_list or after_torn_item or ends_in(running.lines[-1], ":")):
        return None
    return item


def is_stray(line: str, item: Block) -> bool:
    """A ministry, a date or a number with a line of its own, in no need of one, in the middle of a goal."""
    return may_be_head(line) and not item.unfinished and not is_cited(line, item.lines[-1])


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
