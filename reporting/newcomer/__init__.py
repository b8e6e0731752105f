"""The first page of somebody who is new in a strategy: enough for tomorrow's meeting."""
