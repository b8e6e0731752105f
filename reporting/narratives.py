"""Markdown of narratives to safe HTML, with the evidence marks `[3]` as numbered links.

Nothing is fetched and nothing raw passes: HTML in the text is shown as text, images are not known, links lead to
http, https and mailto alone.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MARK = re.compile(r"\[(\d{1,3})\]")
SPACED_MARK = re.compile(r"[ \u00a0]*" + MARK.pattern)
LINKS = {"a": {"href", "class"}, "sup": {"class"}}
INLINE = {"a", "em", "strong", "sup"}
BLOCKS = {"blockquote", "br", "li", "ol", "p", "ul"}
SCHEMES = {"http", "https", "mailto"}
UNKNOWN = ["code", "fence", "heading", "hr", "html_block", "lheading", "reference", "html_inline", "image"]


@dataclass(frozen=True)
class Note:
    """Where a mark leads: the number that the reader sees, the address, and what it is in words."""

    number: int
    href: str
    label: str = ""


Notes = Mapping[int, Note]


def render(text: str, notes: Notes | None = None) -> SafeString:
    """Paragraphs, lists and emphasis. Marks stand close to the word before; those without a note vanish."""
    return clean(MARKDOWN.render(text, {"notes": notes or {}}), INLINE | BLOCKS)


def render_inline(text: str, notes: Notes | None = None) -> SafeString:
    """The same without blocks, for a text that stands in a line of its own."""
    return clean(MARKDOWN.renderInline(text, {"notes": notes or {}}), INLINE)


def renumber(text: str, numbers: Mapping[int, int]) -> str:
    """The text with each mark's number replaced; marks without a new number are taken away."""

    def replaced(match: re.Match[str]) -> str:
        number = numbers.get(int(match[1]))
        return "" if number is None else match[0].replace(f"[{match[1]}]", f"[{number}]")

    return SPACED_MARK.sub(replaced, text)


def marks(text: str) -> list[int]:
    """The numbers marked in a text, in order, each once."""
    return list(dict.fromkeys(int(match[1]) for match in MARK.finditer(text)))


def clean(html: str, tags: set[str]) -> SafeString:
    safe = nh3.clean(html, tags=tags, attributes=LINKS, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return mark_safe(safe)  # noqa: S308 - cleaned the line before


def read_mark(state: StateInline, silent: bool) -> bool:
    """A markdown-it rule: `[3]` becomes a token of its own before links are looked for."""
    match = MARK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.pending = state.pending.rstrip(" \u00a0")
        note = state.env["notes"].get(int(match[1]))
        if note is not None:
            state.push("note", "", 0).meta = {"note": note}
    state.pos = match.end()
    return True


def write_mark(
    renderer: RendererProtocol, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    note: Note = tokens[index].meta["note"]
    comma = "," if index and tokens[index - 1].type == "note" else ""
    return format_html('<sup class="note">{}<a href="{}">{}</a></sup>', comma, note.href, note.number)


def leads_outside(address: str) -> bool:
    """A writer's link leads out into the world: in a printed report there is no page of ours beside it."""
    return address.partition(":")[0].lower() in SCHEMES


def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).disable(UNKNOWN)
    markdown.validateLink = leads_outside  # type: ignore[assignment, method-assign]
    markdown.inline.ruler.before("link", "note", read_mark)
    markdown.add_render_rule("note", write_mark)
    return markdown


MARKDOWN = parser()
