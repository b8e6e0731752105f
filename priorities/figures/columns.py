from collections.abc import Callable
from operator import attrgetter, methodcaller
from typing import Any

from django.utils.translation import gettext_lazy as _

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.figures.readings import Reading
from strategy.records.columns import choice, goals, marking, organisation, plain, written
from strategy.web.tables import Column

CONTRIBUTION_COLUMNS = [
    plain(Contribution, "year"),
    choice(Contribution, "kind", width=26),
    organisation("giver", _("Givare")),
    plain(Contribution, "amount"),
    Column("currency", _("Valuta"), lambda contribution: contribution.currency, "currency", 8),
    choice(Contribution, "qualifier", width=12),
    choice(Contribution, "stage"),
    written(Contribution, "appropriation", width=20),
    written(Contribution, "purpose"),
    goals(),
    plain(Contribution, "decided_on"),
    plain(Contribution, "paid_on"),
    written(Contribution, "registry_number", width=18),
    written(Contribution, "source", width=40),
    marking(Contribution),
]
POSTING_COLUMNS = [
    plain(Posting, "year"),
    choice(Posting, "kind"),
    written(Posting, "level", width=10),
    written(Posting, "place"),
    plain(Posting, "months"),
    organisation("sent_by", _("Sänd av")),
    written(Posting, "purpose"),
    goals(),
    written(Posting, "registry_number", width=18),
    written(Posting, "source", width=40),
    marking(Posting),
]
MEASUREMENT_COLUMNS = [
    plain(Measurement, "measured_on"),
    Column("is_whole_year", _("Hela året"), lambda measured: measured.is_whole_year),
    plain(Measurement, "value"),
    Column("unit", _("Enhet"), lambda measured: measured.indicator.unit_heading),
    choice(Measurement, "qualifier", width=12),
    written(Measurement, "source", width=40),
    Column("paragraph", _("Stycke i beslutet"), lambda measured: measured.paragraph and measured.paragraph.number),
    written(Measurement, "note", width=40),
    written(Measurement, "registry_number", width=18),
    marking(Measurement),
]


def of_latest(value: Callable[[Measurement], object]) -> Callable[[Indicator], object]:
    """Of the latest measurement that the reader may see; nothing where there is none."""

    def found(indicator: Any) -> object:
        latest = Reading(indicator, indicator.visible_measurements).latest
        return value(latest) if latest else None

    return found


# The marking is the latest value's: an indicator has none.
INDICATOR_COLUMNS = [
    Column("name", _("Indikator"), lambda indicator: indicator.heading, "sort_key", 40),
    written(Indicator, "unit", width=14),
    choice(Indicator, "direction", width=22),
    plain(Indicator, "baseline"),
    plain(Indicator, "baseline_year"),
    plain(Indicator, "target"),
    plain(Indicator, "target_year"),
    Column("value", _("Senaste värde"), of_latest(attrgetter("value"))),
    Column("measured_on", _("Gäller den"), of_latest(attrgetter("measured_on"))),
    Column("value_source", _("Värdets källa"), of_latest(attrgetter("source")), width=40),
    goals(),
    written(Indicator, "source", _("Indikatorns källa"), width=40),
    Column("marking", _("Markering"), of_latest(methodcaller("get_effective_classification_display"))),
]
