"""The decision's own text as HTML: its emphasis, its footnote marks at their places, and what was searched for."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from strategy.models import Paragraph

register = template.Library()

EMPHASIS = re.compile(r"\*{1,2}([^*]+)\*{1,2}")
MARKER = "\ue000{}\ue001"
PLACED = re.compile("\ue000(\\d+)\ue001")


@register.simple_tag
def decision_text(paragraph: Paragraph, query: str = "") -> SafeString:
    text = paragraph.text
    for footnote in sorted(paragraph.footnotes.all(), key=lambda note: note.offset, reverse=True):
        text = text[: footnote.offset] + MARKER.format(footnote.number) + text[footnote.offset :]
    html: str = decision_emphasis(text)
    if query:
        html = mark_hits(html, query)
    return mark_safe(PLACED.sub(lambda match: footnote_link(int(match[1])), html))  # noqa: S308 - escaped before


@register.filter
def decision_emphasis(text: str) -> SafeString:
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", escape(text)))  # noqa: S308 - escaped before


def mark_hits(html: str, query: str) -> str:
    """Marks the words searched for, outside of tags."""
    pattern = re.compile(f"(<[^>]*>)|({re.escape(str(escape(query)))})", re.IGNORECASE)
    return pattern.sub(lambda match: match[1] or f"<mark>{match[2]}</mark>", html)


def footnote_link(number: int) -> str:
    return format_html('<sup class="note"><a id="footnote-mark-{0}" href="#footnote-{0}">{0}</a></sup>', number)
