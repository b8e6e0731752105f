from typing import Any

from django import template
from django.urls import reverse

from reporting.circulations.models import Circulation
from strategy.access import Action, Kind
from strategy.decision.models import Strategy

register = template.Library()


@register.inclusion_tag("reporting/circulations/_circulations.html", takes_context=True)
def circulations_of(context: template.Context, subject: str, origin: Any) -> dict[str, Any]:
    """The circulations of a thing that its reader may see, and the way to share it; the work plan is its strategy's."""
    user, is_plan = context["user"], isinstance(origin, Strategy)
    strategy = origin if is_plan else origin.strategy
    tie = {} if is_plan else {subject: origin}
    rows = Circulation.objects.visible_to(user).of(strategy.pk).filter(subject=subject, **tie)
    may_share = user.may(Action.WRITE, Kind.CIRCULATION, strategy.pk) and not strategy.is_read_only
    name = f"reporting:circulation-of-{subject.replace('_', '-')}"
    return {
        "circulations": rows.order_by("-pk").with_counts()[:5],
        "shares": user.may(Action.WRITE, Kind.CIRCULATION, strategy.pk),
        "share_url": reverse(name, args=[strategy.slug if is_plan else origin.pk]) if may_share else "",
    }
