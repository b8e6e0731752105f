"""Several strategies side by side, for whoever has a part in several."""
