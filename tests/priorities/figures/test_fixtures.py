"""The decision's own figures: each stands where it says in the decision, is public, and has a source."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from priorities.figures.fixtures import load_figures, paragraph_of
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from strategy.decision.models import Strategy

FILE = Path(settings.BASE_DIR) / "fixtures" / "strategy" / "iom-2020-2022-figures.toml"

# By the words of the decision, written once more by hand.
VALUES = {
    ("IOM:s budget", 2008, "1", "exactly", "från 1 miljard till 2 miljarder USD"),
    ("IOM:s budget", 2019, "2", "exactly", "från 1 miljard till 2 miljarder USD"),
    ("Medlemsstater i IOM", 2008, "125", "exactly", "från 125 till 173"),
    ("Medlemsstater i IOM", 2019, "173", "exactly", "från 125 till 173"),
    ("Anställda i IOM", 2008, "6800", "exactly", "från 6800 till över 13 000"),
    ("Anställda i IOM", 2019, "13000", "more_than", "från 6800 till över 13 000"),
    ("IOM:s fältkontor", 2019, "400", "more_than", "fler än 400 fältkontor"),
    ("IOM:s balansomslutning", 2018, "1858", "exactly", "Balansomslutningen i IOM 2018 var 1 858 miljoner USD"),
    ("Andel av verksamheten som finansieras genom projektstöd", 2019, "97", "about", "Omkring 97 %"),
    (
        "Andel av verksamheten som finansieras genom medlemsavgifter och kärnstöd",
        2019,
        "3",
        "about",
        "övriga 3 % genom medlemsstaternas obligatoriska medlemskapsavgifter och kärnstöd",
    ),
    ("Kärnstrukturens andel av IOM:s budget", 2019, "8", "exactly", "Endast 8% av den totala budgeten"),
    ("Operativa insatsers andel av IOM:s budget", 2019, "92", "exactly", "medan 92 % går till operativa insatser"),
    (
        "Andel av den administrativa budgeten som finansieras genom overheadavgift (OSI)",
        2019,
        "70",
        "exactly",
        "70 % av den administrativa delen av budgeten",
    ),
    ("IOM:s overheadavgift (OSI) på projekt", 2019, "7", "exactly", "på genomförda projekt (7 %)"),
    ("Kärnstöd som IOM har tagit emot", 2018, "30.1", "exactly", "endast 30,1 miljoner USD i kärnstöd 2018"),
    ("Den operativa budgetens ökning på fem år", 2019, "25", "about", "ökat med omkring 25 procent"),
    ("Sveriges samlade stöd till IOM", 2018, "320", "about", "ungefär 320 miljoner SEK"),
    (
        "Sveriges plats bland givare av icke- eller lätt öronmärkt kärnstöd",
        2019,
        "1",
        "exactly",
        "den enskilt största givaren av icke- eller lätt öronmärkt kärnstöd",
    ),
}

MONEY = {
    (2017, "lightly_earmarked_core", "paid", "exactly", 50_000_000, "2017: 50 miljoner SEK"),
    (2018, "lightly_earmarked_core", "paid", "exactly", 65_000_000, "2018: 65 miljoner SEK"),
    (2019, "lightly_earmarked_core", "paid", "exactly", 100_000_000, "2019: 100 miljoner SEK"),
    (2019, "mandatory_fee", "paid", "about", 5_000_000, "ca. 5 miljoner SEK"),
    (2018, "core", "budgeted", "exactly", 50_000_000, "om 50 miljoner SEK i kärnstöd till IOM"),
    (2019, "core", "budgeted", "exactly", 50_000_000, "om 50 miljoner SEK i kärnstöd till IOM"),
    (2020, "core", "budgeted", "exactly", 100_000_000, "till 100 miljoner SEK/år"),
    (2021, "core", "budgeted", "exactly", 100_000_000, "till 100 miljoner SEK/år"),
    (2022, "core", "budgeted", "exactly", 100_000_000, "till 100 miljoner SEK/år"),
}


def stands_in(figure: Measurement | Contribution, words: str) -> bool:
    """In the paragraph, or in a footnote of it."""
    paragraph = figure.paragraph
    assert paragraph is not None
    notes = [footnote.text for footnote in paragraph.footnotes.all()]
    return any(words in text.replace("*", "") for text in (paragraph.text, *notes))


def test_the_measurements_are_the_decisions(strategy: Strategy) -> None:
    found = Measurement.objects.filter(strategy=strategy)

    assert {(str(m.indicator), m.measured_on.year, m.value, m.qualifier) for m in found} == {
        (name, year, Decimal(value), qualifier) for name, year, value, qualifier, _words in VALUES
    }
    assert found.count() == len(VALUES)
    for name, year, _value, _qualifier, words in VALUES:
        assert stands_in(found.get(indicator__name=name, measured_on__year=year), words), name


def test_the_money_is_the_decisions(strategy: Strategy) -> None:
    found = Contribution.objects.filter(strategy=strategy)

    assert {(c.year, c.kind, c.stage, c.qualifier, c.amount) for c in found} == {
        (year, kind, stage, qualifier, Decimal(amount)) for year, kind, stage, qualifier, amount, _words in MONEY
    }
    assert found.count() == len(MONEY)
    for year, kind, stage, _qualifier, _amount, words in MONEY:
        contribution = found.get(year=year, kind=kind, stage=stage)
        assert stands_in(contribution, words), words
        assert (contribution.currency, contribution.paid_on, str(contribution.giver)) == (
            "SEK",
            None,
            "Justitiedepartementet",
        )


def test_they_are_public_and_have_sources_and_translations(strategy: Strategy) -> None:
    for model in (Measurement, Contribution):
        rows = model._default_manager.filter(strategy=strategy)
        assert {row.effective_classification for row in rows} == {"open"}
        assert all(row.source.startswith("Regeringens beslut, ") for row in rows)
    assert all(found.name_en and found.unit_en for found in Indicator.objects.filter(strategy=strategy))


def test_every_quotation_stands_in_the_decision_word_for_word() -> None:
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    text = (FILE.parent / "iom-2020-2022.txt").read_text(encoding="utf-8").replace("*", "")
    quotes = [value["quote"] for table in tables["indicator"] for value in table["measurement"]]
    quotes += [table["quote"] for table in tables["contribution"]]

    assert [quote for quote in quotes if quote not in text] == []


def test_words_that_are_not_in_the_decision_stop_the_loading(strategy: Strategy, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not in the decision: hälften"):
        paragraph_of(strategy, "hälften")
    file = tmp_path / "figures.toml"
    changed = (
        FILE.read_text(encoding="utf-8").replace('name = "', 'name = "Om ').replace("Omkring 97 %", "Omkring 96 %")
    )
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(ValueError, match="Omkring 96 %"):
        load_figures(strategy, file)
