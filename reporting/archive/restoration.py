"""Out of the bin again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint
from django.utils.translation import gettext as _

from reporting.archive.disposal.services import refuse_while_disposed
from strategy.people.models import User
from strategy.records.kinds import removed_parent
from strategy.records.models import Record
from strategy.records.refusals import TransitionRefused
from strategy.records.services import restore_from_bin


def restore(*, record: Record, by: User) -> None:
    """Raises TransitionRefused, ValidationError and Conflict, each with a sentence on what to do first."""
    parent = removed_parent(record)
    if parent is not None:
        raise TransitionRefused(
            _("Det hör till ”%(parent)s”, som också ligger i papperskorgen. Återställ det först.") % {"parent": parent}
        )
    refuse_while_disposed(record)
    record.require_return()
    refuse_taken_place(record)
    try:
        with transaction.atomic():
            restore_from_bin(record=record, by=by)
    except IntegrityError as error:
        raise ValidationError(taken()) from error


def refuse_taken_place(record: Record) -> None:
    """Raises ValidationError where a rule without a sentence of its own would be broken by its return."""
    removed_at, record.removed_at = record.removed_at, None
    for constraint in record._meta.constraints:
        try:
            constraint.validate(type(record), record)
        except ValidationError as broken:
            record.removed_at = removed_at
            own = constraint.violation_error_message != BaseConstraint.default_violation_error_message
            raise ValidationError(broken.messages if own else taken()) from broken
    record.removed_at = removed_at


def taken() -> str:
    return _("Något annat har tagit dess plats sedan det togs bort. Ta bort eller ändra det först.")
