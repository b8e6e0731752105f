"""How an indicator stands, told from the measurements that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from priorities.figures.models.indicators import Indicator, Measurement


def when(measurement: Measurement) -> str:
    """The year or the day that a measurement holds for."""
    return date_format(measurement.measured_on, "Y" if measurement.is_whole_year else "SHORT_DATE_FORMAT")


@dataclass(frozen=True)
class Reading:
    """An indicator with its measurements, the earliest first."""

    indicator: Indicator
    measurements: Sequence[Measurement]

    @property
    def latest(self) -> Measurement | None:
        return self.measurements[-1] if self.measurements else None

    @property
    def before(self) -> Measurement | None:
        """The last of an earlier year."""
        latest = self.latest
        if latest is None:
            return None
        earlier = (
            measurement
            for measurement in reversed(self.measurements)
            if measurement.measured_on.year < latest.measured_on.year
        )
        return next(earlier, None)

    @property
    def has_course(self) -> bool:
        """Whether a chart would show more than a single dot."""
        references = (self.indicator.baseline, self.indicator.target)
        return bool(self.measurements) and len(self.measurements) + sum(value is not None for value in references) > 1

    @property
    def plain(self) -> dict[str, Any]:
        """As the chart takes it."""
        indicator = self.indicator
        return {
            "name": {"sv": indicator.name, "en": indicator.name_en},
            "unit": {"sv": indicator.unit, "en": indicator.unit_en},
            "direction": indicator.direction,
            "baseline": indicator.baseline,
            "baseline_year": indicator.baseline_year,
            "target": indicator.target,
            "target_year": indicator.target_year,
            "measurements": [
                {
                    "value": measurement.value,
                    "qualifier": measurement.qualifier,
                    "measured_on": measurement.measured_on,
                    "is_whole_year": measurement.is_whole_year,
                }
                for measurement in self.measurements
            ],
        }

    def by_year(self, years: Sequence[int]) -> list[tuple[int, Measurement | None]]:
        """Each of these years with its last measurement."""
        last = {measurement.measured_on.year: measurement for measurement in self.measurements}
        return [(year, last.get(year)) for year in years]
