from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategy.people.models import Membership, User
from strategy.records.columns import plain
from strategy.web.tables import Column


def in_words(membership: Membership) -> str:
    """A role: what, in which strategy, for whom."""
    within = [part.short_name for part in (membership.strategy, membership.organisation) if part]
    return " · ".join([capfirst(membership.role_label), *within])


PEOPLE_COLUMNS = [
    Column("name", _("Namn"), lambda person: person.name, "sort_key", 28),
    plain(User, "email", width=34),
    Column("roles", _("Roller i dag"), lambda person: "; ".join(map(in_words, person.roles_today)), width=50),
    plain(User, "last_login", _("Senast inloggad"), width=18),
    Column("is_active", _("Öppet konto"), lambda person: person.is_active, "is_active"),
]
