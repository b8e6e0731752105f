"""What lies in a strategy's bin, out of every kind of record at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.kinds import RecordKind, kinds, removed_parent
from strategy.records.lists import AT_A_TIME
from strategy.records.models import Record
from strategy.web.tables import Column


@dataclass(frozen=True)
class BinnedRecord:
    """`parent` is what has to come back first, where there is such a thing."""

    kind: RecordKind
    record: Record
    by: str
    removed_at: datetime
    parent: Record | None

    @property
    def belongs_to(self) -> Record | None:
        return next(iter(self.kind.parents_of(self.record)), None)

    @property
    def words(self) -> str:
        return str(getattr(self.record, self.record.WORDS)) if self.record.WORDS else ""

    @property
    def marking(self) -> str:
        shown = getattr(self.record, "get_effective_classification_display", None)
        return str(shown()) if shown else ""

    @property
    def parent_noun(self) -> str:
        return next((kind.noun for kind in kinds().values() if isinstance(self.parent, kind.model)), "")


BIN_COLUMNS = [
    Column("record", _("Vad"), lambda entry: str(entry.record), width=48),
    Column("words", _("Text"), lambda entry: entry.words, width=48),
    Column("kind", _("Slag"), lambda entry: entry.kind.label, width=22),
    Column("belongs_to", _("Hörde till"), lambda entry: str(entry.belongs_to or ""), width=40),
    Column("removed_at", _("Borttagen"), lambda entry: entry.removed_at, width=18),
    Column("by", _("Borttagen av"), lambda entry: entry.by, width=24),
    Column("marking", _("Markering"), lambda entry: entry.marking, width=18),
]


def binned(strategy: Strategy, user: User, noun: str = "") -> "QuerySet[Any]":
    """Rows of (removed at, noun, id), the latest first; of one kind or of all."""
    parts = [
        kind.objects.all()
        .in_bin_for(user)
        .filter(strategy=strategy)
        .order_by()
        .annotate(noun=Value(kind.noun, output_field=CharField()))
        .values_list("removed_at", "noun", "pk")
        for kind in kinds().values()
        if noun in {"", kind.noun}
    ]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-removed_at", "noun", "-pk")


def counts(strategy: Strategy) -> dict[str, int]:
    """How many of each kind lie there, of those that there are any."""
    parts = [
        kind.objects.all()
        .in_bin()
        .filter(strategy=strategy)
        .order_by()
        .annotate(noun=Value(kind.noun, output_field=CharField()))
        .values("noun")
        .annotate(number=Count("pk"))
        .values_list("noun", "number")
        for kind in kinds().values()
    ]
    found = Counter(dict(parts[0].union(*parts[1:], all=True)))
    return {noun: found[noun] for noun in kinds() if found[noun]}


def entries(rows: Iterable[tuple[datetime, str, int]]) -> list[BinnedRecord]:
    """The records behind the rows, with who removed each: three questions to the database for each kind among them."""
    wanted: dict[str, list[int]] = {}
    for _removed_at, noun, pk in rows:
        wanted.setdefault(noun, []).append(pk)
    records = {
        noun: kinds()[noun].objects.select_related(*kinds()[noun].ties).in_bulk(pks) for noun, pks in wanted.items()
    }
    removers = {noun: removed_by(kinds()[noun].model, pks) for noun, pks in wanted.items()}
    return [
        BinnedRecord(kinds()[noun], record, removers[noun].get(pk, ""), removed_at, removed_parent(record))
        for removed_at, noun, pk in rows
        for record in [records[noun][pk]]
    ]


def all_entries(rows: "QuerySet[Any]") -> Iterator[BinnedRecord]:
    """Of every row, so many at a time."""
    for first in range(0, rows.count(), AT_A_TIME):
        yield from entries(list(rows[first : first + AT_A_TIME]))


def removed_by(model: Any, pks: list[int]) -> dict[int, str]:
    """By the first version of those in which each lies in the bin since it went there last."""
    rows = model.history.filter(id__in=pks, removed_at__isnull=False).select_related("updated_by")
    found: dict[int, str] = {}
    for row in rows.order_by("removed_at", "-version", "-history_id"):
        found[row.id] = str(row.updated_by or "")
    return found
