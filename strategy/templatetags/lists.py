"""The head of a list's table, whose columns say how they are sorted by."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategy.records.lists import Head, Listing

register = template.Library()


@register.simple_tag
def column(listing: Listing | None, name: str, label: str = "", css: str = "") -> SafeString:
    """The head of one column: a link that sorts by it where it can be. `label` where the page has a word of its own."""
    head = listing.head(name) if listing else Head(label)
    told = capfirst(str(label or head.label))
    shape = format_html(' class="{}"', css) if css else ""
    if not head.url:
        return format_html('<th scope="col"{}>{}</th>', shape, told)
    sort = format_html(' aria-sort="{}"', head.sort) if head.sort else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}" title="{}">{}</a></th>', shape, sort, head.url, hint(told), told
    )


def hint(label: object) -> str:
    return _("Sortera efter %(column)s") % {"column": label}
