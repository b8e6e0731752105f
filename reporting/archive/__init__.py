"""The history of each thing, the bin and the log."""
