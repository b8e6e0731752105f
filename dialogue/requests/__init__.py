"""Questions to agencies and missions abroad, and what each of them answers."""
