from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from priorities.figures.forms.funding import ContributionForm, PostingForm
from priorities.figures.forms.indicators import IndicatorForm, MeasurementForm
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.making import Making

pytestmark = pytest.mark.django_db
HARD = "\N{NO-BREAK SPACE}"


def money(**changes: Any) -> dict[str, Any]:
    typed = {
        "giver": Organisation.objects.get(key="sida").pk,
        "kind": "project",
        "year": "2021",
        "amount": "8 500 000",
        "currency": "SEK",
        "qualifier": "exactly",
        "stage": "paid",
        "source": "Sidas avtal",
        "classification": "working",
    }
    return typed | changes


def contribution_form(make: Making, **changes: Any) -> ContributionForm:
    return ContributionForm(money(**changes), instance=Contribution(strategy=make.strategy), user=make.officer)


def test_money_is_read_with_its_thousands(make: Making) -> None:
    form = contribution_form(make)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(8_500_000)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"source": ""}, "source", "Ange källan. Ett belopp utan källa kan inte sparas."),
        ({"amount": "0"}, "amount", "Beloppet ska vara större än noll."),
        ({"amount": "-5"}, "amount", "Beloppet ska vara större än noll."),
        ({"year": "i fjol"}, "year", "Skriv året med fyra siffror, till exempel 2021."),
        ({"stage": "budgeted", "paid_on": "2021-05-01"}, "stage", "Det som har en utbetalningsdag är utbetalt."),
        ({"decided_on": "2021-05-02", "paid_on": "2021-05-01"}, "paid_on", "Utbetalningen ligger före beslutet."),
        ({"paid_on": "2050-01-01"}, "paid_on", "Dagen har inte varit än."),
        ({"classification": "secret"}, "secrecy_provision", "Behövs för en sekretessmarkering."),
    ],
)
def test_bad_money_gets_a_sentence_beside_the_field(
    make: Making, changes: dict[str, Any], field: str, message: str
) -> None:
    assert contribution_form(make, **changes).errors[field] == [message]


def test_the_organisation_itself_gives_nothing(make: Making) -> None:
    form = contribution_form(make)

    offered = {giver.key for giver in form.fields["giver"].queryset}  # type: ignore[attr-defined]
    assert "iom" not in offered
    assert {"justitiedepartementet", "sida"} <= offered


def test_what_the_decision_states_is_not_asked_for(make: Making, officer: User) -> None:
    measurement = Measurement.objects.filter(strategy=make.strategy, indicator__name="IOM:s budget").latest("pk")
    contribution = Contribution.objects.filter(strategy=make.strategy, year=2017).get()

    asked = set(MeasurementForm(instance=measurement).fields)
    assert asked.isdisjoint({"value", "qualifier", "measured_on", "is_whole_year", "source"})
    assert {"note", "classification"} <= asked
    asked = set(ContributionForm(instance=contribution, user=officer).fields)
    assert asked.isdisjoint({"amount", "currency", "qualifier", "kind", "year", "stage", "source"})
    assert {"goals", "registry_number", "paid_on"} <= asked


def measurement_form(make: Making, **changes: Any) -> MeasurementForm:
    typed = {
        "value": "71,5",
        "qualifier": "exactly",
        "measured_on": "2021-06-29",
        "source": "SCPF 28",
        "classification": "working",
    }
    indicator = Indicator.objects.filter(name="Rapporter i tid").first() or make.indicator()
    of = Measurement(strategy=make.strategy, indicator=indicator)
    return MeasurementForm(typed | changes, instance=of)


def test_a_whole_year_is_kept_as_its_last_day(make: Making) -> None:
    form = measurement_form(make, is_whole_year="on")

    assert form.is_valid(), form.errors
    assert (form.instance.value, str(form.instance.measured_on)) == (Decimal("71.5"), "2021-12-31")


def test_this_year_may_be_told_of_whole_but_no_day_to_come(make: Making) -> None:
    today = timezone.localdate()

    assert measurement_form(make, measured_on=str(today), is_whole_year="on").is_valid()
    for changes in ({"measured_on": "2050-01-01"}, {"measured_on": f"{today.year + 1}-01-01", "is_whole_year": "on"}):
        assert measurement_form(make, **changes).errors["measured_on"] == ["Dagen har inte varit än."]


def test_the_value_is_asked_for_in_the_indicators_unit(make: Making) -> None:
    assert str(measurement_form(make).fields["value"].label) == "Värde i procent"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"baseline": "62"}, "baseline_year", "Ange vilket år värdet gäller."),
        ({"target_year": "2022"}, "target", "Ange värdet, eller ta bort året."),
        ({"target": "90", "target_year": "2 022"}, "target_year", "Skriv året med fyra siffror, till exempel 2021."),
    ],
)
def test_baseline_and_target_go_with_a_year(make: Making, changes: dict[str, str], field: str, message: str) -> None:
    typed = {"name": "Rapporter", "unit": "procent", "direction": "up", "source": "IOM"} | changes
    form = IndicatorForm(typed, instance=Indicator(strategy=make.strategy), user=make.officer)

    assert form.errors[field] == [message]


def test_a_posting_is_asked_for_year_by_year_and_never_by_name(make: Making) -> None:
    typed = {
        "kind": "jpo",
        "year": "2021",
        "months": "14",
        "level": "P2",
        "place": "Genève",
        "source": "Sida",
        "classification": "open",
    }
    form = PostingForm(typed, instance=Posting(strategy=make.strategy), user=make.officer)

    assert form.errors["months"] == ["Antalet månader ska vara 1–12; en längre tjänst skrivs in år för år."]
    assert not {name for name in form.fields if "name" in name}
    assert "Aldrig ett namn." in str(form.fields["place"].help_text)
