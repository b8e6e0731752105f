"""A first draft of what Sweden wants out of a meeting, from the briefing's own contents, in the active language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.reports.contents.snapshots.drafts import listed

Json = dict[str, Any]


def drafted_aim(written: Json) -> str:
    """A list: only the points that there is something to say on."""
    points = [*prepared(written), *promised(written), *backward(written), *silent(written)]
    if not points:
        points = [_("Inget mål är förberett, och inget underlag säger att ett mål behöver tas upp just här.")]
    return "\n".join(f"- {point}" for point in points)


def prepared(written: Json) -> list[str]:
    codes = with_reason(written, "prepared")
    return [_("Föra fram det som är förberett om %(goals)s.") % {"goals": listed(codes)}] if codes else []


def promised(written: Json) -> list[str]:
    codes = with_reason(written, "due")
    sentence = ngettext(
        "Få besked om det som är utlovat till mötet på ett mål: %(goals)s.",
        "Få besked om det som är utlovat till mötet på %(count)s mål: %(goals)s.",
        len(codes),
    )
    return [sentence % {"count": len(codes), "goals": listed(codes)}] if codes else []


def backward(written: Json) -> list[str]:
    codes = with_reason(written, "backward")
    return [_("Ta upp det som går bakåt: %(goals)s.") % {"goals": listed(codes)}] if codes else []


def silent(written: Json) -> list[str]:
    """Those that are not prepared: the others are raised anyhow."""
    codes = [code for code in with_reason(written, "silent") if code not in with_reason(written, "prepared")]
    return [_("Bryta tystnaden om %(goals)s.") % {"goals": listed(codes)}] if codes else []


def with_reason(written: Json, name: str) -> list[str]:
    return [goal["code"] for goal in written["goals"] if goal["reasons"][name]]
