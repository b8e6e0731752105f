from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from strategy.texts import html, reading
from strategy.texts.differences import Piece
from strategy.texts.html import NO_NOTES, Notes

register = template.Library()


@register.filter
def with_addresses(text: str) -> SafeString:
    """What is written in one line, such as a source: its addresses are links, and the rest stands as typed."""
    return html.with_addresses(text)


@register.filter
def as_typed(text: str, notes: Notes = NO_NOTES) -> SafeString:
    """What somebody wrote, as it looks everywhere; references lead to the notes that this reader may see."""
    return html.html(text, notes)


@register.filter
def in_line(text: str) -> str:
    """Where there is no room for lines: in a link, in a cell, as the beginning of a text."""
    return reading.in_line(text)


@register.filter
def first_sentence(text: str) -> str:
    return reading.first_sentence(text)


@register.simple_tag
def difference(pieces: Sequence[Piece]) -> SafeString:
    """A text with what was put in and taken away, word by word; a dash for none. Every blank in it shows."""
    words = format_html_join("", "{}", ((marked(piece),) for piece in pieces))
    return format_html('<span class="diff" lang="sv">{}</span>', words or "–")


def marked(piece: Piece) -> str:
    match piece.change:
        case "ins":
            return format_html("{}<ins>{}</ins>", piece.space, piece.body)
        case "del":
            return format_html("{}<del>{}</del>", piece.space, piece.body)
        case "gap":
            return format_html(' <span class="diff-gap" title="{}">[…]</span> ', _("Oförändrad text är utelämnad"))
    return piece.text
