"""A year's judgements on their evidence: proposed, approved or returned; what may be counted and cited."""
