"""An observation's cells: those that its writer fills in, one for each field of the form, and what became of it."""

from django.utils.translation import gettext_lazy as _

from dialogue.observations.models import Observation
from strategy.records.columns import choice, goals, marking, organisation, owner, plain, written
from strategy.web.tables import Column

# The template that observations are brought in by has these, and so an export of one's own can be brought in again.
TEMPLATE_COLUMNS = [
    written(Observation, "title", width=36),
    written(Observation, "text", width=60),
    written(Observation, "country", width=16),
    written(Observation, "place", width=20),
    plain(Observation, "observed_on"),
    goals(),
    Column(
        "mandate_areas",
        _("Del av IOM:s uppdrag"),
        lambda seen: ", ".join(str(area.number) for area in seen.mandate_areas.all()),
    ),
    choice(Observation, "source"),
    choice(Observation, "confidence"),
    written(Observation, "agency_registry_number", width=18),
    written(Observation, "agreed_with", width=20),
    choice(Observation, "classification"),
    Column("secrecy_provision", _("Bestämmelse"), lambda seen: provision(seen), width=14),
    plain(Observation, "secrecy_marked_on"),
    written(Observation, "secrecy_authority", width=20),
]


def provision(observation: Observation) -> str:
    return observation.secrecy_provision.reference if observation.secrecy_provision else ""


def receipt(observation: Observation) -> str:
    return "" if observation.is_its_writers_alone else observation.receipt_number


STATE = choice(Observation, "state", width=22)
ADDED = Column("additions", _("Kompletteringar"), lambda seen: seen.added_text, width=60)
RECEIPT = Column("receipt", _("Kvitto"), lambda seen: receipt(seen), "pk", 18)
SENT = Column("submitted_at", _("Inskickad"), lambda seen: seen.submitted_at, "submitted_at", 18)
OWN_COLUMNS = [
    *TEMPLATE_COLUMNS,
    STATE,
    ADDED,
    SENT,
    RECEIPT,
    Column("author", _("Skriven av"), lambda seen: str(seen.author), "author__sort_key", 20),
    Column("marking", _("Markering som gäller"), lambda seen: seen.get_effective_classification_display(), width=18),
]
RECEIVED_COLUMNS = [
    SENT,
    written(Observation, "title", width=36),
    written(Observation, "text", width=60),
    ADDED,
    organisation("organisation", _("Organisation")),
    written(Observation, "country", width=16),
    written(Observation, "place", width=20),
    plain(Observation, "observed_on"),
    goals(),
    Column(
        "mandate_areas",
        _("Del av IOM:s uppdrag"),
        lambda seen: "; ".join(str(area) for area in seen.mandate_areas.all()),
        width=30,
    ),
    choice(Observation, "source"),
    choice(Observation, "confidence"),
    STATE,
    owner(),
    RECEIPT,
    written(Observation, "agency_registry_number", width=18),
    written(Observation, "agreed_with", width=20),
    written(Observation, "registry_number", width=18),
    marking(Observation),
]
