from datetime import datetime

from reporting.models import Report, Snapshot
from reporting.snapshots.canonical import canonical, checksum
from reporting.snapshots.contents import contents
from reporting.snapshots.reading import consistent_read


def take(report: Report, taken_at: datetime) -> Snapshot:
    """The snapshot of this moment, unsaved. The same data and `taken_at` give the same bytes."""
    with consistent_read():
        content = canonical(contents(report, taken_at))
    return Snapshot(report=report, taken_at=taken_at, content=content, sha256=checksum(content))
