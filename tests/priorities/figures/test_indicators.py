from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from priorities.figures.models.indicators import Indicator, Measurement
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
HARD = "\N{NO-BREAK SPACE}"


@pytest.fixture
def url(strategy: Strategy) -> str:
    return reverse("priorities:indicators", args=[strategy.slug])


def test_the_latest_value_and_that_of_the_year_before_are_told(
    make: Making, officer: User, browse: Browse, url: str
) -> None:
    indicator = make.indicator("Genomförda rekommendationer", ["i.3"])
    make.measurement(indicator, year=2020, value=Decimal(71))
    make.measurement(indicator, year=2021, value=Decimal(58), qualifier="about")
    page = browse(officer).get(f"{url}?goal={make.goal('i.3').pk}")

    assert [reading.indicator for reading in page.context["courses"]] == [indicator]
    for words in ("omkring 58", "procent, 2021", "2020: 71 · högre är bättre", "IOM:s redovisning", ">i.3</a>"):
        assert words in folded(page.text)
    assert "Genomförda rekommendationer, procent. 2020: 71. 2021: omkring 58. Högre är bättre." in page.text


def test_the_year_before_is_of_an_earlier_year(make: Making, officer: User, browse: Browse, url: str) -> None:
    indicator = make.indicator()
    for day, value in (("2020-11-24", 164), ("2021-06-29", 149), ("2021-10-26", 151)):
        make.measurement(indicator, measured_on=day, value=Decimal(value))
    reading = browse(officer).get(url).context["courses"]
    (found,) = [found for found in reading if found.indicator == indicator]

    assert (found.latest.value, found.before.value) == (151, 164)


def test_what_is_measured_once_stands_in_a_table(officer: User, browse: Browse, url: str) -> None:
    page = browse(officer).get(url)

    assert "IOM:s fältkontor" in {reading.indicator.name for reading in page.context["single"]}
    assert "IOM:s budget" in {reading.indicator.name for reading in page.context["courses"]}
    assert "mer än 400" in page.text


def test_a_secret_value_is_neither_told_nor_drawn(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    indicator = make.indicator(name="Givare")
    make.measurement(indicator, year=2020, value=Decimal(71))
    make.measurement(indicator, year=2021, value=Decimal("776655"), source="Kvarnsten", classification="secret")
    told = f"776{HARD}655"
    for address in (url, indicator.get_absolute_url()):
        assert told in browse(cast.delegation).get(address).text
        text = browse(cast.reader).get(address).text
        assert "Givare" in text
        for word in (told, "776655", "Kvarnsten"):
            assert word not in text


def test_the_page_leads_from_a_value_to_its_place_in_the_decision(make: Making, officer: User, browse: Browse) -> None:
    indicator = Indicator.objects.get(strategy=make.strategy, name="Anställda i IOM")
    paragraph = Measurement.objects.filter(indicator=indicator)[0].paragraph
    assert paragraph is not None
    page = browse(officer).get(indicator.get_absolute_url())

    assert page.text.count(f'href="/strategies/{make.strategy.slug}/text/#{paragraph.anchor}"') == 2
    for words in (
        f"mer än 13{HARD}000",
        "Regeringens beslut, fotnot 6",
        "2008",
        '<svg class="chart chart-measurements"',
    ):
        assert folded(words) in folded(page.text)


def test_an_indicator_is_written_and_gets_its_first_value(make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    typed = {
        "name": "Utredningstid",
        "unit": "månader",
        "direction": "down",
        "baseline": "7,5",
        "baseline_year": "2020",
        "source": "IOM",
        "goals": [make.goal("i.3").pk],
    }
    response = client.post(reverse("priorities:indicator-new", args=[make.strategy.slug]), typed, follow=True)
    found = Indicator.objects.get(name="Utredningstid")
    assert "Inget värde än" in response.text
    assert "7,5 (2020)" in response.text

    value = {
        "value": "13",
        "qualifier": "exactly",
        "measured_on": "2021-03-01",
        "is_whole_year": "on",
        "source": "SCPF 29",
        "classification": "open",
    }
    response = client.post(reverse("priorities:measurements", args=[found.pk]), value)
    measurement = found.measurements.get()
    assert response["Location"] == f"/indicators/{found.pk}/#measurement-{measurement.pk}"
    assert (str(measurement.measured_on), measurement.effective_classification) == ("2021-12-31", "open")


def test_the_same_value_twice_and_a_taken_name_are_told(make: Making, officer: User, browse: Browse) -> None:
    measurement = make.measurement(year=2020)
    value = {
        "value": "13",
        "qualifier": "exactly",
        "measured_on": "2020-12-31",
        "source": measurement.source,
        "classification": "open",
    }
    response = browse(officer).post(reverse("priorities:measurements", args=[measurement.indicator.pk]), value)
    assert response.status_code == 422
    assert "Mätvärdet finns redan för den dagen och källan." in response.text

    typed = {"name": measurement.indicator.name, "unit": "procent", "direction": "up", "source": "IOM"}
    response = browse(officer).post(reverse("priorities:indicator-new", args=[make.strategy.slug]), typed)
    assert response.status_code == 422
    assert "Indikatorn finns redan." in response.text


def test_a_value_is_changed_and_removed(make: Making, officer: User, browse: Browse) -> None:
    client, measurement = browse(officer), make.measurement(year=2020)
    typed = {
        "value": "64",
        "qualifier": "about",
        "measured_on": "2020-12-31",
        "is_whole_year": "on",
        "source": "Årsrapporten",
        "classification": "working",
        "version": "1",
    }
    client.post(reverse("priorities:measurement-edit", args=[measurement.pk]), typed)
    measurement.refresh_from_db()
    assert (measurement.value, measurement.qualifier, measurement.version) == (Decimal(64), "about", 2)

    response = client.post(reverse("priorities:measurement-removal", args=[measurement.pk]), follow=True)
    assert "Mätvärdet ligger i papperskorgen." in response.text
    assert "Inget värde än" in response.text


def test_removing_an_indicator_leads_to_the_list(make: Making, officer: User, browse: Browse, url: str) -> None:
    indicator = make.indicator()

    response = browse(officer).post(reverse("priorities:indicator-removal", args=[indicator.pk]), follow=True)

    assert response.redirect_chain == [(url, 302)]
    assert "Indikatorn ligger i papperskorgen." in response.text
    assert "Rapporter i tid" not in response.text


def test_archived_is_only_read(make: Making, officer: User, browse: Browse) -> None:
    indicator = make.measurement().indicator
    Strategy.objects.filter(pk=make.strategy.pk).update(status="archived")

    assert browse(officer).get(reverse("priorities:measurements", args=[indicator.pk])).status_code == 404
    page = browse(officer).get(indicator.get_absolute_url()).text
    assert "Ta bort" not in page
    assert "Nytt mätvärde" not in page
