"""What was put to organisations, and what they sent, stays as it was: the database refuses another wording."""

from dialogue.requests.models import Request
from dialogue.requests.parts import AnswerPart
from strategy.records.triggers import NOT_DISPOSED_OF, Trigger, differs

ASKED = ("title", "event_id", "sent_at")
SENT = (
    *("answer_id", "organisation_id", "author_id", "kind", "observation_id"),
    *("is_shared", "received_on", "state", "sent_at", "removed_at"),
)
ASKED_TEXTS, SENT_TEXTS = ("background", "questions"), ("text", "received_from")
# What is marked secret may be moved out into the ministry's own system, which empties it here.
STAYS_HERE = "NEW.effective_classification <> 'secret'"
REQUEST_SENT = Trigger(
    name="request_sent",
    table=Request._meta.db_table,
    on_update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs(ASKED)}"
    f" OR {STAYS_HERE} AND {differs(ASKED_TEXTS)})",
    on_delete=f"OLD.state <> 'draft' AND {NOT_DISPOSED_OF}",
)
ANSWER_PART_SENT = Trigger(
    name="answer_part_sent",
    table=AnswerPart._meta.db_table,
    on_update=f"OLD.state = 'sent' AND ({differs(SENT)} OR {STAYS_HERE} AND {differs(SENT_TEXTS)})",
    on_delete=f"OLD.state = 'sent' AND {NOT_DISPOSED_OF}",
)
TRIGGERS = [REQUEST_SENT, ANSWER_PART_SENT]
