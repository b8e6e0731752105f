"""From a snapshot to a tagged PDF for the archive."""
