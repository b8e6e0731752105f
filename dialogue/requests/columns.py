from django.utils.translation import gettext_lazy as _

from dialogue.requests.models import Answer, Request
from strategy.records.columns import choice, marking, owner, plain, written
from strategy.tools.sorting import in_order_of
from strategy.web.tables import Column

COMMON = [
    written(Request, "title", width=40),
    written(Request, "questions", width=60),
    plain(Request, "answer_by"),
    choice(Request, "state"),
    Column(
        "organisations",
        _("Ställd till"),
        lambda asked: ", ".join(organisation.short_name for organisation in asked.organisations.all()),
        width=40,
    ),
    owner(),
    plain(Request, "sent_at", width=18),
    written(Request, "registry_number", width=18),
    marking(Request),
]
# For those who see who has answered.
COUNTED = [
    *COMMON,
    Column("asked", _("Antal"), lambda asked: asked.asked, "asked", 8),
    Column("answered", _("Har svarat"), lambda asked: asked.answered, "answered", 12),
    Column("late", _("Försenade"), lambda asked: asked.late, "late", 12),
]
# For a contact: how it stands with their own organisation.
OWN = [
    written(Request, "title", width=40),
    written(Request, "questions", width=60),
    Column("own_day", _("Svar senast"), lambda asked: asked.own_day, "own_day", 14),
    Column(
        "own_state",
        _("Läge"),
        lambda asked: asked.own_state_label,
        in_order_of("own_state", Answer.State.values),
        18,
    ),
    plain(Request, "sent_at", width=18),
]
