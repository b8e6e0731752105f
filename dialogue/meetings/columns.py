from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from dialogue.templatetags.dialogue import names
from strategy.records.columns import choice, goals, marking, owner, plain, written
from strategy.web.tables import Column

EVENT_COLUMNS = [
    plain(Event, "starts_on"),
    plain(Event, "ends_on"),
    written(Event, "title", width=40),
    choice(Event, "kind", width=28),
    choice(Event, "level", width=20),
    written(Event, "place"),
    written(Event, "country", width=18),
    Column("counterparts", _("Motparter"), lambda event: names(event.visible_parts), width=36),
    goals("visible_interventions"),
    choice(Event, "state"),
    owner(),
    written(Event, "registry_number", width=18),
    marking(Event),
]
