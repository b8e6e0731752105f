"""The first draft of *the situation in brief*, assembled from the snapshot's own figures."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reporting.assessments.models.scales import Development

Json = dict[str, Any]


def drafted_summary(contents: Json) -> str:
    """Two or three short paragraphs, in the language that is active."""
    paragraphs = [development(contents), dialogue(contents), silence(contents)]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def development(contents: Json) -> str:
    year, figures = contents["report"]["year"], contents["figures"]
    count = dict.fromkeys(Development.values, 0)
    for area in contents["focus_areas"]:
        for goal in area["goals"]:
            if goal["judgement"]["development"]:
                count[goal["judgement"]["development"]] += 1
    if not figures["goals_with_development"]:
        return _("För %(year)s anges inte hur målen har utvecklats.") % {"year": year}
    told = _(
        "Av strategins %(goals)s mål har %(forward)s utvecklats framåt under %(year)s; "
        "%(unchanged)s är oförändrade och %(backward)s har gått bakåt."
    ) % {"goals": figures["goals"], "year": year, **count}
    unstated = figures["goals"] - figures["goals_with_development"]
    if unstated:
        told += " " + ngettext(
            "För %(count)s mål anges inte utvecklingen.", "För %(count)s mål anges inte utvecklingen.", unstated
        ) % {"count": unstated}
    return told + strongest_area(contents)


def strongest_area(contents: Json) -> str:
    """A sentence only where one focus area alone has most goals moving forward, as a share of its goals."""
    shares = sorted(((share_forward(area), area) for area in contents["focus_areas"]), key=lambda pair: -pair[0])
    if len(shares) < 2 or not shares[0][0] or shares[0][0] == shares[1][0]:
        return ""
    title = shares[0][1]["short_title"]
    name = title["en"] if get_language() == "en" and title["en"] else title["sv"]
    return " " + _("Störst andel framåt finns inom %(area)s) %(title)s.") % {
        "area": shares[0][1]["code"],
        "title": name[:1].lower() + name[1:],
    }


def share_forward(area: Json) -> float:
    forward = sum(goal["judgement"]["development"] == Development.FORWARD for goal in area["goals"])
    return forward / len(area["goals"]) if area["goals"] else 0.0


def dialogue(contents: Json) -> str:
    figures = contents["figures"]
    messages = sum(sum(row["counts"].values()) for row in contents["dialogue"]["coverage"])
    met = ngettext(
        "Sverige har fört dialog vid %(count)s möte", "Sverige har fört dialog vid %(count)s möten", figures["meetings"]
    ) % {"count": figures["meetings"]}
    said = ngettext("och där framfört %(count)s budskap.", "och där framfört %(count)s budskap.", messages) % {
        "count": messages
    }
    return f"{met} {said} {commitments(figures)}".strip()


def commitments(figures: Json) -> str:
    is_open, late, kept = (figures[name + "_commitments"] for name in ("open", "late", "fulfilled"))
    overdue = ngettext("%(count)s försenad", "%(count)s försenade", late) % {"count": late}
    told = ngettext(
        "%(open)s utfästelse är öppen, varav %(late)s;",
        "%(open)s utfästelser är öppna, varav %(late)s;",
        is_open,
    ) % {"open": is_open, "late": overdue}
    return f"{told} " + _("%(kept)s infriades under året.") % {"kept": kept}


def silence(contents: Json) -> str:
    codes = [found["goal"] for found in contents["dialogue"]["blind_spots"] or ()]
    if not codes:
        return ""
    return _("Ingen redovisad dialog på minst %(months)s månader: %(goals)s.") % {
        "months": contents["dialogue"]["blind_spot_months"],
        "goals": get_text_list(codes, _("och")),
    }
