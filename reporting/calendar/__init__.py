"""What falls on which day: the month, the year, and each person's address for a calendar program of their own."""
