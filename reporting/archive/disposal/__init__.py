"""Removal for good, under a named decision."""
