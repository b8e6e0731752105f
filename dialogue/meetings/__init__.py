"""Meetings: whom they are with, the agenda, what was said and answered on each goal."""
