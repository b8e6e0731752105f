from django.utils.translation import gettext_lazy as _

from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import disposal_kinds
from strategy.records.columns import choice, name_of, plain, written
from strategy.web.tables import Column

DISPOSAL_COLUMNS = [
    written(DisposalDecision, "name", _("Beslut"), width=40),
    written(DisposalDecision, "registry_number", width=18),
    plain(DisposalDecision, "decided_on"),
    Column("kind", _("Vad som gallras"), lambda decision: disposal_kinds()[decision.kind].label, width=30),
    plain(DisposalDecision, "older_than"),
    plain(DisposalDecision, "proposed_at", _("Upplagt"), width=18),
    Column("proposed_by", _("Upplagt av"), lambda decision: name_of(decision.proposed_by), width=24),
    plain(DisposalDecision, "confirmed_at", _("Bekräftat"), width=18),
    Column("confirmed_by", _("Bekräftat av"), lambda decision: name_of(decision.confirmed_by), width=24),
    choice(DisposalDecision, "state", _("Läge")),
    Column("removed", _("Borttaget, antal"), lambda decision: decision.removed_count),
]
