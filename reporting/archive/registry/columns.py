from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from strategy.web.tables import Column


def registry_columns(whole_address: Callable[[str], str]) -> list[Column]:
    return [
        Column("kind", _("Slag"), lambda entry: entry.kind.label, width=28),
        Column("about", _("Handling"), lambda entry: entry.about, width=60),
        Column("other", _("Avsändare eller mottagare"), lambda entry: entry.other, width=36),
        Column("dated", _("Datum"), lambda entry: entry.dated, "dated"),
        Column("way", _("Inkommen, upprättad eller expedierad"), lambda entry: entry.kind.registration.way),
        Column("marking", _("Markering"), lambda entry: entry.marking_label, width=18),
        Column("address", _("Adress"), lambda entry: whole_address(entry.address), width=50),
    ]
