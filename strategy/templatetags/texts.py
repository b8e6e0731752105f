from django import template
from django.utils.safestring import SafeString

from strategy.texts.html import NO_NOTES, Notes, html

register = template.Library()


@register.filter
def as_typed(text: str, notes: Notes = NO_NOTES) -> SafeString:
    """What somebody wrote, as it looks everywhere; references lead to the notes that this reader may see."""
    return html(text, notes)
