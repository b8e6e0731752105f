"""What people write in Markdown, made safe, with the marks `[3]` as links to the evidence that they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br"}
MARK = re.compile(r"\s*\[(\d{1,3})\]")

markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading", "code", "fence"])


@dataclass(frozen=True)
class Note:
    """Where a mark leads, and the number that this reader sees on it."""

    label: int
    href: str
    anchor: str = ""


def render(text: str, notes: Mapping[int, Note]) -> SafeString:
    """HTML of a few harmless tags. A mark whose piece the reader may not see vanishes with its space."""
    clean = nh3.clean(markdown.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return mark_safe(MARK.sub(lambda match: link(notes.get(int(match[1]))), clean))  # noqa: S308 - cleaned above


def link(note: Note | None) -> str:
    if note is None:
        return ""
    identity = format_html(' id="{}"', note.anchor) if note.anchor else ""
    return format_html('<sup class="note"><a href="{}"{}>{}</a></sup>', note.href, identity, note.label)


def without_marks(text: str) -> str:
    return MARK.sub("", text)
