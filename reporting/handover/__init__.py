"""From one person to the next: what is open, half-written and known, given in one step."""
