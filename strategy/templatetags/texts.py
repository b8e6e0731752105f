from django import template
from django.utils.safestring import SafeString

from strategy.texts import html
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
