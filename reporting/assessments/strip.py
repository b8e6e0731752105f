"""A year's goals in a strip: which are done, which is at hand, which are left. One sees the whole while one works."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from priorities.goals.models import Goal
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.scales import JudgementState
from reporting.assessments.years import YearLine, year_lines
from strategy.people.models import User

DONE = {JudgementState.PROPOSED, JudgementState.APPROVED}


@dataclass(frozen=True)
class Stop:
    """`judgement` is what is being written, else what is in force; None where nobody has begun."""

    goal: Goal
    judgement: Assessment | None
    is_here: bool
    is_done: bool


def strip(user: User, assessment: Assessment, unread: Collection[int] = ()) -> list[Stop]:
    """`unread` are the judgements that whoever decides has still to read: to them those are not done."""
    lines = year_lines(user, assessment.strategy, assessment.round.year)
    return [stop(line, assessment, unread) for line in lines]


def stop(line: YearLine, assessment: Assessment, unread: Collection[int]) -> Stop:
    judgement = line.under_way or line.in_force
    done = judgement is not None and judgement.state in DONE and judgement.pk not in unread
    return Stop(line.goal, judgement, line.goal.pk == assessment.goal_id, done)


def following(stops: Sequence[Stop]) -> Stop | None:
    """The next goal that is left, from here on and then from the beginning."""
    at = next((place for place, found in enumerate(stops) if found.is_here), 0)
    return next((found for found in [*stops[at + 1 :], *stops[:at]] if not found.is_done), None)
