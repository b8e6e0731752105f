"""The strategy, and the Government's own text as it was decided."""
