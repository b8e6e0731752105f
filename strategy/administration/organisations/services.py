"""Organisations. None is deleted: what it did keeps its name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.services import keep


@transaction.atomic
def save_organisation(*, organisation: Organisation, by: User, seen: int | None = None) -> None:
    """A new one, or one as it was seen: `seen` is the entry of its history that the writer had before them.

    Raises ValidationError, also where somebody else has saved since.
    """
    if organisation.pk is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if latest_entry(organisation) != seen:
            raise ValidationError(_("Någon annan har ändrat organisationen sedan du öppnade den. Ladda om sidan."))
    keep(organisation, by=by)


def latest_entry(organisation: Organisation) -> int | None:
    entry: int | None = organisation.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return entry
