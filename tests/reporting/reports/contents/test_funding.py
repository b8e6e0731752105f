from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.making import Making
from tests.reporting.conftest import Written

pytestmark = pytest.mark.both

Write = Callable[..., Written]
OPEN = {"classification": "open"}
EURO = "EUR"  # the decision has no figures of its own in it


def given(make: Making, amount: str, kind: str = "core", year: int = 2021, **fields: Any) -> None:
    defaults = {"currency": EURO, "stage": "paid", "source": "Regeringens resultatskrivelse"}
    make.contribution(kind=kind, amount=amount, year=year, **defaults | OPEN | fields)


def in_euro(written: Written) -> list[dict[str, Any]]:
    return [found for found in written["funding"]["contributions"] if found["currency"] == EURO]


def year_in(written: Written, year: int, currency: str = EURO) -> dict[str, Any]:
    return next(
        found for found in written["funding"]["years"] if (found["year"], found["currency"]) == (year, currency)
    )


def test_a_year_is_added_up_by_kind_and_its_core_support_as_a_share(make: Making, written: Write) -> None:
    given(make, "100000000", "lightly_earmarked_core")
    given(make, "50000000.50", "core")
    given(make, "149999999.50", "project")
    given(make, "5000000", "mandatory_fee", year=2020)
    told = year_in(written("internal"), 2021)
    assert told == {
        "year": 2021,
        "currency": EURO,
        "amounts": {"lightly_earmarked_core": "100000000", "core": "50000000.5", "project": "149999999.5"},
        "total": "300000000",
        "core": "150000000.5",
        "core_share": "50",
        "budgeted": "0",
        "is_approximate": False,
    }
    assert year_in(written("internal"), 2020)["core_share"] == "0"


def test_budgets_and_other_currencies_are_never_added(make: Making, written: Write) -> None:
    given(make, "100000000")
    given(make, "100000000", stage="budgeted")
    given(make, "1000000", "project", currency="CHF")
    found = written("internal")
    assert (year_in(found, 2021)["total"], year_in(found, 2021)["budgeted"]) == ("100000000", "100000000")
    assert year_in(found, 2021, "CHF")["total"] == "1000000"


def test_no_share_is_stated_of_a_year_with_something_left_out(make: Making, written: Write) -> None:
    given(make, "100000000")
    given(make, "40000000", "project", classification="working", purpose="internt-ändamål")
    assert year_in(written("internal"), 2021)["core_share"] == "71"
    external = written("external")
    assert year_in(external, 2021)["core_share"] is None
    assert "internt-ändamål" not in str(external)


def test_later_years_and_later_decisions_are_not_there(make: Making, written: Write) -> None:
    given(make, "1", year=2022)
    given(make, "2", decided_on=date(2021, 12, 20), paid_on=date(2022, 1, 10))
    given(make, "3", decided_on=date(2022, 1, 5))
    (found,) = in_euro(written("internal"))
    assert (found["amount"], found["stage"], found["paid_on"]) == ("2", "decided", None)


def test_what_it_served_and_its_source_are_told(make: Making, written: Write) -> None:
    make.contribution(
        ["iii.2", "i.3"], year=2021, currency=EURO, source="Regleringsbrevet", purpose="Intern styrning", **OPEN
    )
    (found,) = in_euro(written("internal"))
    assert (found["goals"], found["source"], found["purpose"]) == (
        ["i.3", "iii.2"],
        "Regleringsbrevet",
        "Intern styrning",
    )


def test_the_organisations_own_totals_stand_beside(make: Making, written: Write) -> None:
    for name, unit, goals in (
        ("A-budget", "miljarder USD", ["i.1"]),
        ("A-stater", "länder", []),
        ("A-annat", "st", ["i.1"]),
    ):
        make.measurement(make.indicator(name, goals, unit=unit), year=2021, **OPEN)
    make.measurement(make.indicator("A-kärnstöd", ["iii.2"], unit="procent"), year=2021, **OPEN)
    told = [found["name"]["sv"] for found in written("internal")["funding"]["indicators"]]
    assert [name for name in told if name.startswith("A-")] == ["A-budget", "A-kärnstöd", "A-stater"]
