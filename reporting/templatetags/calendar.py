from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dialogue.templatetags.dialogue import near_days
from reporting.calendar.entries import Entry, Sort
from strategy.templatetags.records import mark

register = template.Library()


@register.simple_tag
def calendar_entry(entry: Entry, with_days: bool = False, goes_on: bool = False) -> SafeString:
    """What falls on a day: its kind, its name, and what there is to say of it. A template would draw it more slowly,
    and a month may hold a hundred.
    """
    kind = kind_in(get_language(), entry.sort, str(entry.what), goes_on)
    tag = '<a href="{}" lang="sv">{}</a>' if entry.url else "<span{}>{}</span>"
    parts = [
        format_html('<span class="calendar-sort">{}</span>', kind),
        format_html(tag, entry.url, entry.title),
        *remarks(entry, with_days),
    ]
    return mark_safe(" ".join(parts))  # noqa: S308 - each is safe


@lru_cache(maxsize=1000)
def kind_in(_language: str | None, sort: Sort, what: str, goes_on: bool) -> str:
    """Translated once: a month names its few kinds again and again."""
    kind = _("%(kind)s: %(what)s") % {"kind": sort.label, "what": what}
    return _("%(kind)s (fortsätter)") % {"kind": kind} if goes_on else kind


def remarks(entry: Entry, with_days: bool) -> list[SafeString]:
    found = []
    if with_days or entry.last > entry.first:
        days = near_days(entry.first, entry.last)
        found.append(format_html('<small class="quiet nowrap">{}</small>', days))
    if entry.is_secret:
        found.append(mark(entry.marking, entry.marking_label))
    if entry.is_late:
        found.append(format_html('<strong class="late small">{}</strong>', _("Försenad")))
    if entry.settled:
        found.append(format_html('<small class="quiet">{}</small>', entry.settled))
    return found
