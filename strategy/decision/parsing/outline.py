"""The text in sections, and in them what is led in as goals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from textwrap import shorten

from strategy.decision.parsing.blocks import Block, ends_in
from strategy.decision.parsing.cover import Cover, distribution_begins
from strategy.decision.parsing.document import ParagraphKind
from strategy.decision.parsing.headings import Numbering, closes_goals, is_of_goals, numbering
from strategy.decision.parsing.mending import followers
from strategy.decision.parsing.pages import may_be_head

LONGEST_WITH_COLON = 120  # characters of a heading that ends in a colon


@dataclass
class Draft:
    """A section whose blocks are not yet read.

    It expects goals from the line that leads them in until one that leads in something else. A lead-in without goals in
    its own section is `carried` to the sections that follow: `led_in_by` is the section that it stands in.
    """

    title: str
    line: int
    kind: ParagraphKind
    heading: Block | None = None
    numbered: Numbering | None = None
    level: int = 1
    blocks: list[tuple[ParagraphKind, Block]] = field(default_factory=list)
    expects_goals: bool = False
    lead_in: int | None = None
    led_in_by: "Draft | None" = None
    unsure: bool = False
    unsure_goals: list[Block] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    @property
    def names_area(self) -> bool:
        return bool(self.numbered and self.numbered.names_area)

    @property
    def markup(self) -> int:
        return self.heading.markup if self.heading else 0

    @property
    def has_goals(self) -> bool:
        return any(kind == "goal" for kind, _ in self.blocks)

    @property
    def carries(self) -> bool:
        """Whether what follows may hold the goals that are led in here or before."""
        if self.lead_in is not None and not self.unsure:
            return self.expects_goals and not self.has_goals
        return self.expects_goals and self.led_in_by is not None and (self.has_goals or not self.blocks)

    def add(self, block: Block, following: Block | None) -> None:
        kind: ParagraphKind = self.kind
        if block.kind == "item":
            names_goal = block.printed and block.printed.names_goal
            kind = "goal" if self.expects_goals or names_goal else "list_item"
            self.unsure_goals += [block] if self.unsure and kind == "goal" else []
        elif block.leads_in_goals:
            self.expects_goals, self.led_in_by, self.unsure = True, None, False
            self.lead_in = len(self.blocks)
        elif ends_in(block.text, ":"):
            led_in = following is not None and is_unnumbered_item(following)
            goes_on = self.expects_goals and self.has_goals and block.goes_on
            self.unsure = led_in and block.may_lead_in_goals and not (goes_on or is_of_goals(self.title))
            self.expects_goals = led_in and (block.may_lead_in_goals or goes_on)
            self.lead_in = len(self.blocks) if self.unsure and not self.has_goals else self.lead_in
        self.blocks.append((kind, block))


def is_unnumbered_item(block: Block) -> bool:
    """What is numbered like focus areas names those."""
    found = numbering(block.text)
    return block.kind == "item" and not (found and found.names_area)


def gather(blocks: list[Block], cover: Cover, kind: ParagraphKind) -> list[Draft]:
    """What comes before the first heading stands under the strategy's own title."""
    drafts: list[Draft] = []
    number_items(blocks)
    page_heads = Counter(block.text for block in blocks if block.page_head)
    for block, following in zip(blocks, followers(blocks), strict=True):
        last = drafts[-1] if drafts else None
        if last and block.page_head and not may_be_heading(block, last, page_heads):
            continue
        if last and is_stray(block, last, following):
            block.kind = "stray"
        if block.is_title or (last and is_heading_with_colon(block, last, following)):
            drafts.append(opened(block, last, kind, following))
            continue
        if not drafts:
            drafts.append(Draft(cover.title, block.line, kind))
        drafts[-1].add(block, following)
    return drafts


def may_be_heading(block: Block, draft: Draft, page_heads: Counter[str]) -> bool:
    """A ministry that is named once, and in no focus area, may head what is said of it."""
    return not draft.names_area and page_heads[block.text] == 1 and may_be_head(block.text)


def is_stray(block: Block, draft: Draft, following: Block | None) -> bool:
    """A line among the goals of one section that is neither a goal nor surely a heading."""
    if not (block.is_heading and draft.expects_goals and following and following.kind == "item") or block.markup:
        return False
    among = draft.has_goals and draft.led_in_by is None and not block.numbered
    return (draft.names_area or among) and not closes_goals(block.text)


def is_heading_with_colon(block: Block, draft: Draft, following: Block | None) -> bool:
    """Such as "Miljö och klimat:" above some of the goals that were led in before."""
    if block.kind != "text" or not ends_in(block.text, ":") or block.leads_in_goals or block.may_lead_in_goals:
        return False
    if len(block.text) > LONGEST_WITH_COLON or block.goes_on or not (following and following.kind == "item"):
        return False
    in_own_list = draft.has_goals and draft.led_in_by is None
    return draft.expects_goals and not draft.names_area and (not in_own_list or bool(block.markup or block.numbered))


def opened(block: Block, last: Draft | None, kind: ParagraphKind, following: Block | None) -> Draft:
    draft = Draft(block.text, block.line, kind, block, block.numbered)
    if closes_goals(draft.title):
        return draft
    draft.expects_goals = is_of_goals(draft.title)
    if last is None:
        return draft
    source = last if last.lead_in is not None else last.led_in_by
    goes_on = last.carries or (last.has_goals and last.expects_goals and bool(following and following.kind == "item"))
    if source and goes_on and may_inherit(draft, source, last):
        draft.led_in_by, draft.expects_goals = source, True
    return draft


def may_inherit(draft: Draft, source: Draft, last: Draft) -> bool:
    """Whether a heading may stand over goals that another section leads in."""
    if draft.numbered and source.numbered and draft.names_area and source.names_area:
        return draft.numbered.follows(source.numbered)
    return is_beside(draft, last) or not is_beside(draft, source)


def is_beside(draft: Draft, other: Draft) -> bool:
    """Whether both have headings of one sort, told by markup or number."""
    if draft.numbered and other.numbered:
        return draft.numbered.shape == other.numbered.shape
    return draft.markup == other.markup and bool(draft.markup) and not (draft.numbered or other.numbered)


def number_items(blocks: Sequence[Block]) -> None:
    """Makes items of numbered lines that are a list and no headings."""
    inner = [block for block in blocks if not block.page_head and block.kind in ("text", "item")]
    led_in = False
    below = [following if following and following.kind == "item" else None for following in followers(inner)]
    for before, block, after, list_below in zip([None, *inner], inner, [*inner[1:], None], below, strict=False):
        led_in = block.leads_in_goals or (led_in and (block.kind == "item" or block.is_title or bool(block.numbered)))
        if block.kind == "item":
            block.printed = number_of_item(block.text)
        elif list_below or not (found := block.numbered):
            continue
        elif is_numbered_item(block, found, before, after, led_in=led_in):
            block.printed, block.kind = found, "item"


def number_of_item(text: str) -> Numbering | None:
    """What a point's own text opens with, as "• 1.1 Stärkt …" does; letters are left in the wording."""
    found = numbering(text)
    if not found or not found.title or not found.code[0].isdigit():
        return None
    return found if found.label or found.closer or len(found.parts) > 1 else None


def is_numbered_item(
    block: Block, found: Numbering, before: Block | None, after: Block | None, *, led_in: bool
) -> bool:
    """`led_in` says that nothing but headings and items stands between it and what leads in goals."""
    if after and not after.markup and after.numbered and is_first(after.numbered):
        return False
    if before and before.printed and found.follows(before.printed) and before.kind == "item":
        return not (block.is_title and after and after.leads_in_goals)
    below_colon = bool(before and before.kind == "text" and ends_in(before.text, ":"))
    below_heading = led_in and bool(before and before.is_title)
    if block.markup == 7 or not (below_colon or below_heading or found.names_goal):
        return False
    if after and after.numbered and after.numbered.follows(found):
        return True
    if found.order == 1 and (after is None or after.is_title):
        return True
    if after is None or (after.is_heading and not after.numbered) or not block.is_title:
        return below_colon or found.names_goal or not block.is_title
    return found.names_goal and bool(after.numbered)


def is_first(found: Numbering) -> bool:
    """Whether a list of its own begins."""
    return found.order == 1 and len(found.parts) == 1 and not found.label


def split_distribution(blocks: list[Block], *, is_named: bool) -> tuple[list[Block], list[Draft]]:
    begins = distribution_begins(blocks, is_named=is_named)
    if begins is None:
        return blocks, []
    head, *rows = blocks[begins:]
    recipients: list[tuple[ParagraphKind, Block]] = [("distribution", row) for row in rows]
    return blocks[:begins], [Draft(head.text, head.line, "distribution", blocks=recipients)]


def draft_sections(cover: Cover, decision: list[Block], annex: list[Block]) -> list[Draft]:
    """In the order of the text, with their levels."""
    if not decision:
        annex, recipients = split_distribution(annex, is_named=True)
        return [*gather(annex, cover, "paragraph"), *recipients]
    decision, recipients = split_distribution(decision, is_named=False)
    first, *others = [*gather(decision, cover, "preamble"), *recipients]
    for draft in others:
        draft.level = 2 if cover.headings else 1
    return [first, *others, *gather(annex, cover, "paragraph")]


def goals_without_signs(drafts: list[Draft]) -> list[Draft]:
    """Where a lead-in has no goals, the lines that follow it are read as such; headings without text are among them."""
    kept: list[Draft] = []
    pending = list(drafts)
    while pending:
        draft = pending.pop(0)
        kept.append(draft)
        led_in = [other for other in pending if other.led_in_by is draft]
        if draft.lead_in is None or draft.unsure or draft.has_goals or any(other.has_goals for other in led_in):
            continue
        if not read_unsigned(draft):
            bare = list(takewhile(is_bare_line, pending))
            pending = pending[len(bare) :]
            draft.blocks += [("goal", other.heading) for other in bare if other.heading]
            tell_unsigned(draft)
            if bare and pending and is_plain(pending[0]):
                draft.doubts.append((pending[0].line, may_be_goal(pending[0])))
            if not bare:
                for other in led_in:
                    read_unsigned(other, led_in=True)
    return kept


def read_unsigned(draft: Draft, *, led_in: bool = False) -> bool:
    """Answers whether there were any lines, each after a line that leads in goals and before one that does not."""
    for place, (_, block) in enumerate(draft.blocks):
        if block.leads_in_goals or ends_in(block.text, ":"):
            led_in = block.leads_in_goals
        elif led_in:
            draft.blocks[place] = ("goal", block)
    tell_unsigned(draft)
    return draft.has_goals


def tell_unsigned(draft: Draft) -> None:
    draft.doubts += [
        (block.line, f"”{opening(block)}” saknar streck eller punkt och är läst som mål.")
        for kind, block in draft.blocks
        if kind == "goal"
    ]


def may_be_goal(draft: Draft) -> str:
    return f"rubriken ”{draft.title}” står efter målen och kan vara ett mål."


def is_bare_line(draft: Draft) -> bool:
    return not draft.blocks and is_plain(draft)


def is_plain(draft: Draft) -> bool:
    return not (draft.markup or draft.numbered or closes_goals(draft.title)) and draft.kind == "paragraph"


def opening(block: Block) -> str:
    return shorten(block.text, 60, placeholder=" …")
