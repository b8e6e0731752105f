"""Persons, organisations, and the roles that persons have in a strategy."""
