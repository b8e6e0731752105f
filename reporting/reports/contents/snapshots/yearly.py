"""The contents of a yearly follow-up."""

from dataclasses import asdict
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import translation

from priorities.goals.models import FocusArea, Goal
from reporting import figures
from reporting.reports.contents.snapshots.asked_for import drafted_asked
from reporting.reports.contents.snapshots.base import Contents
from reporting.reports.contents.snapshots.brief import brief_of, has_changed, moved_goal
from reporting.reports.contents.snapshots.changes import changes_since
from reporting.reports.contents.snapshots.funding import Funding
from reporting.reports.contents.snapshots.indicators import Indicators
from reporting.reports.contents.snapshots.judgements import Judgements
from reporting.reports.contents.snapshots.pieces import bilingual
from reporting.reports.contents.snapshots.spoken import Spoken
from reporting.reports.contents.snapshots.summaries import drafted_summary
from reporting.reports.contents.snapshots.work_plan import WorkPlan, named
from reporting.reports.models import Report
from strategy.decision.models import Paragraph

SCHEMA = "report-3"

Json = dict[str, Any]


def contents(report: Report, taken_at: datetime) -> Json:
    """Everything the report says, as plain JSON types. A fixed number of queries, however much there is."""
    return YearlyContents(report).write(taken_at)


class YearlyContents(Contents):
    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.first, self.until = figures.period(report.year, report.evidence_until)
        self.judgements = Judgements(report, self.material, (report.year - 1, report.year))
        self.spoken = Spoken(self, self.first, self.until)
        self.indicators = Indicators(self.material, self.until)
        self.funding = Funding(self.material, report.year, self.until)
        self.work_plan = WorkPlan(self.material, self.first, self.until)

    def write(self, taken_at: datetime) -> Json:
        written: Json = {
            **self.heading(SCHEMA, taken_at, self.until, form=self.report.form),
            "organisation": named(self.report.organisation) if self.report.organisation else None,
            "figures": asdict(figures.key_figures(self.material, self.report.year, self.until)),
            "overall": self.judgements.overall(None),
            "focus_areas": [self.focus_area(area) for area in FocusArea.objects.of(self.strategy.pk)],
            "dialogue": self.spoken.dialogue(),
            "other_observations": self.spoken.of_no_goal(),
            "funding": {**self.funding.told(), "indicators": self.indicators.of_money(self.funding.goals_served)},
            "work_plan": self.work_plan.of_the_year(),
            "next": self.spoken.next_year(),
            "register": self.judgements.register.entries,
        }
        written["brief"] = brief_of(self.moved(written), written["next"])
        with translation.override(self.report.language):
            written["summary"] = self.text("summary", None, lambda: drafted_summary(written))
            written["asked"] = self.text("asked", None, lambda: drafted_asked(written))
        written["changes"] = changes_since(self.report.replaces, written)
        return written

    def moved(self, written: Json) -> list[Json]:
        """The goals that the year has moved, or that stand elsewhere than the year before."""
        goals = [goal for area in written["focus_areas"] for goal in area["goals"]]
        moved = [moved_goal(goal, goal["before"], goal["judgement"]) for goal in goals]
        return [goal for goal in moved if goal["development"] in {"forward", "backward"} or has_changed(goal)]

    @cached_property
    def introductions(self) -> dict[int, str]:
        """By section: the decision's first paragraph on the focus area."""
        rows = Paragraph.objects.visible_in(self.report.edition).filter(
            strategy=self.strategy,
            kind=Paragraph.ParagraphKind.PARAGRAPH,
            section__focus_area__isnull=False,
        )
        return dict(rows.order_by("-number").values_list("section", "text"))

    def focus_area(self, area: FocusArea) -> Json:
        return {
            "code": area.code,
            "title": bilingual(area.title, area.title_en),
            "short_title": bilingual(area.short_title, area.short_title_en),
            "introduction": self.introductions.get(area.section_id, ""),
            "overall": self.judgements.overall(area),
            "goals": [self.goal(goal) for goal in self.goals if goal.focus_area_id == area.pk],
        }

    def goal(self, goal: Goal) -> Json:
        narrative, notes = self.judgements.narrative(goal)
        return {
            "code": goal.code,
            "title": bilingual(goal.short_title, goal.short_title_en),
            "wording": bilingual(goal.text, goal.text_en),
            "actor": goal.actor,
            "judgement": self.judgements.judgement(goal, self.report.year),
            "before": self.judgements.judgement(goal, self.report.year - 1),
            "narrative": narrative,
            "evidence": list(dict.fromkeys(notes.values())),
            "notes": notes,
            "indicators": self.indicators.of_goal(goal),
            **self.spoken.of_goal(goal),
        }
