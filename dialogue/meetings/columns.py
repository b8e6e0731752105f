from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.templatetags.dialogue import names
from strategy.records.columns import choice, goals, marking, name_of, owner, plain, written
from strategy.tools.sorting import SwedishKey
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

INTERVENTION_COLUMNS = [
    Column("starts_on", _("Börjar den"), lambda said: said.event.starts_on, "event__starts_on", 14),
    Column("event", _("Möte"), lambda said: said.event.title, SwedishKey("event__title"), 40),
    Column("goal", _("Mål"), lambda said: said.goal.code, "goal__order", 8),
    choice(Intervention, "carried_by", width=20),
    Column("counterpart", _("Motpart"), lambda said: name_of(said.counterpart), width=28),
    written(Intervention, "message", width=60),
    written(Intervention, "response", width=60),
    choice(Intervention, "lean"),
    marking(Intervention),
]
