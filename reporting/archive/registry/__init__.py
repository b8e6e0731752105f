"""The registrar's list: official documents that lack a registry number."""
