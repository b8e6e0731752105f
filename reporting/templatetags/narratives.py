from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from reporting.narratives import Note, render

register = template.Library()


@register.filter
def narrative(text: str, notes: Mapping[int, Note]) -> SafeString:
    """A narrative's Markdown as HTML, its marks leading to the notes that this reader may see."""
    return render(text, notes)
