"""The contents of an organisation assessment: what became of each goal over the years, and what follows of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import translation

from priorities.frameworks.models import Framework
from priorities.goals.models import FocusArea, Goal
from reporting import figures
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.scales import Attainment
from reporting.reports.contents.snapshots.assessment_drafts import DRAFTS
from reporting.reports.contents.snapshots.base import Contents
from reporting.reports.contents.snapshots.brief import brief_of, change, has_changed, moved_goal
from reporting.reports.contents.snapshots.judgements import Judgements
from reporting.reports.contents.snapshots.pieces import bilingual
from reporting.reports.models import Report

SCHEMA = "assessment-1"

Json = dict[str, Any]


def contents(report: Report, taken_at: datetime) -> Json:
    """Everything the report says, as plain JSON types. A fixed number of queries, however much there is."""
    return AssessmentContents(report).write(taken_at)


class AssessmentContents(Contents):
    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.first, self.until = self.strategy.start, report.evidence_until
        self.years = judged_years(report)
        self.judgements = Judgements(report, self.material, self.years)

    def write(self, taken_at: datetime) -> Json:
        areas = [self.focus_area(area) for area in FocusArea.objects.of(self.strategy.pk)]
        goals = [goal for area in areas for goal in area["goals"]]
        moved = [moved_goal(goal, goal["path"][0], goal["path"][-1]) for goal in goals]
        written: Json = {
            **self.heading(SCHEMA, taken_at, self.until, form=self.report.form),
            "years": list(self.years),
            "figures": self.figures(goals),
            "overall": self.judgements.overall(None),
            "brief": brief_of([goal for goal in moved if has_changed(goal)]),
            "focus_areas": areas,
            "frameworks": list(self.frameworks()),
            "register": self.judgements.register.entries,
        }
        with translation.override(self.report.language):
            for key, draft in DRAFTS.items():
                written[key] = self.text(key, None, lambda draft=draft: draft(written))  # type: ignore[misc]
        return written

    def figures(self, goals: list[Json]) -> Json:
        changes = Counter(goal["change"] for goal in goals)
        counted = figures.counted(self.material, self.first, self.until, self.until)
        return {
            "goals": len(goals),
            **{f"goals_{name}": changes[name] for name in ("higher", "same", "lower")},
            "goals_attained": sum(goal["judgement"]["attainment"] == Attainment.ATTAINED for goal in goals),
            **{name: number for name, number in counted.items() if name != "planned"},
        }

    def focus_area(self, area: FocusArea) -> Json:
        return {
            "code": area.code,
            "title": bilingual(area.title, area.title_en),
            "short_title": bilingual(area.short_title, area.short_title_en),
            "overall": self.judgements.overall(area),
            "goals": [self.goal(goal) for goal in self.goals if goal.focus_area_id == area.pk],
        }

    def goal(self, goal: Goal) -> Json:
        """With its judgement of every year, and of the last one the text and what that rests on."""
        path = [self.judgements.judgement(goal, year) for year in self.years]
        narrative, notes = self.judgements.narrative(goal)
        return {
            "code": goal.code,
            "title": bilingual(goal.short_title, goal.short_title_en),
            "wording": bilingual(goal.text, goal.text_en),
            "actor": goal.actor,
            "path": path,
            "judgement": path[-1],
            "change": change(path[0]["attainment"], path[-1]["attainment"]),
            "narrative": narrative,
            "evidence": list(dict.fromkeys(notes.values())),
            "notes": notes,
        }

    def frameworks(self) -> Iterator[Json]:
        """Every list that there is, also one that the edition ties no goal to."""
        ties = list(self.material.crosswalks.with_parts().by_goal())
        for framework in Framework.objects.present().of(self.strategy.pk):
            yield {
                "kind": framework.kind,
                **{name: getattr(framework, name) for name in ("name", "release", "publisher", "source", "note")},
                "ties": [
                    {
                        "goal": tie.goal.code,
                        "code": tie.item.code,
                        "name": bilingual(tie.item.name, tie.item.name_en),
                        "why": tie.why,
                    }
                    for tie in ties
                    if tie.item.framework_id == framework.pk
                ],
            }


def judged_years(report: Report) -> tuple[int, ...]:
    """Those with a judgement that is approved, whatever the edition holds of it; the report's own where none has."""
    judged = Assessment.objects.present().in_force().filter(strategy=report.strategy, round__year__lte=report.year)
    return tuple(sorted(set(judged.order_by().values_list("round__year", flat=True)))) or (report.year,)
