"""What one is told: a row for each person and thing, a list of them, and letters that are sent from the rows."""
