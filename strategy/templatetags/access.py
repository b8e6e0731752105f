"""The access table on pages."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access import APPROVERS, READERS, WRITERS, Kind

register = template.Library()

THINGS: dict[Kind, Promise] = {
    Kind.STRATEGY: _("Strategin, dess text, fokusområden och mål"),
    Kind.MEMBERSHIP: _("Konton, roller, organisationer och inbjudningar"),
    Kind.DIALOGUE: _("Möten, framförda budskap, svar och utfästelser"),
    Kind.OBSERVATION: _("Fältobservationer"),
    Kind.ASSESSMENT: _("Målbedömningar och samlade bedömningar"),
    Kind.FUNDING: _("Mätvärden, bidrag, sekonderingar och JPO"),
    Kind.WORK_PLAN: _("Arbetsplanen"),
    Kind.REPORT: _("Rapporter"),
}


@register.inclusion_tag("strategy/_role_rights.html")
def role_rights(role: str) -> dict[str, Any]:
    """What somebody with this role sees and may do, in words."""
    return {"rights": [(thing, right(role, kind)) for kind, thing in THINGS.items() if role in READERS[kind]]}


def right(role: str, kind: Kind) -> Promise:
    if role in APPROVERS.get(kind, ()):
        return _("läser och godkänner")
    return _("läser och skriver") if role in WRITERS.get(kind, ()) else _("läser")
