from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.figures.services import add_figure, change_figure, remove_figure
from strategy.people.models import User
from strategy.records.refusals import Conflict
from tests.making import Making

pytestmark = pytest.mark.django_db


def test_a_figure_is_written_with_its_goals_and_its_writer(make: Making, officer: User) -> None:
    indicator = Indicator(strategy=make.strategy, name="Granskningar", unit="antal", source="IOM")

    add_figure(figure=indicator, goals=[make.goal("i.3")], by=officer)

    assert [goal.code for goal in indicator.goals.all()] == ["i.3"]
    assert (indicator.created_by, indicator.version) == (officer, 1)


@pytest.mark.parametrize("kind", ["measurement", "contribution", "posting", "indicator"])
def test_nothing_is_saved_without_a_source(make: Making, officer: User, kind: str) -> None:
    figure = getattr(make, kind)()
    figure.pk, figure.source = None, ""

    with pytest.raises(ValidationError) as refused:
        add_figure(figure=figure, by=officer)

    assert "source" in refused.value.error_dict


def test_changing_keeps_history_and_refuses_what_was_changed_meanwhile(make: Making, officer: User) -> None:
    contribution = make.contribution(["iii.2"])
    contribution.amount = Decimal("2000000")

    change_figure(figure=contribution, goals=[make.goal("iii.1")], by=officer, expected_version=1)

    assert [goal.code for goal in contribution.goals.all()] == ["iii.1"]
    assert next(entry.amount for entry in contribution.history.order_by("history_id")) == Decimal("1000000")
    with pytest.raises(Conflict):
        change_figure(figure=contribution, goals=[], by=officer, expected_version=1)
    assert [goal.code for goal in contribution.goals.all()] == ["iii.1"]


def test_another_strategys_goal_is_refused(make: Making, make_foreign: Making, officer: User) -> None:
    foreign = make_foreign.strategy.goals.first()
    assert foreign is not None

    with pytest.raises(ValueError, match="two strategies"):
        add_figure(figure=make.posting(), goals=[foreign], by=officer)


def test_an_indicator_in_the_bin_takes_its_measurements_along(make: Making, officer: User) -> None:
    measurement = make.measurement()

    remove_figure(figure=measurement.indicator, by=officer)

    assert not Indicator.objects.visible_to(officer).filter(pk=measurement.indicator_id).exists()
    assert not Measurement.objects.visible_to(officer).filter(pk=measurement.pk).exists()
    assert Measurement._base_manager.get(pk=measurement.pk).removed_at is None


def test_a_removed_figure_is_kept_in_the_bin(make: Making, officer: User) -> None:
    for figure in (make.contribution(), make.posting()):
        remove_figure(figure=figure, by=officer)
        assert type(figure)._base_manager.get(pk=figure.pk).removed_at is not None
    assert not Contribution.objects.visible_to(officer).filter(year=2031).exists()
    assert not Posting.objects.visible_to(officer).exists()
