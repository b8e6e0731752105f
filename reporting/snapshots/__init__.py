"""A report's snapshot: everything it says, chosen by what its edition may hold, as canonical JSON.

`take` is the way in. The shape is described by `reporting/schemas/report-1.schema.json`.
"""

from reporting.snapshots.canonical import canonical, checksum
from reporting.snapshots.contents import SCHEMA, contents
from reporting.snapshots.reading import consistent_read
from reporting.snapshots.taking import take

__all__ = ["SCHEMA", "canonical", "checksum", "consistent_read", "contents", "take"]
