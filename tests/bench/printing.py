"""The report's job, run by itself; and, as a program, its peak memory in a process that does nothing else."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import django

from tests.bench.bare import bare_pdf as bare_of

__all__ = ["again", "bare_of"]


def again(report: Any) -> int:
    """Puts the report in the queue once more, quietly. Answers the job that is to be executed."""
    from reporting.reports.models import Report
    from reporting.reports.services import queue
    from strategy.records.services import advance

    report.refresh_from_db()
    if report.state != Report.State.QUEUED:
        advance(record=report, to=Report.State.QUEUED, by=report.created_by, failure="")
    return queue(report, report.created_by, aloud=False).pk


def main(audience: str, html_file: str) -> None:
    from reporting.reports.paper.printing import html
    from strategy.jobs.services import execute
    from tests.bench.worker import report_for

    report = report_for(audience)
    execute(again(report))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    file = report.files.select_related("snapshot").get(format="pdf")
    Path(html_file).write_text(html(file.snapshot.content), encoding="utf-8")
    print(json.dumps({"pages": file.pages, "peak_kb": peak}))


def forget_tools() -> None:
    """What only a developer has installed is not found: structlog and kombu take these in where they are."""
    for tool in ("greenlet", "rich", "yaml"):
        sys.modules[tool] = None  # type: ignore[assignment] # Python's own way to say that there is none


if __name__ == "__main__":
    forget_tools()
    django.setup()
    main(*sys.argv[1:])
