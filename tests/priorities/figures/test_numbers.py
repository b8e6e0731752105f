from decimal import Decimal

import pytest
from django.utils.translation import override

from priorities.figures.numbers import exact_money, money, number, percent, qualified

pytestmark = pytest.mark.both

HARD = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        ("13000", f"13{HARD}000", "13,000"),
        ("30.100", "30,1", "30.1"),
        (Decimal("100.000"), "100", "100"),
        ("0", "0", "0"),
        ("-7.5", "-7,5", "-7.5"),
        ("9999999999999.999", f"9{HARD}999{HARD}999{HARD}999{HARD}999,999", "9,999,999,999,999.999"),
    ],
)
def test_numbers_are_written_to_the_last_digit_stated(value: str, swedish: str, english: str) -> None:
    assert number(value) == swedish
    with override("en"):
        assert number(value) == english


def test_qualifiers_are_words_before_the_figure() -> None:
    assert qualified("13000", "more_than") == f"mer än 13{HARD}000"
    assert qualified("320", "about", "miljoner kronor") == "omkring 320 miljoner kronor"
    assert qualified("58", "exactly", "procent") == "58 procent"


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("100000000.00", "SEK", "100 mnkr"),
        ("5316800", "SEK", "5,3 mnkr"),
        ("62450000", "SEK", "62,5 mnkr"),
        ("999999", "SEK", f"999{HARD}999 kr"),
        ("1858000000", "USD", f"1{HARD}858 mn USD"),
        ("350000", "USD", f"350{HARD}000 USD"),
    ],
)
def test_large_amounts_are_told_in_millions(amount: str, currency: str, told: str) -> None:
    assert money(amount, currency) == told


def test_exact_amounts_have_both_decimals_or_none() -> None:
    assert exact_money(Decimal("5316800.00"), "SEK") == f"5{HARD}316{HARD}800 kr"
    assert exact_money(Decimal("1234.50"), "CHF") == f"1{HARD}234,50 CHF"


def test_shares_are_whole_per_cent_and_nothing_of_nothing() -> None:
    assert percent("100000000", "191216800") == "52 procent"
    assert percent("1", "3") == "33 procent"
    assert percent("0", "0") == ""
