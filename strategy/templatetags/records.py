"""What stands on every record's page."""

from typing import Any

from django import template
from django.urls import reverse

from strategy.access import reading_history
from strategy.history import noun_of
from strategy.models import Record, User

register = template.Library()


@register.inclusion_tag("_history_link.html", takes_context=True)
def history_link(context: template.Context, record: Record, about: str = "") -> dict[str, Any]:
    """The way to a record's history, for those who may read it. `about`: more words for those who hear the page."""
    return {"url": history_address(context.get("user"), record), "about": about}


def history_address(user: Any, record: Record) -> str:
    if not isinstance(user, User):
        return ""
    kind = type(record)._default_manager.all().kind  # type: ignore[attr-defined] # a RecordQuerySet
    readers = reading_history(user.memberships_today, kind)
    if not any(holder.strategy_id in (None, record.strategy_id) for holder in readers):
        return ""
    return reverse("reporting:history", args=[noun_of(type(record)), record.pk])
