"""What an edition states of the goals' judgements, and the narratives with their evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from priorities.goals.models import FocusArea, Goal
from reporting.assessments.material import Material
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.reports.contents.snapshots.pieces import day
from reporting.reports.contents.snapshots.register import Register
from reporting.reports.models import Report
from strategy.access import Audience
from strategy.texts.reading import marks, without_marks

PARTS = ("happened", "contribution", "next_steps")

Json = dict[str, Any]


class Judgements:
    """Of some years, and at length of the last of them; read once, told apart goal by goal."""

    def __init__(self, report: Report, material: Material, years: Sequence[int]) -> None:
        self.report = report
        self.years = years
        self.year = years[-1]
        self.strategy = report.strategy
        self.material = material
        self.register = Register()

    @cached_property
    def assessments(self) -> dict[tuple[int, int], Assessment]:
        """By goal and year: those that the edition holds."""
        return by_goal_and_year(self.material.assessments, self.years)

    @cached_property
    def levels(self) -> dict[tuple[int, int], Assessment]:
        return by_goal_and_year(self.material.levels, self.years)

    @cached_property
    def developments(self) -> dict[tuple[int, int], Assessment]:
        return by_goal_and_year(self.material.developments, self.years)

    @cached_property
    def public_texts(self) -> dict[int, str]:
        """By goal: written for every reader, so they stand where the assessment itself may not."""
        in_force = Assessment.objects.with_public_text().in_force()
        of_the_year = in_force.filter(strategy=self.strategy, round__year=self.year)
        return dict(of_the_year.values_list("goal", "public_text"))

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """By assessment, in the order of their numbers."""
        by_assessment: dict[int, list[Evidence]] = defaultdict(list)
        cited = [held.pk for (_, year), held in self.assessments.items() if year == self.year]
        for piece in self.material.evidence.filter(assessment__in=cited).with_targets().order_by("number"):
            by_assessment[piece.assessment_id].append(piece)
        return by_assessment

    @cached_property
    def numbers(self) -> dict[int, set[int]]:
        """By goal: the numbers of all the evidence for the year's judgement, whatever the edition holds."""
        judged = Assessment.objects.present().in_force().filter(strategy=self.strategy, round__year=self.year)
        by_goal: dict[int, set[int]] = defaultdict(set)
        pieces = Evidence.objects.present().filter(assessment__in=judged)
        for goal, number in pieces.values_list("assessment__goal", "number"):
            by_goal[goal].add(number)
        return by_goal

    @cached_property
    def overall_assessments(self) -> dict[int | None, Json]:
        """By focus area, None for the whole: the edition's own text, or the one for every reader."""
        year = Q(strategy=self.strategy, round__year=self.year)
        public = OverallAssessment.objects.with_public_text().in_force().filter(year)
        parts = {row.focus_area_id: part("public", row.public_text) for row in public}
        if self.report.audience != Audience.EXTERNAL:
            held = self.material.overall_assessments.filter(year)
            parts |= {row.focus_area_id: part("text", row.text) for row in held}
        return parts

    def overall(self, area: FocusArea | None) -> Json | None:
        return self.overall_assessments.get(area.pk if area else None)

    def judgement(self, goal: Goal, year: int) -> Json:
        """None, which is read as *not stated*, where there is none or it rests on something left out."""
        held = self.levels.get((goal.pk, year))
        compared = self.developments.get((goal.pk, year))
        return {
            "year": year,
            "attainment": held.attainment if held else None,
            "development": compared.development if compared else None,
            "effort": held.effort or None if held else None,
            "assessed_on": day(held.assessed_on) if held else None,
        }

    def held(self, goal: Goal) -> Assessment | None:
        return self.assessments.get((goal.pk, self.year))

    def parts(self, goal: Goal) -> list[Json]:
        """What the edition prints on a goal, as it was written: with references to what the edition hides."""
        held = self.held(goal)
        if held and self.report.audience != Audience.EXTERNAL:
            return [part(name, getattr(held, name)) for name in PARTS]
        return [part("public", self.public_texts.get(goal.pk, ""))]

    def pieces(self, goal: Goal) -> list[Evidence]:
        held = self.held(goal)
        return self.evidence[held.pk] if held else []

    def hidden(self, goal: Goal) -> set[int]:
        """The numbers of the evidence that the edition does not hold."""
        return self.numbers[goal.pk].difference(piece.number for piece in self.pieces(goal))

    def narrative(self, goal: Goal) -> tuple[list[Json], dict[str, int]]:
        """The parts as they were written, and by the number that evidence has in them its number in the register."""
        pieces = {piece.number: piece for piece in self.pieces(goal)}
        hidden = self.hidden(goal)
        parts = [part(written["part"], without_marks(written["text"], hidden)) for written in self.parts(goal)]
        marked = [number for written in parts for number in marks(written["text"])]
        order = [number for number in dict.fromkeys([*marked, *pieces]) if number in pieces]
        notes = {str(number): self.register.cite(pieces[number], goal.code) for number in order}
        return [written for written in parts if written["text"]], notes


def part(name: str, text: str) -> Json:
    return {"part": name, "text": text}


def by_goal_and_year(rows: QuerySet[Assessment], years: Iterable[int]) -> dict[tuple[int, int], Assessment]:
    found = rows.filter(round__year__in=years).select_related("round")
    return {(row.goal_id, row.round.year): row for row in found}
