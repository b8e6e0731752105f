"""A table that somebody has filled in after a template of ours: its rows, by the names of the template's columns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategy.web.tables import Column

Row = Sequence[str | date]
Cells = dict[str, str | date]  # of a row, by the names of the columns


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, and what would be right; of a whole row, `column` is empty."""

    row: int
    column: str
    sentence: str


def told_wrong(count: int) -> str:
    """Above the problems of a file that is brought in whole or not at all."""
    told = ngettext(
        "Det är %(count)d fel i filen. Ingenting är inläst. Rätta filen och skicka den igen.",
        "Det är %(count)d fel i filen. Ingenting är inläst. Rätta filen och skicka den igen.",
        count,
    )
    return told % {"count": count}


@dataclass(frozen=True)
class Template:
    """`needed` are columns that may not be left out; those of an export that are none of ours are passed over."""

    columns: Sequence[Column]
    needed: Collection[str]
    exported: Sequence[Column] = ()

    def filled(self, rows: Sequence[Row]) -> list[tuple[int, Cells]]:
        """The rows with something in them, by their number in the table. Raises ValidationError."""
        if not rows:
            raise ValidationError(_("Tabellen är tom."))
        places, found = self.placed(rows[0]), []
        for number, row in enumerate(rows[1:], start=2):
            cells = {name: row[place] for name, place in places.items() if place < len(row) and row[place]}
            if cells:
                found.append((number, cells))
        if not found:
            raise ValidationError(_("Det finns inga rader under rubrikerna."))
        return found

    def placed(self, head: Row) -> dict[str, int]:
        """Where each column of the template stands. Raises ValidationError."""
        known, strange = self.headings(), []
        found: dict[str, int] = {}
        for place, heading in enumerate(map(str, head)):
            name = known.get(plain(heading))
            if heading and name is None:
                strange.append(heading)
            elif name in found:
                raise ValidationError(_("Kolumnen %(heading)s finns två gånger.") % {"heading": heading})
            elif name is not None:
                found[name] = place
        missing = [self.heading(name) for name in self.names if name in self.needed and name not in found]
        if missing:
            sentence = _("Första raden saknar %(headings)s. Den ska vara mallens rubriker.")
            raise ValidationError(sentence % {"headings": ", ".join(missing)})
        if strange:
            sentence = _("Mallen har ingen kolumn som heter %(headings)s. Ta bort den, eller använd mallens rubrik.")
            raise ValidationError(sentence % {"headings": ", ".join(strange)})
        return {name: found[name] for name in self.names if name in found}

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def heading(self, name: str) -> str:
        return next((str(column.heading) for column in self.columns if column.name == name), "")

    def headings(self) -> dict[str, str]:
        """Every heading that a column may have, in either language, with the column's name."""
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found |= {plain(str(column.heading)): column.name for column in (*self.columns, *self.exported)}
        return found


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()
