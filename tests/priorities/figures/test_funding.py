import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from priorities.figures.models.funding import Contribution
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
HARD = "\N{NO-BREAK SPACE}"


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("priorities:funding", args=[strategy.slug])


def totals(page: Any, currency: str = "SEK") -> dict[int, Decimal | None]:
    table = next(table for table in page.context["tables"] if table.currency == currency)
    return {row.year: row.total.amount for row in table.rows if row.total.amount}


def test_the_decisions_own_money_is_there_from_the_start(officer: User, browse: Browse, url: str) -> None:
    page = browse(officer).get(url)

    assert totals(page) == {2017: 50_000_000, 2018: 65_000_000, 2019: 105_000_000}
    assert "Den stående överföringen är budget, inte utbetalning." in page.text
    assert f"omkring 105{HARD}000{HARD}000" in page.text
    assert [figure.value for figure in page.context["figures"]] == ["105 mnkr", "100 mnkr", "95 procent", "50 mnkr"]


def test_amounts_are_exact_in_the_table_and_drawn_above_it(
    make: Making, officer: User, browse: Browse, url: str
) -> None:
    make.contribution(year=2021, kind="project", amount=Decimal("12600000"), purpose="Tre projekt i Uganda")
    page = browse(officer).get(f"{url}?year=2021")

    assert f"12{HARD}600{HARD}000 kr" in page.text
    assert "Tre projekt i Uganda" in page.text
    page = browse(officer).get(url)
    assert page.text.count('<svg class="chart chart-money"') == 1
    assert "2021: projektstöd 12,6 mnkr, avsatt i budgeten 100 mnkr." in page.text


def test_currencies_stand_apart(make: Making, officer: User, browse: Browse, url: str) -> None:
    make.contribution(year=2019, currency="USD", amount=Decimal("350000"))
    page = browse(officer).get(url)

    assert totals(page, "USD") == {2019: 350_000}
    assert totals(page)[2019] == 105_000_000
    assert "Belopp i olika valutor läggs aldrig ihop." in page.text


def test_secret_money_is_in_no_sum_chart_choice_or_list(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    make.contribution(
        year=2033, kind="project", amount=Decimal("777000000"), purpose="Kvarnsten", classification="secret"
    )
    for role in ("officer", "head", "delegation"):
        page = browse(cast[role]).get(url)
        assert totals(page)[2033] == 777_000_000
        assert "Kvarnsten" in page.text
    page = browse(cast.reader).get(url)
    assert 2033 not in totals(page)
    for word in ("Kvarnsten", "777", "2033", "projektstöd"):
        assert not re.search(rf"(?<![\w-]){word}", page.text)  # a key's own digits are none of it


@pytest.mark.parametrize(
    ("query", "expected"),
    [("year=2031", {"Ett"}), ("kind=project", {"Två"}), ("goal={iii.1}", {"Två"}), ("", {"Ett", "Två"})],
)
def test_filters_narrow_list_and_sums(
    make: Making, officer: User, browse: Browse, url: str, query: str, expected: set[str]
) -> None:
    make.contribution(purpose="Ett", year=2031, amount=Decimal("1000000"))
    make.contribution(["iii.1"], purpose="Två", year=2032, kind="project", amount=Decimal("2000000"))
    page = browse(officer).get(f"{url}?{query.replace('{iii.1}', str(make.goal('iii.1').pk))}")
    shown = {found.purpose for found in page.context["page"]} & {"Ett", "Två"}

    assert shown == expected
    assert {year for year in totals(page) if year > 2030} == {{"Ett": 2031, "Två": 2032}[name] for name in expected}


def test_swedens_core_support_stands_beside_what_is_measured(
    make: Making, officer: User, browse: Browse, url: str
) -> None:
    comparison = browse(officer).get(url).context["comparison"]

    assert comparison.years == [2018, 2019]
    assert comparison.core == [(2018, "65 mnkr"), (2019, "100 mnkr")]
    values = {
        reading.indicator.name: [found and found.value for _year, found in values]
        for reading, values in comparison.rows
    }
    assert values["Kärnstöd som IOM har tagit emot"] == [Decimal("30.1"), None]
    assert values["Sveriges samlade stöd till IOM"] == [Decimal(320), None]


def test_a_filter_by_htmx_answers_with_the_list_alone(officer: User, browse: Browse, url: str) -> None:
    fragment = browse(officer).get(url, headers={"HX-Request": "true"}).text

    assert 'id="list"' in fragment
    assert "<html" not in fragment


def test_empty_pages_say_how_to_begin(make_foreign: Making, outsider: User, browse: Browse) -> None:
    page = browse(outsider).get(reverse("priorities:funding", args=[make_foreign.strategy.slug]))

    assert "Inga bidrag än" in page.text
    assert f"/strategies/{make_foreign.strategy.slug}/funding/new/" in page.text


TYPED = {
    "kind": "project",
    "year": "2021",
    "amount": "8 500 000",
    "currency": "SEK",
    "qualifier": "exactly",
    "stage": "decided",
    "source": "Sidas avtal",
    "classification": "working",
}


def test_a_contribution_is_written_changed_and_removed(make: Making, officer: User, browse: Browse) -> None:
    client, giver = browse(officer), make.contribution().giver.pk
    new = reverse("priorities:contribution-new", args=[make.strategy.slug])
    response = client.post(new, TYPED | {"giver": giver, "goals": [make.goal("iii.2").pk]})
    found = Contribution.objects.get(source="Sidas avtal")
    assert response["Location"] == f"/contributions/{found.pk}/"
    page = client.get(found.get_absolute_url()).text
    for words in (f"8{HARD}500{HARD}000 kr", "beslutat", "Styrelsen för internationellt", str(make.goal("iii.2"))):
        assert words in page

    edit = reverse("priorities:contribution-edit", args=[found.pk])
    assert f'value="8{HARD}500{HARD}000"' in client.get(edit).text
    client.post(edit, TYPED | {"giver": giver, "amount": "9 000 000,50", "version": "1"})
    found.refresh_from_db()
    assert (found.amount, found.goals.count(), found.version) == (Decimal("9000000.50"), 0, 2)

    response = client.post(reverse("priorities:contribution-removal", args=[found.pk]), follow=True)
    assert "Bidraget ligger i papperskorgen." in response.text
    assert client.get(found.get_absolute_url()).status_code == 404


def test_what_was_typed_stands_when_something_is_missing(make: Making, officer: User, browse: Browse) -> None:
    new = reverse("priorities:contribution-new", args=[make.strategy.slug])
    response = browse(officer).post(new, TYPED | {"source": "", "purpose": "Läger i Cox’s Bazar"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"giver", "source"}
    assert "Läger i Cox’s Bazar" in response.text
    assert 'value="8 500 000"' in response.text


def test_somebody_elses_change_is_shown_and_not_overwritten(make: Making, officer: User, browse: Browse) -> None:
    found = make.contribution(purpose="Först")
    edit = reverse("priorities:contribution-edit", args=[found.pk])
    typed = TYPED | {"giver": found.giver.pk, "version": "1"}
    browse(officer).post(edit, typed | {"purpose": "Den andras"})
    response = browse(officer).post(edit, typed | {"purpose": "Min"})

    assert response.status_code == 409
    asked = response.context["form"].conflict.questions["purpose"]
    assert {"Den andras", "Min"} <= {piece.text for piece in (*asked.theirs, *asked.mine)}
    found.refresh_from_db()
    assert found.purpose == "Den andras"


def test_the_decisions_amount_cannot_be_typed_over(make: Making, officer: User, browse: Browse) -> None:
    found = Contribution.objects.get(strategy=make.strategy, year=2017)
    edit = reverse("priorities:contribution-edit", args=[found.pk])
    assert f"Lätt öronmärkt kärnstöd 2017: 50{HARD}000{HARD}000 kr." in browse(officer).get(edit).text

    typed = TYPED | {"giver": found.giver.pk, "version": str(found.version), "registry_number": "Ju2017/1"}
    assert browse(officer).post(edit, typed).status_code == 302
    found.refresh_from_db()
    assert (found.amount, found.year, found.registry_number) == (Decimal(50_000_000), 2017, "Ju2017/1")
    paragraph = found.paragraph
    assert paragraph is not None
    link = f"/strategies/{make.strategy.slug}/text/#{paragraph.anchor}"
    assert link in browse(officer).get(found.get_absolute_url()).text


@pytest.mark.parametrize(("status", "expected"), [("closed", 200), ("archived", 404)])
def test_closed_can_be_corrected_and_archived_is_only_read(
    make: Making, officer: User, browse: Browse, status: str, expected: int
) -> None:
    found = make.contribution()
    Strategy.objects.filter(pk=make.strategy.pk).update(status=status)
    client = browse(officer)

    assert client.get(reverse("priorities:contribution-edit", args=[found.pk])).status_code == expected
    page = client.get(found.get_absolute_url())
    assert page.status_code == 200
    assert ("Ta bort" in page.text) == (expected == 200)
