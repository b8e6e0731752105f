"""All judgements in brief, asked for once: which year to show, and what is in force in it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from priorities.goals.models import FocusArea
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.log import sightings


class InBrief(NamedTuple):
    """`goal` is None where a focus area, or the whole strategy, is judged."""

    pk: int
    year: int
    state: str
    created_by: int | None
    marking: str
    is_in_force: bool
    goal: int | None
    area: int | None
    assessed_on: date | None
    attainment: str
    development: str
    effort: str
    text: str


class Judgements:
    """What somebody may see, of goals and of the whole; where an earlier day is named, what was in force then.

    As judgements, with what the overview shows of them: what is in force in one year.
    """

    def __init__(self, user: User, material: Material, year: int | None = None) -> None:
        self.user = user
        self.material = material
        self.strategy = material.strategy
        of_goals = Assessment.objects.visible_to(user).filter(strategy=self.strategy)
        overall = OverallAssessment.objects.visible_to(user).filter(strategy=self.strategy)
        rows = of_goals.in_brief(material.as_of).union(overall.in_brief(material.as_of), all=True)
        self.brief = sorted((InBrief(*row) for row in rows), key=by_day, reverse=True)
        self.year = year or self.latest_year

    @cached_property
    def latest_year(self) -> int:
        """Of the strategy's years, the latest in which a goal is judged; the first where none is."""
        judged = {one.year for one in self.brief if one.is_in_force and one.goal}
        return max(judged.intersection(self.strategy.years), default=self.strategy.start.year)

    @cached_property
    def of_goals(self) -> list[Assessment]:
        """In force in the year, in the order of their goals."""
        return self.assessments(one for one in self.brief if one.is_in_force and one.year == self.year)

    @cached_property
    def overall(self) -> list[OverallAssessment]:
        """In force in the year: that of the whole strategy first, then those of the focus areas in their order."""
        return self.overall_assessments(one for one in self.brief if one.is_in_force and one.year == self.year)

    def assessments(self, rows: Iterable[InBrief]) -> list[Assessment]:
        found = list(rows)
        return [
            completed(
                Assessment(
                    goal=goal,
                    assessed_on=one.assessed_on or date.min,
                    attainment=one.attainment,
                    development=one.development,
                    effort=one.effort,
                ),
                one,
            )
            for goal in self.material.goals
            for one in found
            if one.goal == goal.pk
        ]

    def overall_assessments(self, rows: Iterable[InBrief]) -> list[OverallAssessment]:
        found = [one for one in rows if not one.goal]
        areas: dict[int | None, FocusArea | None] = {None: None}
        areas |= {goal.focus_area_id: goal.focus_area for goal in self.material.goals}
        return [
            completed(OverallAssessment(focus_area=area, text=one.text), one)
            for pk, area in areas.items()
            for one in found
            if one.area == pk
        ]


def by_day(one: InBrief) -> tuple[date, int]:
    return one.assessed_on or date.min, one.pk


JudgementT = TypeVar("JudgementT", Assessment, OverallAssessment)


def completed(judgement: JudgementT, one: InBrief) -> JudgementT:
    """With what both kinds have. That a secret one was read is noted here, since no queryset has made it."""
    judgement.pk, judgement.round = one.pk, Round(year=one.year)
    judgement.state, judgement.effective_classification = one.state, one.marking
    if one.marking == Classification.SECRET:
        sightings.tell(type(judgement), one.pk)
    return judgement
