"""Money added up by year and kind. Currencies are never added together, nor budgets with what was given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Qualifier
from priorities.figures.numbers import percent

CORE_KINDS = (Contribution.ContributionKind.CORE, Contribution.ContributionKind.LIGHTLY_EARMARKED_CORE)


@dataclass
class Year:
    """What was decided or paid in one currency, by kind; `budgeted` is what a budget only sets aside.

    `rounded` holds the kinds with an amount that its source gives as *about* or *more than*.
    """

    year: int
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    budgeted: Decimal = Decimal(0)
    rounded: set[str] = field(default_factory=set)

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    @property
    def core(self) -> Decimal:
        """Core support, lightly earmarked or not; the mandatory fee is no support."""
        return sum((self.amounts.get(kind, Decimal(0)) for kind in CORE_KINDS), Decimal(0))

    @property
    def is_approximate(self) -> bool:
        return bool(self.rounded)

    def add(self, contribution: Mapping[str, Any]) -> None:
        amount, kind = Decimal(contribution["amount"]), contribution["kind"]
        if contribution["stage"] == Contribution.Stage.BUDGETED:
            self.budgeted += amount
            return
        self.amounts[kind] += amount
        if contribution.get("qualifier", Qualifier.EXACTLY) != Qualifier.EXACTLY:
            self.rounded.add(kind)


def years_of(contributions: Iterable[Mapping[str, Any]], currency: str) -> list[Year]:
    """Every year from the first to the last with any money in this currency, empty ones between them too."""
    years: dict[int, Year] = {}
    for contribution in contributions:
        if contribution["currency"] == currency:
            number = int(contribution["year"])
            years.setdefault(number, Year(number)).add(contribution)
    if not years:
        return []
    return [years.get(number) or Year(number) for number in range(min(years), max(years) + 1)]


def currencies_of(contributions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Those that occur, kronor first."""
    used = {contribution["currency"] for contribution in contributions}
    return [currency for currency in Contribution.Currency.values if currency in used]


@dataclass(frozen=True)
class Cell:
    """An amount of a table; None where there is none."""

    label: str
    amount: Decimal | None
    is_approximate: bool


@dataclass(frozen=True)
class YearOfMoney:
    year: int
    cells: list[Cell]
    total: Cell
    core: Decimal
    share: str
    budgeted: Decimal | None


@dataclass(frozen=True)
class MoneyTable:
    """One currency's money, a row a year, the latest first; only kinds that occur have a column."""

    currency: str
    kinds: list[str]
    rows: list[YearOfMoney]

    @property
    def has_budget(self) -> bool:
        return any(row.budgeted for row in self.rows)

    @property
    def has_core(self) -> bool:
        return any(row.core for row in self.rows)

    @property
    def has_given(self) -> bool:
        return bool(self.kinds)

    @property
    def latest_given(self) -> YearOfMoney | None:
        """The latest year with core support, which comes late in the year; where there is none, with anything."""
        given = [row for row in self.rows if row.total.amount]
        return next((row for row in given if row.core), given[0] if given else None)

    @property
    def has_course(self) -> bool:
        """Whether a chart would show more than a single bar."""
        return len(self.rows) > 1


def table_of(contributions: Iterable[Mapping[str, Any]], currency: str) -> MoneyTable:
    years = years_of(contributions, currency)
    held = {kind for year in years for kind, amount in year.amounts.items() if amount}
    kinds = [kind for kind in Contribution.ContributionKind if kind in held]
    lines = [row_of(year, kinds) for year in reversed(years)]
    return MoneyTable(currency, [str(kind.label) for kind in kinds], lines)


def row_of(year: Year, kinds: Iterable[Contribution.ContributionKind]) -> YearOfMoney:
    cells = [Cell(str(kind.label), year.amounts.get(kind) or None, kind in year.rounded) for kind in kinds]
    total = Cell("", year.total or None, year.is_approximate)
    return YearOfMoney(year.year, cells, total, year.core, percent(year.core, year.total), year.budgeted or None)
