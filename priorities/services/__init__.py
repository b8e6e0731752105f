"""The writes of the priorities: a decision's text, figures, money, the work plan."""

from priorities.services.decisions import import_document, refuse_taken_slug
from priorities.services.figures import Figure, add_figure, change_figure, remove_figure

__all__ = ["Figure", "add_figure", "change_figure", "import_document", "refuse_taken_slug", "remove_figure"]
