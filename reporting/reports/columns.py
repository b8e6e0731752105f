from django.utils.translation import gettext_lazy as _

from reporting.reports.models import Report
from strategy.records.columns import choice, organisation, plain, written
from strategy.web.tables import Column

REPORT_COLUMNS = [
    Column("report", _("Rapport"), str, "year", 40),
    choice(Report, "kind", width=28),
    plain(Report, "year", width=8),
    choice(Report, "audience", width=20),
    organisation("organisation", _("Myndighet")),
    choice(Report, "language", width=10),
    plain(Report, "edition_number", width=8),
    choice(Report, "state"),
    plain(Report, "evidence_until", width=18),
    plain(Report, "approved_at", width=18),
    written(Report, "registry_number", width=18),
    Column("marking", _("Markering"), lambda report: _("sekretessmarkerad") if report.is_secret else ""),
]
