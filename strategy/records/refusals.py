"""Why a step is not taken, for a person to read; what is merely wrong is Django's ValidationError."""

from typing import Any

from django.utils.translation import gettext as _


class Conflict(Exception):
    """Somebody else changed the record since it was read. `record` is as it stands now in the database."""

    def __init__(self, record: Any) -> None:
        super().__init__(_("Någon annan har ändrat posten sedan du öppnade den."))
        self.record = record


class TransitionRefused(Exception):
    """The record's state does not allow the step; the message says why in a sentence."""
