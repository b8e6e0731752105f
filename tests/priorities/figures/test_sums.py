from decimal import Decimal
from typing import Any

import pytest

from priorities.figures.sums import currencies_of, table_of, years_of

pytestmark = pytest.mark.both


def money(year: int, kind: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"year": year, "kind": kind, "amount": amount, "stage": "paid", "currency": "SEK"} | more


GIVEN = [
    money(2019, "lightly_earmarked_core", "100000000.00"),
    money(2019, "mandatory_fee", "5000000", qualifier="about"),
    money(2019, "core", "50000000", stage="budgeted"),
    money(2021, "core", "20", currency="USD"),
    money(2021, "core", "10000000"),
    money(2021, "project", "30000000", stage="decided"),
]


def test_budgets_and_other_currencies_are_never_added_to_what_is_given() -> None:
    years = {year.year: year for year in years_of(GIVEN, "SEK")}

    assert {year: found.total for year, found in years.items()} == {
        2019: Decimal(105_000_000),
        2020: Decimal(0),
        2021: Decimal(40_000_000),
    }
    assert {year: found.budgeted for year, found in years.items()} == {2019: Decimal(50_000_000), 2020: 0, 2021: 0}
    assert [year.total for year in years_of(GIVEN, "USD")] == [Decimal(20)]
    assert currencies_of(GIVEN) == ["SEK", "USD"]


def test_the_fee_is_no_core_support() -> None:
    years = years_of(GIVEN, "SEK")

    assert [year.core for year in years] == [Decimal(100_000_000), Decimal(0), Decimal(10_000_000)]


def test_the_table_has_the_latest_year_first_and_only_kinds_that_occur() -> None:
    table = table_of(GIVEN, "SEK")

    assert table.kinds == ["obligatorisk medlemsavgift", "kärnstöd", "lätt öronmärkt kärnstöd", "projektstöd"]
    assert table_of(GIVEN, "USD").kinds == ["kärnstöd"]
    assert [(row.year, row.total.amount, row.share, row.budgeted) for row in table.rows] == [
        (2021, Decimal(40_000_000), "25 procent", None),
        (2020, None, "", None),
        (2019, Decimal(105_000_000), "95 procent", Decimal(50_000_000)),
    ]
    assert [(cell.label, cell.amount, cell.is_approximate) for cell in table.rows[2].cells] == [
        ("obligatorisk medlemsavgift", Decimal(5_000_000), True),
        ("kärnstöd", None, False),
        ("lätt öronmärkt kärnstöd", Decimal(100_000_000), False),
        ("projektstöd", None, False),
    ]
    assert table.rows[2].total.is_approximate


def test_only_budgeted_money_makes_no_total() -> None:
    table = table_of([money(2022, "core", "100", stage="budgeted")], "SEK")

    assert (table.has_given, table.has_budget, table.latest_given) == (False, True, None)


def test_the_year_to_tell_of_is_the_latest_with_core_support() -> None:
    rows = [money(2021, "core", "5"), money(2022, "mandatory_fee", "1")]

    assert [found.year if (found := table_of(given, "SEK").latest_given) else None for given in (rows, rows[1:])] == [
        2021,
        2022,
    ]
