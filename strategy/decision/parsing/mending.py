"""What a page break or a footnote tore, put together again."""

import re
from collections.abc import Sequence

from strategy.decision.parsing.blocks import CONJUNCTIONS, Block, ends_in

CONTINUES = re.compile(rf"(?:{CONJUNCTIONS})\b")


def mend(blocks: Sequence[Block]) -> list[Block]:
    """Joins what a page break or a footnote in the middle of a sentence tore apart."""
    mended: list[Block] = []
    running: Block | None = None
    for block, following in zip(blocks, followers(blocks), strict=True):
        if running and following and is_torn(running, block, following):
            following.page = True
            if block.page_head:
                continue
            block.kind = "stray"
        elif torn := torn_half(block, running, mended):
            if torn.kind == "item" and not is_continued(torn, block):
                torn.doubts.append(block.line)
            torn.go_on(*block.lines, wrapped=False)
            continue
        elif block.kind in ("text", "item"):
            running = block
        mended.append(block)
    return mended


def followers(blocks: Sequence[Block]) -> list[Block | None]:
    """For each block the next one that is neither a heading nor below the text."""
    found: list[Block | None] = []
    following: Block | None = None
    for block in reversed(blocks):
        found.append(following)
        if block.kind in ("text", "item") and not block.is_heading and not block.page_head:
            following = block
    return found[::-1]


def is_torn(running: Block, block: Block, following: Block) -> bool:
    """Whether a line that reads as a heading stands in the middle of a sentence."""
    if block.markup or not (block.is_heading or block.page_head) or running.ended or not following.is_rest_of_sentence:
        return False
    return not running.is_title or (block.page_head and following.ended)


def is_continued(item: Block, block: Block) -> bool:
    """Whether the block is surely the rest of the item, and no item that lacks its sign."""
    return (
        block.page
        or item.breaks_off
        or item.unfinished
        or ends_in(item.lines[-1], ",")
        or bool(CONTINUES.match(block.lines[0]))
    )


def torn_half(block: Block, running: Block | None, before: list[Block]) -> Block | None:
    """The block that this one goes on from: the running text, or a footnote that broke off just before."""
    if block.kind != "text" or block.markup or block.numbered or running is None or running.markup:
        return None
    if running.kind == "item" and ends_in(block.lines[-1], ":"):
        return None
    if not block.goes_on:
        if running.unfinished and block.page:
            return running
        return running if (running.breaks_off or running.unfinished) and not block.is_title else None
    if before[-1].kind == "footnote" and running.ended:
        return before[-1]
    return None if ends_in(running.lines[-1], ":") else running
