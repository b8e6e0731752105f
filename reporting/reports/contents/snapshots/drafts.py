"""First drafts for a consultation, from the pack's own contents: an agenda, and questions to each agency.

In the language that is active. What is quoted in Swedish stands in emphasis, which the print tags as such.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from reporting.assessments.models.scales import Development

MOST_GOALS = 4
MOST_PROMISES = 2

Json = dict[str, Any]


def agenda(written: Json) -> str:
    """A numbered list: only the points that there is something to say on."""
    points = [
        *judged(written),
        *observed(written),
        *promised(written),
        *planned(written),
        *silent(written),
        _("Frågor till myndigheterna och deras egna"),
        _("Nästa samråd och vad som ska vara gjort till dess"),
    ]
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))


def judged(written: Json) -> list[str]:
    count = len(written["judgements"])
    if not count:
        return []
    forward, backward = (moving(written, way) for way in (Development.FORWARD, Development.BACKWARD))
    point = ngettext("Läget: %(count)s mål är bedömt på nytt", "Läget: %(count)s mål är bedömda på nytt", count)
    sentence = _("%(point)s, %(forward)s framåt och %(backward)s bakåt") % {
        "point": point % {"count": count},
        "forward": len(forward),
        "backward": len(backward),
    }
    about_backward = [_("Målen som går bakåt: %(goals)s") % {"goals": titles(backward, written)}] if backward else []
    return [sentence, *about_backward]


def observed(written: Json) -> list[str]:
    names = [agency["organisation"]["short"] for agency in written["observations"]]
    return [_("Det nya som har setts på plats: %(agencies)s") % {"agencies": listed(names)}] if names else []


def promised(written: Json) -> list[str]:
    due = [commitment for commitment in written["commitments"]["before"] if commitment["owner"] == "counterpart"]
    if not due:
        return []
    late = sum(commitment["is_late"] for commitment in due)
    sentence = ngettext(
        "Utfästelser: %(count)s förfaller före samrådet, varav %(late)s är försenad",
        "Utfästelser: %(count)s förfaller före samrådet, varav %(late)s är försenade",
        len(due),
    )
    return [sentence % {"count": len(due), "late": late}]


def planned(written: Json) -> list[str]:
    late = {party["organisation"]["short"]: len(party["late"]) for party in written["work_plan"] if party["late"]}
    if not late:
        return [_("Arbetsplanen: vad som är gjort och vad som står på tur")] if written["work_plan"] else []
    parties = listed([f"{name} {count}" for name, count in late.items()])
    return [_("Arbetsplanen: försenade rader (%(parties)s) och vad som står på tur") % {"parties": parties}]


def silent(written: Json) -> list[str]:
    codes = [silence["goal"] for silence in written["blind_spots"] or ()]
    return [_("Mål utan redovisad dialog: %(goals)s") % {"goals": titles(codes, written)}] if codes else []


def questions(agency: Json, known: set[str], written: Json) -> str:
    """A list for one agency. `known` are the codes of the goals that it has had something to tell of."""
    asked = [
        *about_lines(agency, written),
        *about_backward(agency, known, written),
        *about_promises(known, written),
        *about_silence(known, written),
    ]
    if not asked:
        asked = [_("Vad har ni sett sedan förra samrådet som rör strategins mål?")]
    return "\n".join(f"- {question}" for question in asked)


def about_lines(agency: Json, written: Json) -> list[str]:
    late = [line for party in written["work_plan"] if party["organisation"] == agency for line in party["late"]]
    sentence = _("*%(line)s* skulle ha varit klart den %(day)s. Vad återstår, och när blir det gjort?")
    return [sentence % {"line": plain(line["title"]), "day": in_words(line["due_on"])} for line in late]


def about_backward(agency: Json, known: set[str], written: Json) -> list[str]:
    """Goals that move backward and of which the pack holds nothing from this agency."""
    seen = {
        code
        for organisation in written["observations"]
        if organisation["organisation"] == agency
        for observation in organisation["observations"]
        for code in observation["goals"]
    }
    codes = nearest([code for code in moving(written, Development.BACKWARD) if code not in seen], known)
    sentence = ngettext(
        "Det här målet går bakåt, och underlaget har inget nytt från er: %(goals)s. Vad ser ni?",
        "De här målen går bakåt, och underlaget har inget nytt från er: %(goals)s. Vad ser ni?",
        len(codes),
    )
    return [sentence % {"goals": titles(codes, written)}] if codes else []


def about_promises(known: set[str], written: Json) -> list[str]:
    """Promises on goals that the agency knows, which it can see the keeping of."""
    promises = [
        commitment
        for commitment in [*written["commitments"]["before"], *written["commitments"]["after"]]
        if commitment["owner"] == "counterpart" and known & set(commitment["goals"])
    ]
    sentence = _("%(who)s har lovat, till den %(day)s: *%(text)s* Märks det hos er eller era samarbetsparter?")
    return [
        sentence
        % {
            "who": in_language(commitment["counterpart"]),
            "day": in_words(commitment["due_on"]),
            "text": plain(commitment["text"].rstrip(".")) + ".",
        }
        for commitment in promises[:MOST_PROMISES]
    ]


def about_silence(known: set[str], written: Json) -> list[str]:
    codes = nearest([silence["goal"] for silence in written["blind_spots"] or ()], known)
    sentence = _("Ingen dialog är redovisad på länge om %(goals)s. Har ni något att bygga nästa samtal på?")
    return [sentence % {"goals": titles(codes, written)}] if codes else []


# ------------------------------------------------------------------ words


def moving(written: Json, way: str) -> list[str]:
    return [judgement["goal"] for judgement in written["judgements"] if judgement["development"] == way]


def nearest(codes: Iterable[str], known: set[str]) -> list[str]:
    """The goals that the agency knows, or where it knows none of them the first few."""
    codes = list(codes)
    return [code for code in codes if code in known][:MOST_GOALS] or codes[:MOST_GOALS]


def titles(codes: Iterable[str], written: Json) -> str:
    names = {goal["code"]: goal["title"] for goal in written["goals"]}
    return listed([f"{code} ({small(in_language(names[code]))})" for code in codes])


def small(words: str) -> str:
    """Without its capital, but for abbreviations such as IOM."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def listed(words: list[str]) -> str:
    return str(get_text_list(words, _("och")))


def in_language(text: Json) -> str:
    return plain(text["en"] if get_language() == "en" and text["en"] else text["sv"])


def in_words(day: str) -> str:
    return str(date_format(date.fromisoformat(day)))


def plain(text: str) -> str:
    """In one line."""
    return " ".join(text.split())
