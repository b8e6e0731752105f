"""The wheel of a year: what each month holds, and the judging and reporting that the year begins with."""

from dataclasses import dataclass
from datetime import date

from priorities.goals.models import Goal
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import Round
from reporting.calendar.entries import NOTHING, Slot
from reporting.reports.models import Report
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.tools.days import FIRST_YEAR, LAST_YEAR

MOST_IN_A_MONTH = 5


@dataclass(frozen=True)
class MonthOfYear:
    first: date
    slot: Slot
    is_present: bool


@dataclass(frozen=True)
class Judging:
    """Of the year before: how many goals are judged, and how far the yearly report has come."""

    year: int
    judged: int
    goals: int
    round: Round | None  # where this person may open it
    report: Report | None


def months_of(year: int, slots: dict[int, Slot], today: date) -> list[MonthOfYear]:
    firsts = [date(year, month, 1) for month in range(1, 13)]
    return [
        MonthOfYear(first, slots.get(first.month, NOTHING), (first.year, first.month) == (today.year, today.month))
        for first in firsts
    ]


def judging_in(user: User, strategy: Strategy, year: int) -> Judging | None:
    """None for who has no part in it, and where the year before is none of the strategy's."""
    judged = year - 1
    if judged not in strategy.years or not user.may(Action.READ, Kind.ASSESSMENT, strategy.pk):
        return None
    rounds = Round.objects.visible_to(user).filter(strategy=strategy, year=judged)
    opens = user.may(Action.READ, Kind.ASSESSMENT_STEP, strategy.pk)
    reports = Report.objects.visible_to(user).filter(strategy=strategy, kind="yearly", year=judged, audience="internal")
    return Judging(
        year=judged,
        judged=Assessment.objects.visible_to(user).filter(strategy=strategy, round__year=judged).in_force().count(),
        goals=Goal.objects.visible_to(user).of(strategy.pk).count(),
        round=rounds.select_related("strategy").first() if opens else None,
        report=reports.order_by("-edition_number", "-pk").first(),
    )


def years_to_choose(strategy: Strategy, year: int) -> list[int]:
    """The strategy's own, today's and the one that is shown."""
    return sorted({*strategy.years, strategy.today().year, year})


def beside(year: int) -> tuple[int | None, int | None]:
    """The years before and after, as far as the calendar goes."""
    return (year - 1 if year > FIRST_YEAR else None, year + 1 if year < LAST_YEAR else None)
