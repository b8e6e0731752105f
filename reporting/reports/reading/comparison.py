"""What differs between two snapshots: the tables of their workbooks, row by row, figures from old to new and texts word
by word.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from priorities.figures.numbers import number
from reporting.reports.paper.printing import printed_in
from reporting.reports.paper.sheets import SHEETS, Sheet
from strategy.texts.differences import Piece, compare, folded
from strategy.tools.values import value_in_words
from strategy.web.tables import Column

# Places and days, and what the texts tell whole.
NOT_COMPARED = ("number", "judgement.year", "judgement.assessed_on", "narrative.")
LONG = 60  # signs, beyond which a text is compared word by word

Json = dict[str, Any]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Change:
    """Of one cell. `pieces` compares texts, word by word; it is empty for a figure and for what is short."""

    label: str
    before: str
    after: str

    @cached_property
    def pieces(self) -> list[Piece]:
        is_text = max(len(self.before), len(self.after)) > LONG
        return folded(compare(self.before, self.after)) if is_text and self.before and self.after else []


@dataclass(frozen=True)
class ChangedTable:
    """By the names of rows: what has come, what is gone, and in what stays the cells that differ."""

    title: str
    is_wide: bool = False  # more than one column can differ, so that each is named
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[Change]]] = field(default_factory=list)

    @property
    def holds_texts(self) -> bool:
        return any(change.pieces for _name, changes in self.changed for change in changes)

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def differences(before: str, after: str, *, lasting: bool) -> list[ChangedTable]:
    """Of two snapshots' contents, in their language, figures before texts; of two years, what `lasts` alone.

    Raises NotASnapshot.
    """
    with printed_in(before) as old, printed_in(after) as new:
        tables = [compared(sheet, old, new) for sheet in SHEETS if sheet.lasts or not lasting]
        return sorted(filter(None, tables), key=lambda table: table.holds_texts)


def compared(sheet: Sheet, before: Json, after: Json) -> ChangedTable:
    columns = list(sheet.columns())
    names = sheet.known_by or (columns[0].name,)
    known_by = [column for column in columns if column.name in names]
    rest = [column for column in columns if column not in known_by and not column.name.startswith(NOT_COMPARED)]
    old, new = (dict(keyed(sheet, known_by, written)) for written in (before, after))
    changes = {key: list(changes_in(rest, old[key], new[key])) for key in new if key in old}
    return ChangedTable(
        str(sheet.title),
        is_wide=len(rest) > 1,
        new=[named(key) for key in new if key not in old],
        gone=[named(key) for key in old if key not in new],
        changed=[(named(key), found) for key, found in changes.items() if found],
    )


def keyed(sheet: Sheet, known_by: list[Column], written: Json) -> Iterator[tuple[Key, Json]]:
    """Rows of the same name are told apart by their order."""
    seen: Counter[Key] = Counter()
    for row in sheet.rows(written):
        key = tuple(column.value(row) for column in known_by)
        seen[key] += 1
        yield (*key, seen[key]), row


def named(key: Key) -> str:
    """A year is no quantity, and stands as it is."""
    words = (str(part) if isinstance(part, int) else value_in_words(part) for part in key[:-1])
    return ", ".join(filter(None, words))


def changes_in(columns: list[Column], before: Json, after: Json) -> Iterator[Change]:
    for column in columns:
        old, new = (in_words(column.value(row)) for row in (before, after))
        if old != new:
            yield Change(str(column.heading), old, new)


def in_words(value: object) -> str:
    return number(value) if isinstance(value, Decimal) or type(value) is int else value_in_words(value)
