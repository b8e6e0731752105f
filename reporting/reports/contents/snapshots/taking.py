from datetime import datetime
from typing import Any

from reporting.reports.contents.snapshots.brief import in_brief
from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.contents.snapshots.reading import consistent_read
from reporting.reports.files import Snapshot
from reporting.reports.models import Report
from reporting.reports.sorting import sorted_out


def contents(report: Report, taken_at: datetime) -> dict[str, Any]:
    """Everything the report says, by its kind; of the short form, what that prints of it and no more."""
    from reporting.reports.contents.kinds import kind_of  # a kind names its contents, which live in this package

    written = kind_of(report).contents(report, taken_at)
    return in_brief(written) if report.is_short else written


def take(report: Report, taken_at: datetime) -> Snapshot:
    """The snapshot of this moment, unsaved. The same data and `taken_at` give the same bytes."""
    with consistent_read():
        content = canonical(contents(report, taken_at))
        sorting = sorted_out(report).as_json() if report.leaves_the_house else {}
    return Snapshot(report=report, taken_at=taken_at, content=content, sha256=checksum(content), disclosure=sorting)
