"""Sweden's line for one meeting, goal by goal: drafted from what there is, sent to the delegation, kept as sent."""
