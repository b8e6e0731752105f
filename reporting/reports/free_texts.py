"""The free texts of a report: what somebody wrote, and nobody has marked."""

from typing import Any

from django.utils.translation import gettext as _


def texts_in(written: dict[str, Any]) -> list[tuple[str, str]]:
    """Out of a report's contents, each with what it is."""
    texts = [(_("Läget i korthet"), written.get("summary", {}).get("text", ""))]
    texts += [(_("Samlad bedömning av hela strategin"), overall["text"])] if (overall := written.get("overall")) else []
    for area in written.get("focus_areas", []):
        if overall := area.get("overall"):
            texts.append((_("Samlad bedömning av fokusområde %(area)s") % {"area": area["code"]}, overall["text"]))
        for goal in area["goals"]:
            if isinstance(goal, dict):  # a pack names its goals by their codes
                narrative = "\n\n".join(part["text"] for part in goal["narrative"])
                texts.append((_("Mål %(goal)s") % {"goal": goal["code"]}, narrative))
    texts.append((_("Förslag till dagordning"), written.get("agenda", {}).get("text", "")))
    for asked in written.get("questions", []):
        texts.append((_("Frågor till %(agency)s") % {"agency": asked["organisation"]["sv"]}, asked["text"]))
    return [(label, text) for label, text in texts if text]
