from django.utils.translation import gettext_lazy as _

from reporting.circulations.models import Circulation
from strategy.records.columns import choice, marking, owner, plain, written
from strategy.web.tables import Column

COMMON = [
    Column("title", _("Vad som delas"), lambda shared: shared.title, "title", 50),
    choice(Circulation, "subject"),
    plain(Circulation, "answer_by"),
    choice(Circulation, "state"),
]
# For those who share.
COUNTED = [
    *COMMON,
    choice(Circulation, "audience"),
    Column("asked", _("Antal"), lambda shared: shared.asked, "asked", 8),
    Column("answered", _("Har svarat"), lambda shared: shared.answered, "answered", 12),
    owner(),
    written(Circulation, "registry_number", width=18),
    marking(Circulation),
]
