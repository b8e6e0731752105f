"""An observation that was sent keeps its words: the database refuses another wording, and more is an addition."""

from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.pieces.triggers import STAYS_HERE, sent_piece
from strategy.records.triggers import NOT_DISPOSED_OF, Trigger, differs

SEEN = ("title", "observed_on", "source", "confidence", "author_id", "organisation_id", "agency_registry_number")
TEXTS = ("text", "country", "place", "agreed_with")
OBSERVATION_SENT = Trigger(
    name="observation_sent",
    table=Observation._meta.db_table,
    on_update=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {differs(SEEN)} OR {STAYS_HERE} AND {differs(TEXTS)})",
    on_delete=f"OLD.state <> 'draft' AND {NOT_DISPOSED_OF}",
)
ADDITION_SENT = sent_piece(Addition, "addition_sent", own=("observation_id",), texts=("text",))
TRIGGERS = [OBSERVATION_SENT, ADDITION_SENT]
