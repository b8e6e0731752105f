"""A record's history in words: each version with who, when, and what changed from the one before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Field, QuerySet, TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from strategy.access import Classification
from strategy.people.models import User
from strategy.records.history import many_to_many, values_of, versions_of
from strategy.records.kinds import kind_of, naming_ties
from strategy.records.markings import decisive
from strategy.records.models import Classified, Record
from strategy.texts.differences import Piece, compare, folded
from strategy.tools.values import value_in_words

# Told otherwise (who, when, into the bin and out of it), made from other fields, or never changed after the beginning.
LEFT_OUT = {
    "id",
    "strategy",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "removed_at",
    "sort_key",
    "author",
}


@dataclass(frozen=True)
class Change:
    """`pieces` for a text, word by word; otherwise `before` and `after` in words."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Version:
    number: int
    who: str
    when: datetime
    what: str
    reason: str  # why the marking was lowered, where it was
    changes: list[Change]


def has_been_secret(record: Record) -> bool:
    """Whether a version of it, or of what decides who sees it, was secret: then its history holds something secret."""
    deciding = decisive(record)
    if not isinstance(deciding, Classified):
        return False
    return bool(deciding.history.filter(effective_classification=Classification.SECRET).exists())


class History:
    """What one reader may see of one record's versions."""

    def __init__(self, record: Record, user: User) -> None:
        self.record = record
        self.user = user
        self.model: Any = type(record)
        self.fields = shown_fields(self.model)

    def rows(self) -> "QuerySet[Any]":
        """One row a version, the newest first: those that the reader could have read as they stood."""
        readable = self.model._default_manager.all().readable_as_it_stood(self.user)
        rows = self.model.history.filter(readable, id=self.record.pk)
        return versions_of(rows).select_related("updated_by")

    def versions(self, rows: Iterable[Any], before: Any | None) -> list[Version]:
        """Of some rows in a line, each compared with the next; the last with `before`, the one that preceded it."""
        line = [*rows, *([before] if before is not None else [])]
        values = values_of(self.model, line, self.fields)
        words = ValuesInWords(self.fields, values, self.user)
        versions = []
        for place, row in enumerate(rows):
            earlier = place + 1 < len(line)
            old = values[place + 1] if earlier else {}
            changed = [name for name in self.fields if not is_repeated(name, old, values[place])]
            changes = [words.change(name, old.get(name), values[place][name]) for name in changed]
            versions.append(
                Version(
                    number=row.version,
                    who=str(row.updated_by or _("Systemet")),
                    when=row.history_date,
                    what=what_happened(row, line[place + 1] if earlier else None),
                    reason=row.history_change_reason or "",
                    changes=[change for change in changes if change is not None],
                )
            )
        return versions


def is_repeated(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """The marking that holds is told where it is another than the own one, which is told already."""
    if name != "effective_classification":
        return False
    own = after["classification"]
    return bool(own == after[name] and own != before.get("classification"))


def shown_fields(model: type[Record]) -> "dict[str, Field[Any, Any]]":
    """By name: the fields that people write, then the ties to several things."""
    single: list[Any] = [
        field
        for field in model._meta.concrete_fields
        if field.name not in LEFT_OUT | model.UNTOLD and not field.generated
    ]
    return {field.name: field for field in [*single, *many_to_many(model).values()]}


def label_of(field: Any) -> str:
    return capfirst(str(field.verbose_name))


def what_happened(row: Any, before: Any | None) -> str:
    if before is None:
        return _("Skapad") if row.history_type == "+" or row.version == 1 else _("Först synlig för dig")
    if row.removed_at and not before.removed_at:
        return _("Lagd i papperskorgen")
    if before.removed_at and not row.removed_at:
        return _("Återställd ur papperskorgen")
    return _("Ändrad")


class ValuesInWords:
    """Values in words. Things are fetched once for all versions, and only those that the reader may see."""

    def __init__(self, fields: "dict[str, Field[Any, Any]]", values: list[dict[str, Any]], user: User) -> None:
        self.fields = fields
        self.named = {
            name: names_of(field.related_model, {key for version in values for key in keys(version[name])}, user)
            for name, field in fields.items()
            if field.related_model is not None
        }

    def change(self, name: str, before: Any, after: Any) -> Change | None:
        if before == after or not (before or after or (isinstance(before, bool) and isinstance(after, bool))):
            return None
        field = self.fields[name]
        old, new = self.say(name, before), self.say(name, after)
        is_text = isinstance(field, CharField | TextField) and not field.choices
        return Change(label_of(field), old, new, folded(compare(old, new)) if is_text and before else [])

    def say(self, name: str, value: Any) -> str:
        field: Any = self.fields[name]
        if name in self.named:
            return ", ".join(self.named[name].get(key, _("något som inte visas")) for key in keys(value))
        if getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value or ""))
        return value_in_words(without_zeros(value))


def keys(value: Any) -> list[int]:
    """The ids of a tie, or of ties to several."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def names_of(model: Any, wanted: set[int], user: User) -> dict[int, str]:
    """What those are called that the reader may see."""
    if not wanted:
        return {}
    things = model._default_manager.all()
    if hasattr(things, "visible_to") and model is not User:  # who answered for it is told as who changed it is
        things = things.visible_to(user)
    return {record.pk: str(record) for record in things.filter(pk__in=wanted).select_related(*naming_ties(model))}


def without_zeros(value: Any) -> Any:
    """A number with the decimals that say something."""
    if not isinstance(value, Decimal):
        return value
    return value.normalize() if value % 1 else value.to_integral_value()


def heading(record: Record) -> str:
    return f"{capfirst(str(kind_of(record).label))}: {record}"
