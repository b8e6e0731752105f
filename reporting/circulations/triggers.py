"""What was shared, and what was said of it, stays as it was: the database refuses another wording."""

from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from strategy.records.triggers import NOT_DISPOSED_OF, Trigger, differs, sealed

SHARED = ("subject", "instruction_id", "round_id", "report_id", "title", "audience", "message", "shared_at")
SAID = ("circulation_id", "party_id", "passage_id", "author_id", "organisation_id", "said_at")
ANSWERED = ("outcome", "answered_by_id", "answered_at")
# What is marked secret may be moved out into the ministry's own system, which empties it here.
STAYS_HERE = "NEW.effective_classification <> 'secret'"
TRIGGERS = [
    Trigger(
        name="circulation_shared",
        table=Circulation._meta.db_table,
        on_update=differs(SHARED),
        on_delete=NOT_DISPOSED_OF,
    ),
    Trigger(
        name="comment_said",
        table=Comment._meta.db_table,
        on_update=f"{differs(SAID)} OR {STAYS_HERE} AND {differs(('text',))} OR OLD.answered_at IS NOT NULL AND"
        f" ({differs(ANSWERED)} OR {STAYS_HERE} AND {differs(('answer',))})",
        on_delete=NOT_DISPOSED_OF,
    ),
    sealed(CirculatedPassage),
    sealed(CirculationParty),
]
