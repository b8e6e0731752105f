"""The demonstration's indicators, measurements, money and postings: loaded before what may cite them."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.goals.models import Goal

if TYPE_CHECKING:
    from reporting.demonstration.loading import Demonstration

Table = dict[str, Any]


def load_figures(demonstration: "Demonstration", tables: Table) -> None:
    for table in tables["indicator"]:
        load_indicator(demonstration, table)
    for table in tables["contribution"]:
        load_contribution(demonstration, table)
    for table in tables["posting"]:
        load_posting(demonstration, table)


def load_indicator(demonstration: "Demonstration", table: Table) -> None:
    """A new one, or more measurements of one that came with the decision."""
    if "of" in table:
        indicator = Indicator.objects.get(strategy=demonstration.strategy, name=table["of"])
    else:
        indicator = Indicator(
            **{
                name: table[name]
                for name in ("name", "name_en", "description", "unit", "unit_en", "direction", "source")
            },
            **{name: Decimal(table[name]) for name in ("baseline", "target") if name in table},
            **{name: table[name] for name in ("baseline_year", "target_year") if name in table},
        )
        demonstration.create(indicator)
        indicator.goals.set(goals(demonstration, table))
    for value in table["measurement"]:
        load_measurement(demonstration, indicator, value)


def load_measurement(demonstration: "Demonstration", indicator: Indicator, table: Table) -> None:
    day = table.get("measured_on") or date(table["year"], 12, 31)
    measurement = Measurement(
        indicator=indicator,
        value=Decimal(table["value"]),
        qualifier=table.get("qualifier", "exactly"),
        measured_on=day,
        is_whole_year="year" in table,
        source=table["source"],
        note=table.get("note", ""),
        shared_with_agencies=table.get("shared", False),
    )
    demonstration.marked(measurement, table, day)
    demonstration.create(measurement)
    demonstration.measurements[table["key"]] = measurement


def load_contribution(demonstration: "Demonstration", table: Table) -> None:
    contribution = Contribution(
        giver=demonstration.organisations[table["giver"]],
        amount=Decimal(table["amount"]),
        currency=table.get("currency", Contribution.Currency.SEK),
        shared_with_agencies=table.get("shared", False),
        **{name: table[name] for name in ("kind", "year", "stage", "source", "registry_number")},
        **{name: table.get(name, "") for name in ("appropriation", "purpose")},
        **{name: table.get(name) for name in ("decided_on", "paid_on")},
    )
    demonstration.marked(contribution, table, table.get("decided_on") or date(table["year"], 1, 1))
    demonstration.create(contribution)
    contribution.goals.set(goals(demonstration, table))
    demonstration.contributions[table["key"]] = contribution


def load_posting(demonstration: "Demonstration", table: Table) -> None:
    posting = Posting(
        sent_by=demonstration.organisations[table["sent_by"]],
        shared_with_agencies=table.get("shared", False),
        **{name: table[name] for name in ("kind", "year", "level", "place", "months", "purpose", "source")},
    )
    demonstration.marked(posting, table, date(table["year"], 1, 1))
    demonstration.create(posting)
    posting.goals.set(goals(demonstration, table))


def goals(demonstration: "Demonstration", table: Table) -> list[Goal]:
    return [demonstration.goals[code] for code in table["goals"]]
