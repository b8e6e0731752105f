"""The text as blocks: runs of lines between blank ones."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from strategy.decision.parsing.headings import (
    SUPERSCRIPTS,
    Numbering,
    leads_in_goals,
    may_lead_in_goals,
    numbering,
)
from strategy.decision.parsing.lines import Line, joined
from strategy.decision.parsing.pages import is_cited, may_be_head

FOOTNOTE = re.compile(rf"([{SUPERSCRIPTS}]{{1,3}})(?![{SUPERSCRIPTS}])\s*(?=\S)")
UNIT = r"(?<!\bm)(?<!\b[kcd]m)"  # m² and km² are areas, not footnotes
BULLETS = "→⇒➔•●○◦▪▫■□‣⁃∙·⦁◆◇❖➢➤►▶✓✔\uf000-\uf0ff"  # those of word processors' own fonts too
DASHES = "–—―−‐‑‒"
LIST_ITEM = re.compile(rf"[{BULLETS}]\s*|[»›]\s+(?=\S)|(?:[-*]|[{DASHES}](?=\s+[A-ZÅÄÖ])|o(?=\t))\s+(?=\S)")
ITEM_IN_A_LIST = re.compile(rf"(?:[o+](?=\s)|[-{DASHES}](?=\s|[^\W\d_]))\s*(?=\S)")  # elsewhere a dash is a dash
LONE_DASH = re.compile(rf"[{DASHES}]\s(?!.*\s[{DASHES}]).*")
MARKDOWN = re.compile(r"(?P<level>#{1,6})\s+(?P<title>\S.*?)\s*#*")
UNDERLINE = re.compile(r"={3,}|-{3,}")
ENDS_IN_YEARS = re.compile(r"\bstrategi\b.*\d{4}\s*[–—-]\s*\d{4}$", re.IGNORECASE)
BOLD_LINE = re.compile(r"(?P<bold>\*\*|__)(?P<title>[^*_]+)(?P=bold)(?P<colon>:?)")
PAGE_NUMBER = re.compile(r"\d{1,3}(\s*\(\d{1,3}\))?")
SENTENCE_BREAK = re.compile(r"(?<!\d)[.!?]\s+[A-ZÅÄÖ]")
CLOSERS = '*"”’»)]'
OPENERS = '*"”’»([–—- '
LONGEST_TITLE = 200  # characters
LONGEST_HEADING = 300  # of one that markup tells
NARROW = 0.75  # of the width that lines are broken at: a line below it ended by itself
WIDEST = 160  # characters; in a text of longer lines each line is a paragraph
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
    `markup` is the level of a Markdown heading, or 7 for a line in bold; `printed` is what an item is numbered with;
    `is_torn_out` tells a stray in the text from one before the title.
    """

    kind: Literal["text", "item", "footnote", "stray"]
    line: int
    lines: list[str]
    wrapped: bool = False
    page: bool = False
    page_head: bool = False
    doubts: list[int] = field(default_factory=list)
    markup: int = 0
    printed: Numbering | None = None
    is_torn_out: bool = True

    def go_on(self, *lines: str, wrapped: bool = True) -> None:
        self.lines += lines
        self.wrapped = self.wrapped or wrapped
        self.__dict__.pop("text", None)

    @cached_property
    def text(self) -> str:
        return joined(self.lines)

    @property
    def numbered(self) -> Numbering | None:
        """What the block opens with, such as "3.1 " or "Område 2: "."""
        return numbering(self.text) if self.kind == "text" and len(self.text) <= LONGEST_TITLE else None

    @property
    def enumerated(self) -> bool:
        """Whether the block opens with "i) ", "b) ", "3) " or "Område 2", as focus areas do."""
        found = self.numbered
        return bool(found and found.names_area)

    @property
    def is_title(self) -> bool:
        """Reads as a heading or a row of a list of names: a short line that is no sentence."""
        if self.kind != "text" or len(self.lines) > LONGEST_TITLE or self.leads_in_goals:
            return False
        if self.markup and self.markup <= 6:
            return len(self.text) <= LONGEST_HEADING
        if len(self.text) > LONGEST_TITLE:
            return False
        bold = self.text.startswith("**") and self.text.endswith("**")
        if not self.enumerated and (self.goes_on or (self.wrapped and not bold)):
            return False
        return not ends_in(self.lines[-1], ".:;,!?…") and not SENTENCE_BREAK.search(self.text_without_number)

    @property
    def text_without_number(self) -> str:
        found = self.numbered
        return found.title if found else self.text

    @property
    def is_heading(self) -> bool:
        return self.is_title and not self.enumerated

    @property
    def leads_in_goals(self) -> bool:
        return self.kind in ("text", "item") and leads_in_goals(self.text)

    @property
    def may_lead_in_goals(self) -> bool:
        return self.kind == "text" and may_lead_in_goals(self.text)

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
        too_long = len(self.lines) > 3 or len(self.text) > LONGEST_TITLE
        return too_long or bool(SENTENCE_BREAK.search(self.text_without_number))

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
    lines = list(lines)
    width = usual_width(lines)
    for line in lines:
        if not line.text:
            after_blank, page = True, page or line.page
            continue
        if running and blocks[-1] is running and not after_blank:
            after_blank = ends_by_itself(running.lines[-1], line.text, width)
        if markup := heading_of(line, page=page):
            running, sign, after_blank, page = markup, "", True, False
            blocks.append(markup)
            continue
        if not after_blank and running and is_underlined(running, line.text):
            running.markup = 1 if line.text[0] == "=" else 2
            after_blank = True
            continue
        if FOOTNOTE.match(line.text):
            blocks.append(Block("footnote", line.number, [line.text], page=page))
        elif item := list_item(line.text, running, sign, after_blank):
            sign = line.text[0]
            running = Block("item", line.number, [line.text[item.end() :]], page=page)
            blocks.append(running)
        elif running and running.kind == "item" and not after_blank and is_stray(line.text, running):
            blocks.append(Block("stray", line.number, [line.text]))
        elif (after_blank or begins_numbered(line.text, running)) and not is_sign_alone(running):
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


def is_sign_alone(running: Block | None) -> bool:
    """Whether an item's words are still to come."""
    return running is not None and running.kind == "item" and not running.text


def heading_of(line: Line, *, page: bool) -> Block | None:
    """A line that is a heading by its markup alone."""
    if match := MARKDOWN.fullmatch(line.text):
        return Block("text", line.number, [match["title"]], page=page, markup=len(match["level"]))
    if (match := BOLD_LINE.fullmatch(line.text)) and len(line.text) <= LONGEST_TITLE:
        return Block("text", line.number, [f"**{match['title'].strip()}**{match['colon']}"], page=page, markup=7)
    return None


def is_underlined(block: Block, line: str) -> bool:
    return block.kind == "text" and len(block.lines) == 1 and bool(UNDERLINE.fullmatch(line))


def usual_width(lines: Sequence[Line]) -> int:
    """What lines are broken at: nine of ten are shorter."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def ends_by_itself(line: str, following: str, width: int) -> bool:
    """Whether a line stands for a paragraph or a heading although no blank line is below it."""
    if UNFINISHED.search(line) or ends_in(line, ",;") or may_be_head(following):
        return False
    if not re.match(r"[\W\d]*[A-ZÅÄÖ]", following):
        return False
    if ends_in(line, ":") or is_numbered_title(line) or ENDS_IN_YEARS.search(line):
        return True
    return width > WIDEST or len(line) < NARROW * width


def begins_numbered(line: str, running: Block | None) -> bool:
    """Whether a line is a numbered one of its own, right below the one before it or what leads the list in."""
    if running and not running.unfinished and is_numbered_title(line):
        return True
    found = numbering(line) if running else None
    if not found or running is None:
        return False
    is_area = found.names_area and found.title.lstrip("*")[:1].isupper() and not ends_in(line, ".,;")
    if is_area and (running.kind == "item" or running.ended):
        return True
    before = numbering(running.lines[0])
    return ends_in(running.lines[-1], ":") or bool(before and found.follows(before))


def is_numbered_title(line: str) -> bool:
    """A line such as "2. Mål" or "3.1 Kunskap", which is no part of the sentence before it."""
    found = numbering(line)
    if not found or len(line) > LONGEST_TITLE or not found.title[:1].isupper() or ends_in(line, ".,;:!?…"):
        return False
    return bool(found.label) or (found.code[0].isdigit() and (found.closer == "." or len(found.parts) > 1))


def list_item(line: str, running: Block | None, sign: str, after_blank: bool) -> re.Match[str] | None:
    """What only some lists begin with is an ordinary dash or word where no list goes on: `sign` is the last item's."""
    open_dash = running is not None and not after_blank and line[0] in DASHES and opens_dash(running.text)
    if (item := LIST_ITEM.match(line)) and not (open_dash and line[0] != sign):
        return item
    if not (item := ITEM_IN_A_LIST.match(line)) or running is None:
        return None
    alike = line[0] in (sign, "o") or (line[0] in DASHES and sign and sign in f"-{DASHES}")
    in_list = running.kind == "item" and (after_blank or alike)
    after_torn_item = line[0] == sign and (after_blank or running.goes_on) and not running.breaks_off
    between_dashes = not after_blank and running.unfinished and re.search(rf"\s[{DASHES}]", line)
    below = ends_in(running.lines[-1], ":") or is_right_below_heading(line, running, after_blank=after_blank)
    if between_dashes or open_dash or not (in_list or after_torn_item or below):
        return None
    return item


def opens_dash(text: str) -> bool:
    return len(re.findall(rf"\s[{DASHES}](?=[\s.,;:)]|$)", text)) % 2 == 1


def is_right_below_heading(line: str, running: Block, *, after_blank: bool) -> bool:
    if not running.is_title or len(running.lines) > 1:
        return False
    return after_blank or is_numbered_title(running.text) or bool(LONE_DASH.fullmatch(line))


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
