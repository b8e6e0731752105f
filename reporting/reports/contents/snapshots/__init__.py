"""A report's snapshot: everything it says, chosen by what its edition may hold, as canonical JSON.

`take` is the way in; what goes in is said by the report's kind. The shapes are described by `reporting/schemas/`.
"""

from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.contents.snapshots.reading import consistent_read
from reporting.reports.contents.snapshots.taking import contents, take

__all__ = ["canonical", "checksum", "consistent_read", "contents", "take"]
