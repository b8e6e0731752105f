from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategy.administration.invitations.models import Invitation
from strategy.people.models import Membership
from strategy.records.columns import choice, organisation, plain
from strategy.web.tables import Column

INVITATION_COLUMNS = [
    plain(Invitation, "email", _("Till"), width=34),
    choice(Invitation, "role"),
    Column(
        "strategy",
        _("Strategi"),
        lambda invitation: invitation.strategy.short_name if invitation.strategy else "",
        "strategy__short_name",
        24,
    ),
    organisation("organisation", _("Organisation")),
    Column("created_by", _("Av"), lambda invitation: str(invitation.created_by), "created_by__sort_key", 24),
    plain(Invitation, "issued_at", _("Skickad"), width=18),
    Column("state", _("Läge"), lambda invitation: invitation.state.label),
    plain(Invitation, "expires_at", _("Går ut"), width=18),
]
STANDINGS = {"over": _("avslutad"), "coming": _("kommande"), "in_force": _("gäller")}
CONTACT_COLUMNS = [
    Column("name", _("Namn"), lambda held: held.user.name, "user__sort_key", 28),
    Column("email", _("E-post"), lambda held: held.user.email, "user__email", 34),
    organisation("organisation", _("Organisation"), width=36),
    plain(Membership, "since", _("Sedan")),
    plain(Membership, "until", width=16),
    Column("last_login", _("Senast inloggad"), lambda held: held.user.last_login, "user__last_login", 18),
    Column(
        "standing",
        _("Läge"),
        lambda held: capfirst(STANDINGS[held.standing]) if held.user.is_active else _("avstängt konto"),
    ),
]
