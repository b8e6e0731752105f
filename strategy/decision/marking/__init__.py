"""A decision as pieces with a role each: as the reading found them, and as somebody who read it too says they are."""

from strategy.decision.marking.assembling import document_of
from strategy.decision.marking.pieces import Piece, Role
from strategy.decision.marking.reading import pieces_of

__all__ = ["Piece", "Role", "document_of", "pieces_of"]
