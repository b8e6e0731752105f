"""Requests for official documents: found, masked, decided, and given out as copies."""
