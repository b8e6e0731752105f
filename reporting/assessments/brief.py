"""All judgements in brief, asked for once: which year to show, and what is in force in it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from priorities.goals.models import FocusArea
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round
from reporting.assessments.models.scales import Development
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.log import sightings
from strategy.tools.kept_sql import KeptQuestion, as_date, kept, rows_of


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
        self.visible = Assessment.objects.visible_to(user).filter(strategy=self.strategy)
        rows = rows_of(kept(KeptQuestion(("judgements", material.limits), self.of_both_kinds)))
        self.brief = sorted(map(in_brief, rows), key=by_day, reverse=True)
        self.year = year or self.latest_year

    def of_both_kinds(self) -> "QuerySet[Any]":
        overall = OverallAssessment.objects.visible_to(self.user).filter(strategy=self.strategy)
        rows = self.visible.in_brief(self.material.as_of)
        return rows.union(overall.in_brief(self.material.as_of), all=True)

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
    def of_goals_before(self) -> dict[int, Assessment]:
        """In force in the year before, by goal."""
        before = (one for one in self.brief if one.is_in_force and one.year == self.year - 1)
        return {judgement.goal_id: judgement for judgement in self.assessments(before)}

    @cached_property
    def moved(self) -> list[Assessment]:
        """Of the year's, those that say that the goal has gone backward or forward, backward first; with the reason."""
        ways = (Development.BACKWARD, Development.FORWARD)
        moved = [judgement for way in ways for judgement in self.of_goals if judgement.development == way]
        reasons = self.visible.filter(pk__in=[judgement.pk for judgement in moved]).values_list("pk", "happened")
        happened = dict(reasons) if moved else {}
        for judgement in moved:
            judgement.happened = happened[judgement.pk]
        return moved

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


def in_brief(row: tuple[Any, ...]) -> InBrief:
    one = InBrief(*row)
    return one._replace(assessed_on=as_date(one.assessed_on), is_in_force=bool(one.is_in_force))


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
