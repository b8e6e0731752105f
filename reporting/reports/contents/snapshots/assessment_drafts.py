"""First drafts of an organisation assessment's texts, from its own contents, in the language that is active.

They say what can be counted, and leave what is to be thought of it to whoever writes.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.reports.contents.snapshots.asked_for import drafted_asked, few
from reporting.reports.contents.snapshots.drafts import in_language

Json = dict[str, Any]


def summary(written: Json) -> str:
    return f"{development(written)}\n\n{dialogue(written['figures'])}"


def development(written: Json) -> str:
    figures, years = written["figures"], written["years"]
    told = _(
        "Av strategins %(goals)s mål står %(goals_higher)s högre %(last)s än %(first)s, "
        "%(goals_same)s på samma nivå och %(goals_lower)s lägre."
    ) % {**figures, "first": years[0], "last": years[-1]}
    if unstated := figures["goals"] - sum(figures[f"goals_{name}"] for name in ("higher", "same", "lower")):
        told += " " + _("För %(count)s mål kan de två åren inte jämföras.") % {"count": unstated}
    return told


def dialogue(figures: Json) -> str:
    sentence = ngettext(
        "Sverige har under perioden fört dialog vid %(count)s möte.",
        "Sverige har under perioden fört dialog vid %(count)s möten.",
        figures["meetings"],
    )
    return f"{sentence % {'count': figures['meetings']}} {promises(figures)}"


def promises(figures: Json) -> str:
    kept = figures["fulfilled_commitments"]
    sentence = ngettext(
        "Under perioden har %(count)s av motparternas utfästelser infriats.",
        "Under perioden har %(count)s av motparternas utfästelser infriats.",
        kept,
    )
    standing = ngettext(
        "%(count)s är öppen, varav %(late)s försenad.",
        "%(count)s är öppna, varav %(late)s försenade.",
        figures["open_commitments"],
    ) % {"count": figures["open_commitments"], "late": figures["late_commitments"]}
    return f"{sentence % {'count': kept}} {standing}"


def relevance(written: Json) -> str:
    areas, tied = written["focus_areas"], tied_goals(written)
    told = _("Strategin har %(goals)s mål inom %(areas)s fokusområden.") % {
        "goals": written["figures"]["goals"],
        "areas": len(areas),
    }
    if not tied:
        return told
    sentence = ngettext(
        "%(count)s av dem hör ihop med det som även andra mäter.",
        "%(count)s av dem hör ihop med det som även andra mäter.",
        len(tied),
    )
    return f"{told} {sentence % {'count': len(tied)}}"


def tied_goals(written: Json) -> set[str]:
    return {tie["goal"] for framework in written["frameworks"] for tie in framework["ties"]}


def internal_effectiveness(written: Json) -> str:
    return promises(written["figures"])


def external_effectiveness(written: Json) -> str:
    figures = written["figures"]
    observed = ngettext(
        "Myndigheter har skickat in %(count)s fältobservation som har tagits med i underlaget.",
        "Myndigheter har skickat in %(count)s fältobservationer som har tagits med i underlaget.",
        figures["observations"],
    ) % {"count": figures["observations"]}
    return "\n".join([observed, "", *(f"- {line}" for line in lines_of_areas(written))])


def lines_of_areas(written: Json) -> Iterator[str]:
    for area in written["focus_areas"]:
        changes = [goal["change"] for goal in area["goals"]]
        yield _("%(area)s: %(higher)s av %(goals)s mål står högre %(last)s än %(first)s, %(lower)s lägre.") % {
            "area": in_language(area["short_title"]),
            "goals": len(changes),
            "higher": changes.count("higher"),
            "lower": changes.count("lower"),
            "first": written["years"][0],
            "last": written["years"][-1],
        }


def recommendations(written: Json) -> str:
    points = []
    if codes := with_change(written, "lower"):
        points.append(_("Gå igenom vad som behövs för %(goals)s, som står lägre än i början.") % {"goals": few(codes)})
    if codes := at_level(written, "none"):
        points.append(_("Pröva arbetssättet för %(goals)s, där inget är uppnått.") % {"goals": few(codes)})
    if codes := at_level(written, "not_assessable"):
        points.append(_("Se till att %(goals)s kan bedömas.") % {"goals": few(codes)})
    return listed_or(points, _("Inga rekommendationer är skrivna."))


def keep(written: Json) -> str:
    codes = [code for code in with_change(written, "higher") if code not in at_level(written, "attained")]
    points = [_("Mål som har kommit högre men inte är uppnådda: %(goals)s.") % {"goals": few(codes)}] if codes else []
    return listed_or(points, _("Inget är föreslaget."))


def drop(written: Json) -> str:
    codes = at_level(written, "attained")
    points = [_("Mål som är uppnådda: %(goals)s.") % {"goals": few(codes)}] if codes else []
    return listed_or(points, _("Inget är föreslaget."))


def listed_or(points: list[str], otherwise: str) -> str:
    return "\n".join(f"- {point}" for point in points) or otherwise


def with_change(written: Json, way: str) -> list[str]:
    return [goal["code"] for goal in goals_of(written) if goal["change"] == way]


def at_level(written: Json, level: str) -> list[str]:
    return [goal["code"] for goal in goals_of(written) if goal["judgement"]["attainment"] == level]


def goals_of(written: Json) -> list[Json]:
    return [goal for area in written["focus_areas"] for goal in area["goals"]]


DRAFTS: dict[str, Callable[[Json], str]] = {
    "summary": summary,
    "relevance": relevance,
    "internal_effectiveness": internal_effectiveness,
    "external_effectiveness": external_effectiveness,
    "findings": lambda written: "",
    "recommendations": recommendations,
    "keep": keep,
    "drop": drop,
    "add": lambda written: _("Inget är föreslaget."),
    "asked": drafted_asked,
}
