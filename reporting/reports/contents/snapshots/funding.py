"""Sweden's contributions, year by year and by kind. Currencies are never added together, nor budgets with gifts."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from priorities.figures.models.funding import Contribution
from priorities.figures.sums import Year, currencies_of, years_of
from reporting.assessments.material import Material
from reporting.reports.contents.snapshots.pieces import bilingual, codes, day, exact

Json = dict[str, Any]


class Funding:
    """What the edition holds of it, up to a year and as it stood on a day."""

    def __init__(self, material: Material, year: int, until: date) -> None:
        self.material = material
        self.year = year
        self.until = until

    @cached_property
    def contributions(self) -> list[Contribution]:
        decided = self.material.contributions.decided_by(self.year, self.until)
        return list(decided.select_related("giver").prefetch_related("goals").order_by("year", "kind", "pk"))

    @property
    def goals_served(self) -> set[int]:
        return {goal.pk for contribution in self.contributions for goal in contribution.goals.all()}

    @cached_property
    def hidden(self) -> set[tuple[int, str]]:
        """Years and currencies in which something is left out: no share is stated of those."""
        everything = Contribution.objects.present().of(self.material.strategy.pk).decided_by(self.year, self.until)
        left_out = everything.exclude(pk__in=self.material.contributions.values("pk"))
        return set(left_out.order_by().values_list("year", "currency"))

    def told(self) -> Json:
        written = [of_contribution(contribution, self.until) for contribution in self.contributions]
        return {"contributions": written, "years": self.years(written)}

    def years(self, contributions: Iterable[Json]) -> list[Json]:
        rows = list(contributions)
        return [self.of_year(year, currency) for currency in currencies_of(rows) for year in years_of(rows, currency)]

    def of_year(self, year: Year, currency: str) -> Json:
        stated = (year.year, currency) not in self.hidden
        return {
            "year": year.year,
            "currency": currency,
            "amounts": {kind: exact(amount) for kind, amount in year.amounts.items()},
            "total": exact(year.total),
            "core": exact(year.core),
            "core_share": share(year.core, year.total) if stated else None,
            "budgeted": exact(year.budgeted),
            "is_approximate": year.is_approximate,
        }


def share(part: Decimal, whole: Decimal) -> str | None:
    """In per cent, without decimals; nothing of nothing has no share."""
    return str((100 * part / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None


def of_contribution(contribution: Contribution, until: date) -> Json:
    """As it stood on a day: what was paid out later was decided then."""
    paid_later = contribution.paid_on is not None and contribution.paid_on > until
    return {
        "giver": bilingual(contribution.giver.name, contribution.giver.name_en),
        "kind": contribution.kind,
        "year": contribution.year,
        "amount": exact(contribution.amount),
        "currency": contribution.currency,
        "qualifier": contribution.qualifier,
        "stage": Contribution.Stage.DECIDED.value if paid_later else contribution.stage,
        "appropriation": contribution.appropriation,
        "purpose": contribution.purpose,
        "goals": codes(contribution.goals.all()),
        "decided_on": day(contribution.decided_on),
        "paid_on": None if paid_later else day(contribution.paid_on),
        "source": contribution.source,
        "registry_number": contribution.registry_number,
    }
