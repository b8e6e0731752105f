"""Writing records: one way in, so that nothing is overwritten unseen and nothing goes past the history."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.audit import note_record
from strategy.records.log.models import Verb
from strategy.records.markings import require_no_content, state_reason
from strategy.records.models import Classified, Record
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.sending.once import made


@transaction.atomic
def create_record(*, record: Record, by: User | None) -> None:
    """Validates and inserts. Raises ValidationError."""
    record.created_by = record.updated_by = by
    write(record, record.taken_over_from or None if isinstance(record, Classified) else None)
    note_record(record=record, verb=Verb.CREATED, by=by)
    made(record)


@transaction.atomic
def save_record(
    *,
    record: Record,
    by: User | None,
    expected_version: int | None = None,
    verb: Verb = Verb.CHANGED,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Validates and saves over the version that the writer saw; `verb` and `details` are for the log.

    Where it lowers the record's own marking, `record.lowering_reason` says why. Raises ValidationError and Conflict.
    """
    expected = record.version if expected_version is None else expected_version
    rows: models.QuerySet[Any] = type(record)._base_manager.filter(pk=record.pk, version=expected)
    before = rows.values_list("classification", flat=True).first() if isinstance(record, Classified) else None
    if rows.update(version=expected + 1) != 1:
        raise Conflict(type(record)._base_manager.get(pk=record.pk))
    record.version = expected + 1
    record.updated_by = by
    write(record, before)
    note_record(record=record, verb=verb, by=by, details=details)


def write(record: Record, marked_before: str | None = None) -> None:
    if isinstance(record, Classified):
        record.classify()
        state_reason(record, marked_before)
    require_no_content(record)
    record.full_clean()
    record.save()


def advance(*, record: Record, to: str, by: User | None, **changes: Any) -> None:
    """Moves `record.state` along its class's TRANSITIONS. Raises TransitionRefused and Conflict."""
    state = getattr(record, "state")  # noqa: B009 - Record itself has no state
    if to not in record.TRANSITIONS.get(state, frozenset()):
        raise TransitionRefused(_("Läget har ändrats sedan du öppnade sidan. Läs om den och försök igen."))
    for name, value in {"state": to, **changes}.items():
        setattr(record, name, value)
    save_record(record=record, by=by, verb=Verb.ADVANCED, details={"from": state, "to": to})


def reclassify_children(*, children: Iterable[Record], by: User | None) -> None:
    """Gives each child of a record whose marking changed its effective marking anew."""
    for child in children:
        assert isinstance(child, Classified)
        before = child.effective_classification
        child.classify()
        if child.effective_classification != before:
            save_record(record=child, by=by)


def move_to_bin(*, record: Record, by: User, expected_version: int) -> None:
    record.removed_at = timezone.now()
    save_record(record=record, by=by, expected_version=expected_version, verb=Verb.REMOVED)


def restore_from_bin(*, record: Record, by: User) -> None:
    record.removed_at = None
    save_record(record=record, by=by, verb=Verb.RESTORED)


def require_same_strategy(strategy_id: int, related: Iterable[models.Model]) -> None:
    """For many-to-many ties, which a record's own `clean` cannot see. Raises ValueError: a form never offers it."""
    if any(getattr(other, "strategy_id", strategy_id) != strategy_id for other in related):
        raise ValueError("a tie between two strategies is refused")


def keep(record: models.Model, *, by: User | None, reason: str = "", verb: Verb | None = None) -> None:
    """Validates and saves what has a history without being a Record: who did it, and why. Raises ValidationError.

    `verb` is for the log, where it is more than to have made or changed it.
    """
    verb = verb or (Verb.CREATED if record._state.adding else Verb.CHANGED)
    for name, value in {"_history_user": by, "_change_reason": reason}.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    audit.note(verb=verb, thing=record, by=by)
