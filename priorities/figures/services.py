"""Indicators, measurements, contributions and postings: written down, corrected, moved to the bin."""

from collections.abc import Collection

from django.db import transaction

from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.goals.models import Goal
from strategy.people.models import User
from strategy.records.services import create_record, move_to_bin, require_same_strategy, save_record

Figure = Indicator | Measurement | Contribution | Posting


@transaction.atomic
def add_figure(*, figure: Figure, by: User | None, goals: Collection[Goal] = ()) -> None:
    """Raises ValidationError: a figure without a source is one. A measurement has no goals but its indicator's."""
    require_same_strategy(figure.strategy_id, goals)
    create_record(record=figure, by=by)
    tie(figure, goals)


@transaction.atomic
def change_figure(*, figure: Figure, by: User, expected_version: int, goals: Collection[Goal] = ()) -> None:
    """Raises ValidationError and Conflict."""
    require_same_strategy(figure.strategy_id, goals)
    save_record(record=figure, by=by, expected_version=expected_version)
    tie(figure, goals)


def remove_figure(*, figure: Figure, by: User) -> None:
    """To the bin; an indicator takes its measurements with it, as long as it lies there."""
    move_to_bin(record=figure, by=by, expected_version=figure.version)


def tie(figure: Figure, goals: Collection[Goal]) -> None:
    if not isinstance(figure, Measurement):
        figure.goals.set(goals)
