"""From the text of a Government decision to plain structures, by the text's own structure."""

from strategy.decision.parsing.document import (
    Document,
    FocusArea,
    Footnote,
    FootnoteMark,
    Goal,
    MandateArea,
    Paragraph,
    ParsingError,
    Period,
    Section,
)
from strategy.decision.parsing.files import LARGEST_FILE, read_bytes, read_text
from strategy.decision.parsing.reader import parse, read

__all__ = [
    "LARGEST_FILE",
    "Document",
    "FocusArea",
    "Footnote",
    "FootnoteMark",
    "Goal",
    "MandateArea",
    "Paragraph",
    "ParsingError",
    "Period",
    "Section",
    "parse",
    "read",
    "read_bytes",
    "read_text",
]
