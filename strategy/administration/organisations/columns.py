from django.utils.translation import gettext_lazy as _

from strategy.people.organisations import Organisation
from strategy.records.columns import choice, plain, written
from strategy.web.tables import Column

ORGANISATION_COLUMNS = [
    Column("name", _("Namn"), lambda organisation: organisation.name, "sort_key", 48),
    written(Organisation, "name_en", width=40),
    choice(Organisation, "kind", width=26),
    written(Organisation, "abbreviation", width=14),
    plain(Organisation, "key", _("Kortnamn"), width=28),
    Column("people", _("Personer i dag"), lambda organisation: organisation.people, "people"),
]
