"""The free texts of a report: what somebody wrote, and nobody has marked."""

from typing import Any

from django.utils.translation import gettext as _

from reporting.reports.models import ReportText

SAID_OTHERWISE = frozenset({ReportText.Key.SUMMARY, ReportText.Key.AGENDA, ReportText.Key.QUESTIONS})


def texts_in(written: dict[str, Any]) -> list[tuple[str, str]]:
    """Out of a report's contents, each with what it is."""
    texts = [(_("Läget i korthet"), written.get("summary", {}).get("text", ""))]
    texts += [(_("Samlad bedömning av hela strategin"), overall["text"])] if (overall := written.get("overall")) else []
    for area in written.get("focus_areas", []):
        if overall := area.get("overall"):
            texts.append((_("Samlad bedömning av fokusområde %(area)s") % {"area": area["code"]}, overall["text"]))
        for goal in area["goals"]:
            if isinstance(goal, dict):  # a pack names its goals by their codes
                narrative = "\n\n".join(part["text"] for part in goal.get("narrative", []))
                texts.append((_("Mål %(goal)s") % {"goal": goal["code"]}, narrative))
    if "register" not in written:  # the short form: the goals' texts stand there cut short
        moved = written.get("brief", {}).get("moved", [])
        texts += [(_("Mål %(goal)s") % {"goal": found["goal"]}, found["why"]) for found in moved]
    for key in (key for key in ReportText.Key if key not in SAID_OTHERWISE and key in written):
        texts.append((str(key.label).capitalize(), written[key]["text"]))
    texts.append((_("Förslag till dagordning"), written.get("agenda", {}).get("text", "")))
    for asked in written.get("questions", []):
        texts.append((_("Frågor till %(agency)s") % {"agency": asked["organisation"]["sv"]}, asked["text"]))
    return [(label, text) for label, text in texts if text]
