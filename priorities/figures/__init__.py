"""Indicators with their measurements, contributions and postings; numbers, sums and charts."""
