"""All judgements in brief, asked for once: which year to show, what is in force in it, what waits for whom."""

from functools import cached_property
from typing import NamedTuple

from reporting.material import Material
from reporting.models import Assessment, OverallAssessment
from strategy.models import User


class InBrief(NamedTuple):
    """`goal` is None where a focus area or the whole strategy is judged. `is_returned` to the one who reads."""

    pk: int
    year: int
    goal: int | None
    state: str
    is_in_force: bool
    is_returned: bool


class Judgements:
    """What somebody may see, of goals and of the whole; where an earlier day is named, what was in force then.

    In full, with the reason where it was sent back: what is in force in one year, and what waits for its writer.
    """

    def __init__(self, user: User, material: Material, year: int | None = None) -> None:
        self.strategy = material.strategy
        self.goals = len(material.goals)
        of_goals = Assessment.objects.visible_to(user).filter(strategy=material.strategy)
        overall = OverallAssessment.objects.visible_to(user).filter(strategy=material.strategy)
        rows = of_goals.in_brief(user, material.as_of).union(overall.in_brief(user, material.as_of), all=True)
        self.brief = [InBrief(*row) for row in rows]
        self.year = year or self.latest_year
        shown = [one for one in self.brief if one.is_returned or (one.is_in_force and one.year == self.year)]
        self.of_goals = list(of_goals.in_full([one.pk for one in shown if one.goal]))
        self.overall = list(overall.in_full([one.pk for one in shown if not one.goal]))

    @cached_property
    def latest_year(self) -> int:
        """Of the strategy's years, the latest in which a goal is judged; the first where none is."""
        judged = {one.year for one in self.brief if one.is_in_force and one.goal}
        return max(judged.intersection(self.strategy.years), default=self.strategy.start.year)
