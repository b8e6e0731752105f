"""An organisation assessment that somebody has begun to write, and a made-up yardstick to compare with."""

from datetime import date
from typing import TYPE_CHECKING, Any

from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from reporting.demonstration.days import DAY, noon
from reporting.reports.models import Report, ReportStep, ReportText
from reporting.reports.services import next_version, queue
from strategy.access import Audience
from strategy.jobs.models import Job

if TYPE_CHECKING:
    from reporting.demonstration.loading import Demonstration

YEAR = DAY.year - 1

Table = dict[str, Any]


def load_assessment(demonstration: "Demonstration", tables: Table) -> None:
    load_framework(demonstration, tables["framework"])
    report = next_version(
        strategy=demonstration.strategy,
        kind=Report.ReportKind.ASSESSMENT,
        year=YEAR,
        evidence_until=date(YEAR, 12, 31),
        audience=Audience.INTERNAL,
        language=Report.Language.SWEDISH,
    )
    demonstration.create(report)
    ReportStep.objects.create(
        strategy=report.strategy, report=report, to_state=report.state, by=demonstration.officer, at=noon(DAY)
    )
    for key, text in tables["texts"].items():
        demonstration.create(ReportText(report=report, key=key, text=text.strip()))
    job = queue(report, demonstration.officer, aloud=False)
    Job.objects.filter(pk=job.pk).update(created_at=noon(DAY), rung_at=noon(DAY))


def load_framework(demonstration: "Demonstration", table: Table) -> None:
    framework = Framework(**{name: value for name, value in table.items() if name != "item"})
    demonstration.create(framework)
    for place, told in enumerate(table["item"], start=1):
        item = FrameworkItem(framework=framework, place=place, code=told["code"], name=told["name"])
        demonstration.create(item)
        for tie in told["tie"]:
            crosswalk = Crosswalk(goal=demonstration.goals[tie["goal"]], item=item, why=tie["why"])
            demonstration.marked(crosswalk, tie, DAY)
            demonstration.create(crosswalk)
