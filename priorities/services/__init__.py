"""The writes of the priorities: a decision's text, figures, money, the work plan."""

from priorities.services.decisions import import_document, refuse_taken_slug

__all__ = ["import_document", "refuse_taken_slug"]
