"""What was put to organisations, and what they sent, stays as it was: the database refuses another wording."""

from dialogue.pieces.triggers import STAYS_HERE, sent_piece
from dialogue.requests.models import Request
from dialogue.requests.parts import AnswerPart
from strategy.records.triggers import NOT_DISPOSED_OF, Trigger, differs

ASKED = ("title", "event_id", "sent_at")
ASKED_TEXTS = ("background", "questions")
REQUEST_SENT = Trigger(
    name="request_sent",
    table=Request._meta.db_table,
    on_update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs(ASKED)}"
    f" OR {STAYS_HERE} AND {differs(ASKED_TEXTS)})",
    on_delete=f"OLD.state <> 'draft' AND {NOT_DISPOSED_OF}",
)
ANSWER_PART_SENT = sent_piece(
    AnswerPart,
    "answer_part_sent",
    own=("answer_id", "kind", "observation_id", "is_shared", "received_on"),
    texts=("text", "received_from"),
)
TRIGGERS = [REQUEST_SENT, ANSWER_PART_SENT]
