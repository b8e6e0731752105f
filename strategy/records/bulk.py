"""Many new records of one kind in few writes, with the same history and the same lines in the log as one by one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.markings import require_no_content
from strategy.records.models import Classified, Record

AT_A_TIME = 500
Ties = Mapping[str, Sequence[Collection[Model]]]  # by the field's name, for each record what it is tied to


@transaction.atomic
def create_records(*, records: Sequence[Record], ties: Ties, by: User | None) -> None:
    """As `create_record` for each, of those that their forms have found right; the database holds the constraints.

    Raises ValidationError.
    """
    if not records:
        return
    model: Any = type(records[0])
    for record in records:
        record.created_by = record.updated_by = by
        if isinstance(record, Classified):
            record.classify()
        require_no_content(record)
        record.clean()
    model._base_manager.bulk_create(records, batch_size=AT_A_TIME)
    versions = model.history.bulk_history_create(records, batch_size=AT_A_TIME, default_change_reason=None)
    for name, tied in ties.items():
        tie(model, name, [record.pk for record in records], versions, tied)
    entries = [
        audit.entry(verb=Verb.CREATED, thing=record, by=by, history_id=version.history_id)
        for record, version in zip(records, versions, strict=True)
    ]
    AuditEntry.objects.bulk_create(entries, batch_size=AT_A_TIME)


def tie(model: Any, name: str, ids: Sequence[int], versions: Sequence[Any], tied: Sequence[Collection[Model]]) -> None:
    """Now, and in the history where that keeps the tie."""
    field = model._meta.get_field(name)
    through, kept = field.remote_field.through, getattr(model.history.model, name, None)
    own, other = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    pairs = list(pairs_of(ids, versions, tied))
    rows = [through(**{own: pk, other: thing.pk}) for pk, _version, thing in pairs]
    through._base_manager.bulk_create(rows, batch_size=AT_A_TIME)
    if kept is not None:
        told = [
            kept.model(history=version, id=row.pk, **{own: pk, other: thing.pk})
            for (pk, version, thing), row in zip(pairs, rows, strict=True)
        ]
        kept.model.objects.bulk_create(told, batch_size=AT_A_TIME)


def pairs_of(
    ids: Sequence[int], versions: Sequence[Any], tied: Sequence[Collection[Model]]
) -> Iterator[tuple[int, Any, Model]]:
    for pk, version, things in zip(ids, versions, tied, strict=True):
        for thing in things:
            yield pk, version, thing
