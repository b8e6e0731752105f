from django.utils.translation import gettext_lazy as _

from reporting.disclosures.models import DisclosureRequest
from strategy.records.columns import choice, plain, written
from strategy.web.tables import Column

DISCLOSURE_COLUMNS = [
    written(DisclosureRequest, "asked_for", _("Begäran"), width=60),
    written(DisclosureRequest, "registry_number", width=18),
    written(DisclosureRequest, "reference"),
    plain(DisclosureRequest, "received_on", _("Inkom")),
    Column("meant", _("Poster"), lambda asked: asked.meant, "meant", 8),
    choice(DisclosureRequest, "state", _("Läge")),
]
