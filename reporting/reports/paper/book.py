"""The report as a workbook: what its snapshot holds, a sheet a table, with a sheet of what it is and one of sources."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from reporting.reports.paper.book_columns import text
from reporting.reports.paper.printing import edition, printed_in, title_of
from reporting.reports.paper.sheets import tables_of
from reporting.templatetags.printing import day, in_fours, in_words
from strategy.web.tables import Table, write_book

Json = dict[str, Any]


def book(content: str) -> bytes:
    """The same bytes for the same snapshot on the same installation. Raises NotASnapshot."""
    with printed_in(content) as shared:
        file = BytesIO()
        title = f"{title_of(shared)} – {in_words(shared['strategy']['title'])}"
        made = datetime.fromisoformat(shared["report"]["taken_at"]).replace(tzinfo=None)
        tables = [about(shared, title), *tables_of(shared)]
        write_book(tables, file, title=title, made=made, marking=shared["marking"])
        return file.getvalue()


def about(shared: Json, title: str) -> Table:
    report, strategy = shared["report"], shared["strategy"]
    told = {
        _("Rapport"): title,
        _("Markering"): shared["marking"],
        _("Ansvarig"): ", ".join(filter(None, [strategy["responsible_ministry"], strategy["responsible_unit"]])),
        _("Diarienummer"): report["registry_number"] or _("Saknas"),
        _("Utgåva"): edition(report["audience"], shared.get("organisation")),
        _("Version"): str(report["version"]),
        _("Underlag till och med"): day(report["evidence_until"]),
        _("Kontrollsumma"): f"sha256 {in_fours(shared['sha256'])}",
        _("Om bladen"): _(
            "Varje blad är en tabell ur samma data som rapporten är gjord av. Fri text står på svenska."
            " ”Anges inte” står där utgåvan inte innehåller det som behövs."
        ),
    }
    rows = [{"label": label, "text": words} for label, words in told.items() if words]
    return Table(_("Om rapporten"), [text("label", _("Vad"), 24), text("text", _("Uppgift"), 90)], rows)
