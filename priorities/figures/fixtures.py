"""The figures that a decision states itself, written down with their place in it."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.services import add_figure
from priorities.goals.models import Goal
from strategy.access import Classification
from strategy.decision.models import Paragraph, Strategy
from strategy.people.organisations import Organisation

Table = dict[str, Any]


def load_figures(strategy: Strategy, file: Path) -> None:
    """The figures are public, since the decision is. Raises ValueError where a quotation is not in the decision."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    for table in tables["indicator"]:
        load_indicator(strategy, table)
    for table in tables["contribution"]:
        for year in table["years"]:
            load_contribution(strategy, year, table)


def load_indicator(strategy: Strategy, table: Table) -> None:
    names = ("name", "name_en", "unit", "unit_en", "direction", "source")
    described = {"description": table.get("description", "")}
    indicator = Indicator(strategy=strategy, **described, **{name: table[name] for name in names})
    add_figure(figure=indicator, goals=goals(strategy, table), by=None)
    for value in table["measurement"]:
        measurement = Measurement(
            strategy=strategy,
            indicator=indicator,
            value=Decimal(value["value"]),
            qualifier=value.get("qualifier", "exactly"),
            measured_on=date(value["year"], 12, 31),
            is_whole_year=True,
            source=value["source"],
            note=value.get("note", ""),
            paragraph=paragraph_of(strategy, value["quote"]),
            classification=Classification.OPEN,
        )
        add_figure(figure=measurement, by=None)


def load_contribution(strategy: Strategy, year: int, table: Table) -> None:
    contribution = Contribution(
        strategy=strategy,
        giver=Organisation.objects.get(key=table["giver"]),
        kind=table["kind"],
        year=year,
        amount=Decimal(table["amount"]),
        qualifier=table.get("qualifier", "exactly"),
        stage=table["stage"],
        appropriation=table.get("appropriation", ""),
        purpose=table.get("purpose", ""),
        source=table["source"],
        paragraph=paragraph_of(strategy, table["quote"]),
        classification=Classification.OPEN,
    )
    add_figure(figure=contribution, goals=goals(strategy, table), by=None)


def goals(strategy: Strategy, table: Table) -> list[Goal]:
    return list(Goal.objects.filter(strategy=strategy, code__in=table["goals"]))


def paragraph_of(strategy: Strategy, quote: str) -> Paragraph:
    """The paragraph that holds the quotation, or the one whose footnote does. Raises ValueError where none does."""
    for paragraph in Paragraph.objects.filter(strategy=strategy).prefetch_related("footnotes"):
        notes = [footnote.text for footnote in paragraph.footnotes.all()]
        if any(quote in text.replace("*", "") for text in (paragraph.text, *notes)):
            return paragraph
    raise ValueError(f"not in the decision: {quote}")
