from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from priorities.figures.forms.numbers import MoneyField, NumberField
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.making import Making

Browse = Callable[[User], Client]

HARD, NARROW, THIN, MINUS = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}", "\N{MINUS SIGN}"
NO_NUMBER = "Skriv talet med siffror, till exempel 1 250 000 eller 30,1."
NO_AMOUNT = "Skriv beloppet med siffror, till exempel 1 250 000, 1 250 000 kr eller 1,25 mnkr."


def money(currency: str = "SEK") -> MoneyField:
    field = MoneyField(max_digits=16, decimal_places=2)
    field.currency = currency
    return field


def refusal(field: NumberField, typed: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    ("typed", "language", "number"),
    [
        ("100 000 000", "sv", "100000000"),
        (f"1{HARD}858", "sv", "1858"),
        (f"13{NARROW}000", "sv", "13000"),
        ("30,1", "sv", "30.1"),
        ("30.1", "sv", "30.1"),
        (" -7,5 ", "sv", "-7.5"),
        (f"{MINUS}7,5", "sv", "-7.5"),
        ("1,858", "sv", "1.858"),
        ("0.125", "sv", "0.125"),
        ("100,000,000", "en", "100000000"),
        ("1,858", "en", "1858"),
        ("1,858.5", "en", "1858.5"),
        ("30,1", "en", "30.1"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, language: str, number: str) -> None:
    with override(language):
        assert NumberField().clean(typed) == Decimal(number)


NONSENSE = [
    *(
        "omkring 5",
        "1,2,3",
        "NaN",
        "inf",
        "Infinity",
        "1e9",
        "1e400",
        "0x10",
        "1_000",
        "１２",
        "٣",
        "1２",
        "10²",
        "--5",
    ),
    *("5 5", "1 00 000", "1.00.000", "5-6", "½", "9" * 5_000, "\x00"),
]


@pytest.mark.parametrize("typed", NONSENSE)
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert refusal(NumberField(max_digits=16, decimal_places=3), typed) == [NO_NUMBER]
    assert refusal(money(), typed) == [NO_AMOUNT]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("number", ["100000000.00", "30.100", "1.858", "1234567.89", "0.001", "1000", "-1234.5"])
def test_what_is_shown_is_read_back_as_the_same(number: str, language: str) -> None:
    with override(language):
        field = NumberField()
        assert field.clean(field.prepare_value(Decimal(number))) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("500 kr", "500"),
        ("500kr", "500"),
        ("500 SEK", "500"),
        ("kr 500", "500"),
        ("500:-", "500"),
        ("500 kr.", "500"),
        ("500 kronor", "500"),
        (f"{MINUS}500 kr", "-500"),
        (f"1{HARD}000,50", "1000.50"),
        (f"1{THIN}000{NARROW}000 kr", "1000000"),
        ("1 000,50", "1000.50"),
        ("1.000,50", "1000.50"),
        ("1,000.50", "1000.50"),
        ("1.000.000", "1000000"),
        ("500 tkr", "500000"),
        ("500 tusen kronor", "500000"),
        ("5 mnkr", "5000000"),
        ("5 MNKR", "5000000"),
        ("5 mkr", "5000000"),
        ("0,5 mnkr", "500000"),
        ("12,345678 mnkr", "12345678"),
        ("1,250 mnkr", "1250000"),
        ("5 miljoner", "5000000"),
        ("5 miljoner kr", "5000000"),
        ("SEK 5 million", "5000000"),
        ("5 msek", "5000000"),
        ("2 mdkr", "2000000000"),
        ("2,5 miljarder kronor", "2500000000"),
    ],
)
def test_amounts_are_read_with_their_unit(typed: str, amount: str) -> None:
    assert money().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [("5 MUSD", "USD", "5000000"), ("$500", "USD", "500"), ("1,5 mn euro", "EUR", "1500000"), ("7 CHF", "CHF", "7")],
)
def test_amounts_are_read_in_the_currency_that_is_chosen(typed: str, currency: str, amount: str) -> None:
    assert money(currency).clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("500 USD", "SEK", "USD"),
        ("$500", "SEK", "USD"),
        ("5 MUSD", "SEK", "USD"),
        ("500 kr", "USD", "SEK"),
        ("5 mnkr", "EUR", "SEK"),
        ("£5", "SEK", "GBP"),
        ("500 NOK", "SEK", "NOK"),
    ],
)
def test_an_amount_in_another_currency_is_refused(typed: str, chosen: str, written: str) -> None:
    sentence = f"Beloppet är skrivet i {written} men valutan är {chosen}. Välj valuta, eller räkna om det."
    assert refusal(money(chosen), typed) == [sentence]


@pytest.mark.parametrize(
    ("typed", "language", "sentence"),
    [
        ("1.250", "sv", f"Skriv 1{HARD}250 om du menar tusental, eller 1,25 om du menar decimaler."),
        ("1,250", "sv", f"Skriv 1{HARD}250 om du menar tusental, eller 1,25 om du menar decimaler."),
        ("-12.500 kr", "sv", f"Skriv -12{HARD}500 om du menar tusental, eller -12,5 om du menar decimaler."),
        ("1.250 mnkr", "sv", f"Skriv 1{HARD}250 om du menar tusental, eller 1,25 om du menar decimaler."),
        ("1.250", "en", f"Write 1{HARD}250 if you mean thousands, or 1.25 if you mean decimals."),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(typed: str, language: str, sentence: str) -> None:
    with override(language):
        assert refusal(money(), typed) == [sentence]


@pytest.mark.parametrize("typed", ["5 biljoner", "5 mnkr USD", "5 tusen miljoner", "5 kr/år", "10 %", "500 kr 7"])
def test_an_unknown_unit_is_no_amount(typed: str) -> None:
    assert refusal(money(), typed) == [NO_AMOUNT]


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("12 %", "procent", "12"),
        ("12%", "procent", "12"),
        (f"12,5{HARD}%", "procent", "12.5"),
        ("12 procent", "procent", "12"),
        ("12 per cent", "per cent", "12"),
        ("173 medlemsstater", "medlemsstater", "173"),
        ("1 858 miljoner USD", "miljoner USD", "1858"),
    ],
)
def test_a_value_may_carry_the_indicators_own_unit(typed: str, unit: str, value: str) -> None:
    assert NumberField(unit=unit).clean(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["12 kr", "12 anställda", "$12", "12 %%"])
def test_a_value_in_another_unit_is_refused(typed: str) -> None:
    assert refusal(NumberField(unit="procent"), typed) == ["Skriv värdet i procent, utan annan enhet."]


def contribution(**changes: Any) -> dict[str, Any]:
    typed = {
        "giver": Organisation.objects.get(key="sida").pk,
        "kind": "project",
        "year": "2021",
        "amount": "8,5 mnkr",
        "currency": "SEK",
        "qualifier": "exactly",
        "stage": "paid",
        "source": "Sidas avtal",
        "classification": "working",
    }
    return typed | changes


@pytest.mark.django_db
def test_money_is_sent_as_it_is_written(strategy: Strategy, officer: User, browse: Browse) -> None:
    address = reverse("priorities:contribution-new", args=[strategy.slug])

    assert browse(officer).post(address, contribution(year="21")).status_code == 302
    kept = Contribution.objects.latest("pk")
    assert (kept.amount, kept.year) == (Decimal(8_500_000), 2021)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["1e9", " 1.250 ", f"500{HARD}USD", "１２ kr"])
def test_money_that_is_refused_stands_as_it_was_typed(
    typed: str, strategy: Strategy, officer: User, browse: Browse
) -> None:
    address = reverse("priorities:contribution-new", args=[strategy.slug])
    page = browse(officer).post(address, contribution(amount=typed))

    assert page.status_code == 422
    assert f'name="amount" value="{typed}"' in page.text
    assert len(page.context["form"].errors["amount"]) == 1


@pytest.mark.django_db
def test_a_measurement_is_read_in_its_indicators_unit(make: Making, officer: User, browse: Browse) -> None:
    indicator = make.indicator(unit="procent")
    address = reverse("priorities:measurements", args=[indicator.pk])
    typed = {"qualifier": "exactly", "measured_on": "31/12 2020", "source": "IOM", "classification": "working"}

    refused = browse(officer).post(address, typed | {"value": "62 kr"})
    assert refused.context["form"].errors["value"] == ["Skriv värdet i procent, utan annan enhet."]
    assert browse(officer).post(address, typed | {"value": "62 %"}).status_code == 302
    assert Indicator.objects.get(pk=indicator.pk).measurements.get().value == 62
