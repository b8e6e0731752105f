"""How what is measured stands, with the sources of each value."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.assessments.models.scales import Development
from reporting.reports.contents.snapshots.pieces import bilingual, codes, day, exact

Json = dict[str, Any]

MONEY = re.compile(r"\b({})\b|kronor|dollar".format("|".join(Contribution.Currency.values)))


class Indicators:
    """Those with a value that the edition holds, as it stood on a day. Three queries, however many there are."""

    def __init__(self, material: Material, until: date) -> None:
        self.material = material
        self.until = until

    @cached_property
    def measurements(self) -> dict[int, list[Measurement]]:
        """By indicator, the earliest first."""
        by_indicator: dict[int, list[Measurement]] = defaultdict(list)
        for row in self.material.measurements.until(self.until).order_by("measured_on", "pk"):
            by_indicator[row.indicator_id].append(row)
        return by_indicator

    @cached_property
    def indicators(self) -> list[Indicator]:
        measured = Indicator.objects.present().filter(pk__in=self.measurements)
        return list(measured.prefetch_related("goals").order_by("sort_key", "pk"))

    @cached_property
    def partly_hidden(self) -> set[int]:
        """Those with a value that the edition leaves out: how they move is not stated."""
        hidden = Measurement.objects.present().until(self.until).exclude(pk__in=self.material.measurements.values("pk"))
        return set(hidden.order_by().values_list("indicator", flat=True))

    def of_goal(self, goal: Goal) -> list[Json]:
        return [self.told(indicator) for indicator in self.indicators if goal in indicator.goals.all()]

    def of_money(self, goals: set[int]) -> list[Json]:
        """The organisation's own totals: what is counted in money, hangs on no goal, or on one that money serves."""
        return [self.told(indicator) for indicator in self.indicators if is_of_money(indicator, goals)]

    def told(self, indicator: Indicator) -> Json:
        held = self.measurements[indicator.pk]
        return {
            "name": bilingual(indicator.name, indicator.name_en),
            "description": indicator.description,
            "unit": bilingual(indicator.unit, indicator.unit_en),
            "direction": indicator.direction,
            "baseline": exact(indicator.baseline),
            "baseline_year": indicator.baseline_year,
            "target": exact(indicator.target),
            "target_year": indicator.target_year,
            "source": indicator.source,
            "goals": codes(indicator.goals.all()),
            "is_complete": indicator.pk not in self.partly_hidden,
            "development": self.development(indicator, held),
            "measurements": [of_measurement(measurement) for measurement in held],
        }

    def development(self, indicator: Indicator, held: list[Measurement]) -> str | None:
        """From the first value, or the baseline, to the latest; None where it may not or cannot be said."""
        values = [measurement.value for measurement in held]
        if indicator.baseline is not None:
            values.insert(0, indicator.baseline)
        if indicator.direction == Indicator.Direction.NEITHER or indicator.pk in self.partly_hidden or len(values) < 2:
            return None
        return direction(values[0], values[-1], indicator.direction)


def is_of_money(indicator: Indicator, goals: set[int]) -> bool:
    tied = {goal.pk for goal in indicator.goals.all()}
    return not tied or bool(tied & goals) or bool(MONEY.search(indicator.unit))


def direction(before: Decimal, now: Decimal, good: str) -> str:
    if before == now:
        return Development.UNCHANGED.value
    rises = now > before
    return (Development.FORWARD if rises == (good == Indicator.Direction.UP) else Development.BACKWARD).value


def of_measurement(measurement: Measurement) -> Json:
    return {
        "value": exact(measurement.value),
        "qualifier": measurement.qualifier,
        "measured_on": day(measurement.measured_on),
        "is_whole_year": measurement.is_whole_year,
        "source": measurement.source,
        "note": measurement.note,
        "registry_number": measurement.registry_number,
    }


def sources(indicators: Iterable[Json]) -> list[str]:
    """Each source once, in the order that it is first leaned on."""
    named = [value["source"] for indicator in indicators for value in indicator["measurements"]]
    return list(dict.fromkeys(named))
