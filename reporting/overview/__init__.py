"""Where the goals stand: the overview, each goal with its timeline, coverage, what waits for whom."""
