"""Giving official documents their registry numbers. A number is registration and no part of what was said."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.models import Record, Registrable
from strategy.records.refusals import TransitionRefused
from strategy.records.services import save_record


@transaction.atomic
def register(*, thing: Record | Registrable, number: str, by: User, expected_version: int) -> None:
    """Also where the thing itself is approved and never changes. Raises ValidationError, Conflict, TransitionRefused.

    A record keeps it in its history; what is sealed keeps who and when beside the number, and takes one once.
    """
    if isinstance(thing, Record):
        setattr(thing, "registry_number", number)  # noqa: B010 - every kind on the list has one
        save_record(record=thing, by=by, expected_version=expected_version)
        return
    rows = type(thing)._base_manager.filter(pk=thing.pk, registry_number="")
    if rows.update(registry_number=number, registered_by=by, registered_at=timezone.now()) != 1:
        raise TransitionRefused(_("Någon annan har redan gett den ett nummer."))
    audit.note(verb=Verb.REGISTERED, thing=thing, by=by, label=number)
