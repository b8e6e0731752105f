"""The key figures of a report, under the names that they have in print and in the workbook."""

from typing import Any

from django.utils.translation import gettext_lazy

Json = dict[str, Any]

FIGURES = {
    "goals": gettext_lazy("Mål"),
    "goals_higher": gettext_lazy("Mål som står högre än i början"),
    "goals_same": gettext_lazy("Mål som står på samma nivå som i början"),
    "goals_lower": gettext_lazy("Mål som står lägre än i början"),
    "goals_attained": gettext_lazy("Mål som är uppnådda"),
    "goals_forward": gettext_lazy("Mål som har utvecklats framåt"),
    "goals_with_development": gettext_lazy("Mål vars utveckling anges"),
    "meetings": gettext_lazy("Möten i dialog"),
    "planned": gettext_lazy("Planerade möten"),
    "open_commitments": gettext_lazy("Öppna utfästelser"),
    "late_commitments": gettext_lazy("Försenade utfästelser"),
    "fulfilled_commitments": gettext_lazy("Utfästelser infriade under året"),
    "observations": gettext_lazy("Fältobservationer"),
    "observing_organisations": gettext_lazy("Organisationer som har skickat in observationer"),
    "core_support": gettext_lazy("Kärnstöd under året, kronor"),
    "lightly_earmarked_core_support": gettext_lazy("Varav lätt öronmärkt, kronor"),
}


def figures(written: Json) -> list[Json]:
    """The key figures, or for a kind without them nothing."""
    told = written.get("figures", {})
    return [{"name": name, "label": str(label), "value": told[name]} for name, label in FIGURES.items() if name in told]


def figures_changed(written: Json) -> list[Json]:
    """The key figures that are others than in the version before, as they are now."""
    changed = (written["changes"] or {}).get("figures", ())
    return [figure for figure in figures(written) if figure["name"] in changed]
