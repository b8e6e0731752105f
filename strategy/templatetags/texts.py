from django import template
from django.utils.safestring import SafeString

from strategy.texts import html, reading
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
