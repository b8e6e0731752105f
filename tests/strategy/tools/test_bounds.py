"""What the database takes for a day or a year, wherever one is kept."""

import re
from datetime import date
from typing import cast

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from strategy.decision.models import Strategy
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]

OURS = ("strategy", "priorities", "dialogue", "reporting")


def dated() -> set[tuple[type[models.Model], str]]:
    """Every column of a day or a year; the history's are copies of what has been let in."""
    return {
        (model, field.name)
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "instance_type")
        for field in model._meta.concrete_fields
        if type(field) is models.DateField or re.fullmatch(r"(baseline_|target_)?year", field.name)
    }


def bounded() -> set[tuple[type[models.Model], str]]:
    return {
        (model, name.removesuffix("__range"))
        for model, _name in dated()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and constraint.name.endswith("_can_be")
        for name, _bounds in cast(list[tuple[str, object]], cast(Q, constraint.condition).children)
    }


def test_every_day_and_year_is_within_bounds() -> None:
    assert dated() - bounded() == set()
    assert len(dated()) > 40


@pytest.mark.parametrize("year", [21, 202, 1821, 1949, 2101, 2201, 9999])
def test_the_database_refuses_a_year_that_cannot_be(year: int, make: Making) -> None:
    event, contribution = make.event(), make.contribution()

    for row, change in ((event, {"ends_on": date(year, 3, 7)}), (contribution, {"year": year})):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**change)


def test_a_service_says_so_in_a_sentence(strategy: Strategy) -> None:
    strategy.decided_on = date(21, 3, 7)
    with pytest.raises(ValidationError) as refused:
        strategy.full_clean()
    assert refused.value.messages == ["Dagar och år ska ligga mellan 1950 och 2100."]


@pytest.mark.parametrize("day", [date(1950, 1, 1), date(2100, 12, 31)])
def test_the_bounds_themselves_are_within(day: date, strategy: Strategy) -> None:
    Strategy.objects.filter(pk=strategy.pk).update(decided_on=day)
