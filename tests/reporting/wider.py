"""Figures, money and work plan for the tests of what shows them beside dialogue."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.work_plan.models import Activity, ActivityUpdate
from strategy.people.organisations import Organisation
from tests.making import DAY, MOMENT, Making


def sida() -> Organisation:
    return Organisation.objects.get(key="sida")


def measurement(make: Making, goals: Collection[str] = ("i.1",), **fields: Any) -> Measurement:
    name = fields.pop("name", "Anställda")
    indicator = Indicator.objects.filter(strategy=make.strategy, name=name).first()
    if indicator is None:
        indicator = Indicator(strategy=make.strategy, name=name, name_en="Staff", unit="personer", source="IOM")
        make.save(indicator)
        indicator.goals.set(make.goal(code) for code in goals)
    defaults = {"value": Decimal("13000"), "qualifier": "more_than", "measured_on": DAY, "source": "IOM:s årsrapport"}
    found = Measurement(strategy=make.strategy, indicator=indicator, **defaults | fields)
    make.save(found)
    return found


def contribution(make: Making, goals: Collection[str] = ("i.1",), **fields: Any) -> Contribution:
    defaults = {
        "giver": sida(),
        "kind": "lightly_earmarked_core",
        "year": 2021,
        "amount": Decimal("100000000"),
        "paid_on": date(2021, 5, 20),
        "source": "Årsredovisningen",
        "purpose": "Reformarbetet",
    }
    found = Contribution(strategy=make.strategy, **defaults | fields)
    make.save(found)
    found.goals.set(make.goal(code) for code in goals)
    return found


def activity(make: Making, goals: Collection[str] = ("i.1",), **fields: Any) -> Activity:
    defaults = {"title": "Skriva ett gemensamt inlägg", "responsible": sida(), "due_on": date(2021, 9, 30)}
    found = Activity(strategy=make.strategy, **defaults | fields)
    make.save(found)
    found.goals.set(make.goal(code) for code in goals)
    return found


def update(make: Making, of: Activity, happened_on: date, **fields: Any) -> ActivityUpdate:
    return ActivityUpdate.objects.create(
        strategy=make.strategy, activity=of, by=make.officer, at=MOMENT, happened_on=happened_on, **fields
    )
