"""The report home of a meeting, and taking it apart: each passage becomes a message, an answer or a promise."""
