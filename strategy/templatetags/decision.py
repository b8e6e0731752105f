"""The decision as HTML: its emphasis, its footnote marks at their places, what was searched for; its goals."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from strategy.decision.models import Paragraph
from strategy.texts.folding import spans

register = template.Library()

EMPHASIS = re.compile(r"\*{1,2}([^*]+)\*{1,2}")
MARKER = "\ue000{}\ue001"
PLACED = re.compile("\ue000(\\d+)\ue001")
HIT = {"\ue002": "<mark>", "\ue003": "</mark>"}


@register.simple_tag
def decision_text(paragraph: Paragraph, query: str = "") -> SafeString:
    """`query`: words that are marked where they, or other forms of them, stand."""
    text = paragraph.text
    placed = [(end, "\ue003") for _start, end in spans(query, text)]
    placed += [(footnote.offset, MARKER.format(footnote.number)) for footnote in paragraph.footnotes.all()]
    placed += [(start, "\ue002") for start, _end in spans(query, text)]
    for place, sign in sorted(placed, key=lambda one: one[0], reverse=True):
        text = text[:place] + sign + text[place:]
    html: str = decision_emphasis(text)
    for sign, tag in HIT.items():
        html = html.replace(sign, tag)
    return mark_safe(PLACED.sub(lambda match: footnote_link(int(match[1])), html))  # noqa: S308 - escaped before


@register.filter
def decision_emphasis(text: str) -> SafeString:
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", escape(text)))  # noqa: S308 - escaped before


def footnote_link(number: int) -> str:
    return format_html('<a class="note" id="footnote-mark-{0}" href="#footnote-{0}">[{0}]</a>', number)


@register.filter
def codes(goals: Iterable[Any]) -> SafeString:
    """Of goals, or of what was done for them, each once; none is broken over two lines."""
    several = ", ".join(dict.fromkeys(one.code for one in goals)).split()
    return mark_safe(" ".join(f'<span class="nowrap">{escape(code)}</span>' for code in several))  # noqa: S308
