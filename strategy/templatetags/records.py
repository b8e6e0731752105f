"""What stands on every record's page."""

from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from strategy.access import Classification, reading_history
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.models import Record
from strategy.tools.navigation import navigation

register = template.Library()


LOCK = mark_safe(
    '<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">'
    '<path d="M2.5 5.5h7v5h-7zM4 5.5V4a2 2 0 0 1 4 0v1.5"/></svg>'
)


@register.filter
@lru_cache(maxsize=100)
def mark(marking: str, word: str) -> SafeString:
    """How a record is marked, `open`, `working` or `secret`: the word, and a sign so that colour is not alone."""
    lock = LOCK if marking == Classification.SECRET else ""
    return format_html('<span class="mark" data-marking="{}">{}{}</span>', marking, lock, word)


@register.simple_tag
def marking(record: Any) -> SafeString:
    """The marking that holds, of anything that has one."""
    return mark(record.effective_classification, record.get_effective_classification_display())


@register.simple_tag
def state(value: str, word: str, tone: str = "") -> SafeString:
    """The state of a thing: the word, in a tone (info, success, warning, danger); tests and scripts read the value."""
    drawn = '<span class="ds-tag state" data-color="{}" data-state="{}">{}</span>'
    return format_html(drawn, tone or "neutral", value, word)


@register.inclusion_tag("_history_link.html", takes_context=True)
def history_link(context: template.Context, record: Record, about: str = "") -> dict[str, Any]:
    """The way to a record's history, for those who may read it. `about`: more words for those who hear the page."""
    return {"url": history_address(context.get("user"), record), "about": about}


@register.inclusion_tag("_history_entry.html", takes_context=True)
def history_entry(context: template.Context, record: Record, label: str) -> dict[str, Any]:
    """The same, as an entry of a menu."""
    return {"url": history_address(context.get("user"), record), "label": label}


@register.filter
def has_history_for(record: Record, user: Any) -> bool:
    return bool(history_address(user, record))


def history_address(user: Any, record: Record) -> str:
    if not isinstance(user, User):
        return ""
    kind = type(record)._default_manager.all().kind  # type: ignore[attr-defined] # a RecordQuerySet
    readers = reading_history(user.memberships_today, kind)
    if not any(holder.strategy_id in (None, record.strategy_id) for holder in readers):
        return ""
    return reverse(navigation().HISTORY, args=[noun_of(type(record)), record.pk])


@register.filter
def kind_label(record: Record) -> str:
    """What one of its kind is called."""
    return str(record._meta.verbose_name)
