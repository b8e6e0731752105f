"""What was sent stays as it was: the database refuses another wording."""

from collections.abc import Sequence

from dialogue.pieces.models import Piece
from strategy.records.triggers import NOT_DISPOSED_OF, Trigger, differs

SENT = ("organisation_id", "author_id", "state", "sent_at", "removed_at")
# What is marked secret may be moved out into the ministry's own system, which empties it here.
STAYS_HERE = "NEW.effective_classification <> 'secret'"


def sent_piece(model: type[Piece], name: str, own: Sequence[str], texts: Sequence[str]) -> Trigger:
    """`own` and `texts` are what this kind of piece says besides."""
    changes = f"{differs((*SENT, *own))} OR {STAYS_HERE} AND {differs(texts)}"
    return Trigger(
        name=name,
        table=model._meta.db_table,
        on_update=f"OLD.state = 'sent' AND ({changes})",
        on_delete=f"OLD.state = 'sent' AND {NOT_DISPOSED_OF}",
    )
