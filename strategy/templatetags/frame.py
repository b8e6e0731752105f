"""What every page's frame is put together with."""

from django import template

register = template.Library()


@register.simple_block_tag
def kept(content: str) -> str:
    """What is between the tags, drawn once for all the places where it stands: `{% kept as name %}`."""
    return content
