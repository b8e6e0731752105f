"""The organisation assessment at the end of a strategy's period."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.reports.contents.kinds.base import ReportKind, ShortForm
from reporting.reports.contents.kinds.yearly import KIND as YEARLY
from reporting.reports.contents.snapshots import assessment
from reporting.reports.models import Report
from strategy.access import Audience

Json = dict[str, Any]

TEXTS = (
    *("summary", "relevance", "internal_effectiveness", "external_effectiveness", "findings"),
    *("recommendations", "keep", "drop", "add", "asked"),
)


def context(written: Json) -> Json:
    goals = [goal for area in written["focus_areas"] for goal in area["goals"]]
    return {
        **brief_context(written),
        "titles": {goal["code"]: goal["title"] for goal in goals},
        "levels": {goal["code"]: goal["judgement"]["attainment"] for goal in goals},
        "not_stated": [goal["code"] for goal in goals if not goal["judgement"]["attainment"]],
        "tied": [framework for framework in written["frameworks"] if framework["ties"]],
        "untied": [framework for framework in written["frameworks"] if not framework["ties"]],
    }


def brief_context(written: Json) -> Json:
    areas = [{**area, "higher": higher_in(area)} for area in written["focus_areas"]]
    return {"first": written["years"][0], "last": written["years"][-1], "focus_areas": areas}


def higher_in(area: Json) -> int:
    return sum(goal["change"] == "higher" for goal in area["goals"])


def title(written: Json) -> str:
    return _("Organisationsbedömning %(first)s–%(last)s") % {
        "first": written["strategy"]["start"][:4],
        "last": written["report"]["year"],
    }


def stem(report: Report) -> str:
    return f"organisationsbedomning-{report.year}"


KIND = ReportKind(
    key=Report.ReportKind.ASSESSMENT,
    schemas=(assessment.SCHEMA,),
    contents=assessment.contents,
    template="reporting/reports/paper/assessment.html",
    context=context,
    title=title,
    stem=stem,
    about=gettext_lazy(
        "Hur målen har rört sig under strategins år, vad andra har funnit och vad nästa strategi behöver."
    ),
    texts=TEXTS,
    audiences={name: YEARLY.audiences[name] for name in (Audience.INTERNAL, Audience.EXTERNAL)},
    short=ShortForm(
        schemas=(f"{assessment.SCHEMA}-short",),
        context=brief_context,
        brief="reporting/reports/paper/_assessment_brief.html",
        texts=("summary", "recommendations", "asked"),
    ),
)
