"""Blind spots: the goals that nobody has raised for as many months as the strategy says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.tools.days import months_before


@dataclass(frozen=True)
class Silence:
    """A blind spot: since when nobody has raised the goal; None where nobody ever has."""

    goal: Goal
    last_dialogue: date | None


def silences(strategy: Strategy, goals: Iterable[Goal], last: Mapping[int, date], day: date) -> list[Silence]:
    """Of the goals for others to carry out; `last` says when each was raised in dialogue, as `Raised` tells it."""
    limit = months_before(day, strategy.blind_spot_months)
    others = [goal for goal in goals if goal.others_carry_it_out]
    return [Silence(goal, last.get(goal.pk)) for goal in others if last.get(goal.pk, strategy.start) < limit]
