"""Money added up by year and kind. Currencies are never added together, nor budgets with what was given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from priorities.models import Contribution

CORE_KINDS = (Contribution.ContributionKind.CORE, Contribution.ContributionKind.LIGHTLY_EARMARKED_CORE)


@dataclass
class Year:
    """What was decided or paid in one currency, by kind; `budgeted` is what a budget only sets aside."""

    year: int
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    budgeted: Decimal = Decimal(0)
    is_approximate: bool = False

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    @property
    def core(self) -> Decimal:
        """Core support, lightly earmarked or not; the mandatory fee is no support."""
        return sum((self.amounts.get(kind, Decimal(0)) for kind in CORE_KINDS), Decimal(0))

    @property
    def in_order(self) -> list[Decimal]:
        """The amounts of all kinds, in the order of `kinds_of`'s choices; nought where there is none."""
        return [self.amounts.get(kind, Decimal(0)) for kind in Contribution.ContributionKind.values]


def years_of(contributions: Iterable[Mapping[str, Any]], currency: str) -> list[Year]:
    """Every year from the first to the last with any money in this currency, empty ones between them too."""
    found: dict[int, Year] = {}
    for contribution in contributions:
        if contribution["currency"] != currency:
            continue
        number = int(contribution["year"])
        year = found.setdefault(number, Year(number))
        if contribution["stage"] == Contribution.Stage.BUDGETED:
            year.budgeted += Decimal(contribution["amount"])
        else:
            year.amounts[contribution["kind"]] += Decimal(contribution["amount"])
            year.is_approximate |= contribution.get("qualifier", "exactly") != "exactly"
    if not found:
        return []
    return [found.get(number) or Year(number) for number in range(min(found), max(found) + 1)]


def currencies_of(contributions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those that occur, kronor first."""
    found = {contribution["currency"] for contribution in contributions}
    return [currency for currency in Contribution.Currency.values if currency in found]
