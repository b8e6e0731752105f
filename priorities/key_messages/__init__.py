"""What to say on each goal, and what not: in versions, each from a day on."""
