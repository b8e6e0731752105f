"""The access table on pages."""

from typing import Any

from django import template

from strategy.access import rights_of

register = template.Library()


@register.inclusion_tag("strategy/access/_role_rights.html")
def role_rights(role: str) -> dict[str, Any]:
    """What somebody with this role sees and may do, in words."""
    return {"rights": rights_of(role)}
