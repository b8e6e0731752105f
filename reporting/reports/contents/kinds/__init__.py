"""The kinds of report. What differs between them stands in one module each; everything else is shared."""

from typing import Any

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds import assessment, briefing, consultation, yearly
from reporting.reports.contents.kinds.base import ReportKind
from reporting.reports.models import Report

REPORT_KINDS = {kind.key: kind for kind in (yearly.KIND, consultation.KIND, briefing.KIND, assessment.KIND)}

__all__ = ["REPORT_KINDS", "ReportKind", "kind_for", "kind_of", "kind_of_snapshot"]


def kind_of(report: Report) -> ReportKind:
    return REPORT_KINDS[report.kind]


def kind_for(event: Event) -> ReportKind:
    """What is made for a meeting."""
    return next(kind for kind in REPORT_KINDS.values() if event.kind in kind.event_kinds)


def kind_of_snapshot(written: dict[str, Any]) -> ReportKind | None:
    """By the name of its schema; None for one that this version of the product cannot print."""
    return next((kind for kind in REPORT_KINDS.values() if written.get("schema") in kind.every_schema), None)
