"""A table that somebody sends: the first sheet of a workbook (ECMA-376), or CSV, as rows of cells.

A workbook is looked into first (`packages`), and written anew out of what was looked at, so that what is read after
that is no larger; and no cell may stand so far out that reading all up to it takes the memory of the machine.
"""

import csv
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from python_calamine import CalamineError, load_workbook

from dialogue.files import packages, uploads
from dialogue.files.mails import content_of
from dialogue.files.text_or_pdf import BYTE_ORDERS
from strategy.web.tables import as_it_was

MOST_UNPACKED = 60 * 1024 * 1024
MOST_COLUMNS = 100
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
SEPARATORS = ";\t,"
SUFFIXES = (".xlsx", ".csv")

Row = Sequence[str | date]


def rows_of(file: File[bytes], most: int) -> list[Row]:
    """Every row up to the last with something in it, empty ones too: the first is number 1. At most so many.

    Raises ValidationError.
    """
    name, kind = uploads.known(file)
    if kind not in (uploads.WORKBOOK, uploads.TEXT) or uploads.suffix_of(name) not in SUFFIXES:
        raise ValidationError(_("Skicka en Excelfil (.xlsx) eller en textfil med semikolon (.csv)."))
    kind.prepared(file)
    found = in_workbook(file, most) if kind is uploads.WORKBOOK else in_text(content_of(file), most)
    while found and not any(found[-1]):
        found.pop()
    return found


# ------------------------------------------------------------------ workbook


def in_workbook(file: File[bytes], most: int) -> list[Row]:
    try:
        book = load_workbook(bounded(file, most))
        if not book.sheet_names:
            raise ValidationError(_("Det finns inget blad i arbetsboken."))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (*packages.UNREADABLE, CalamineError) as error:
        raise ValidationError(packages.broken()) from error
    return [[cell(value) for value in row] for row in rows]


def bounded(file: File[bytes], most: int) -> BytesIO:
    """The same package out of its parts, as far as those may be long, with no cell beyond the last row or column."""
    anew, left = BytesIO(), MOST_UNPACKED
    with zipfile.ZipFile(file) as package, zipfile.ZipFile(anew, "w") as out:
        for part in package.infolist():
            with package.open(part) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            if left < 0:
                raise ValidationError(_("Arbetsboken är för stor. Dela upp den i flera."))
            if content.lstrip(packages.BEFORE_XML).startswith(b"<"):
                Places(most).read(content)
            out.writestr(part.filename, content)
    anew.seek(0)
    return anew


class Places:
    """Where the cells of a part stand that hold something."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.cell = ""

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self.begin
        parser.Parse(content, True)

    def refuse(self, *_told: Any) -> None:
        """A document type may define entities that grow."""
        raise ValidationError(packages.broken())

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "c":
                self.cell = attributes.get("r", "")
            case "v" | "is" | "f" if self.cell:
                self.require_near(self.cell)
                self.cell = ""

    def require_near(self, place: str) -> None:
        found = PLACE.fullmatch(place.upper())
        if found is None:
            raise ValidationError(packages.broken())
        if int(found[2]) > self.most or number_of(found[1]) > MOST_COLUMNS:
            sentence = _("Cellen %(cell)s ligger utanför det som läses: högst %(rows)d rader och %(columns)d kolumner.")
            raise ValidationError(sentence % {"cell": place, "rows": self.most, "columns": MOST_COLUMNS})


def number_of(letters: str) -> int:
    """Of a column: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def cell(value: Any) -> str | date:
    """A day as a day, everything else as somebody would type it."""
    match value:
        case datetime():
            return value.date() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value}".replace(".", ",")
    return str(value).strip()


# ------------------------------------------------------------------ CSV


def in_text(content: bytes, most: int) -> list[Row]:
    text = StringIO(decoded(content), newline="")
    first = text.readline()
    separator = max(SEPARATORS, key=first.count)
    text.seek(0)
    try:
        rows: list[Row] = [[as_it_was(value.strip()) for value in row] for row in csv.reader(text, delimiter=separator)]
    except csv.Error as error:
        raise ValidationError(_("Filen går inte att läsa som en tabell. Spara den på nytt och försök igen.")) from error
    if len(rows) > most or any(len(row) > MOST_COLUMNS for row in rows):
        sentence = _("Filen är för stor: högst %(rows)d rader och %(columns)d kolumner.")
        raise ValidationError(sentence % {"rows": most, "columns": MOST_COLUMNS})
    return rows


def decoded(content: bytes) -> str:
    """UTF-8, with its mark or without, UTF-16 with one, or Windows-1252, as Excel saves in Swedish."""
    if content.startswith(BYTE_ORDERS):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")
