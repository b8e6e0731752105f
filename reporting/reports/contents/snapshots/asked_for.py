"""A first draft of what a report asks of its readers, from its own contents, in the language that is active."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.reports.contents.snapshots.drafts import listed
from strategy.access import Audience

MOST_GOALS = 6

Json = dict[str, Any]


def drafted_asked(written: Json) -> str:
    """A list. Who stands outside the Government Offices is asked for nothing but to know."""
    if written["report"]["audience"] == Audience.EXTERNAL:
        return _("Inget begärs av läsaren. Rapporten lämnas för kännedom.")
    points = [*on_late(written["figures"]), *on_backward(written["brief"]), *on_silent(written), *on_unstated(written)]
    points = points or [_("Inget särskilt begärs. Rapporten lämnas för kännedom.")]
    return "\n".join(f"- {point}" for point in points)


def on_late(figures: Json) -> Iterator[str]:
    if late := figures["late_commitments"]:
        sentence = ngettext(
            "Efterfråga den försenade utfästelsen i era kontakter.",
            "Efterfråga de %(count)s försenade utfästelserna i era kontakter.",
            late,
        )
        yield sentence % {"count": late}


def on_backward(brief: Json) -> Iterator[str]:
    codes = [found["goal"] for found in brief["moved"] if found["development"] == "backward"]
    if codes:
        yield _("Ta ställning till vad som ska göras för %(goals)s, som har gått bakåt.") % {"goals": few(codes)}


def on_silent(written: Json) -> Iterator[str]:
    silences = written.get("dialogue", {}).get("blind_spots") or ()
    if codes := [silence["goal"] for silence in silences]:
        yield _("Ta upp %(goals)s, som ingen har talat om på länge.") % {"goals": few(codes)}


def on_unstated(written: Json) -> Iterator[str]:
    goals = [goal for area in written["focus_areas"] for goal in area["goals"]]
    codes = [goal["code"] for goal in goals if goal["judgement"]["attainment"] == "not_assessable"]
    if codes:
        yield _("Bidra med underlag om %(goals)s, som inte har kunnat bedömas.") % {"goals": few(codes)}


def few(codes: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(codes) - MOST_GOALS
    if more <= 0:
        return listed(codes)
    others = ngettext("%(count)s till", "%(count)s till", more) % {"count": more}
    return listed([*codes[:MOST_GOALS], others])
