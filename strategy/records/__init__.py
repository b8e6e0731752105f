"""What every record has: marking, version, history, the bin, forms that meet, and the log of what was done."""
