from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from strategy.records.columns import choice, goals, marking, owner, plain, written
from strategy.web.tables import Column

COMMITMENT_COLUMNS = [
    plain(Commitment, "due_on"),
    written(Commitment, "text", width=60),
    choice(Commitment, "whose", _("Slag")),
    Column("counterpart", _("Motpart"), lambda promise: str(promise.counterpart or ""), "counterpart__sort_key", 30),
    Column("event", _("Möte"), lambda promise: str(promise.event or ""), "event__starts_on", 36),
    goals(),
    choice(Commitment, "state"),
    owner(),
    Column("late", _("Försenad"), lambda promise: promise.is_late),
    plain(Commitment, "resolved_on"),
    written(Commitment, "resolution", width=40),
    marking(Commitment),
]
