"""Persons: what they are called, which roles they have and until when, who stands in for the head."""
