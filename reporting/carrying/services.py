"""A passage is copied with its source, and with a marking of its own that an officer answers for."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.instructions.models import InstructionGoal
from dialogue.instructions.services import change_part
from reporting.carrying.sources import Source, Target, may_hold
from reporting.reports.texts import leading_text, write_text
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.history import noun_of
from strategy.records.log import audit
from strategy.records.log.models import Verb


@transaction.atomic
def carry_over(*, source: Source, passage: str, into: Target, marking: str, by: User) -> None:
    """After what is written there. Raises ValidationError where it may not, Conflict and TransitionRefused."""
    if Classification(marking) not in may_hold(into):
        sentence = _("Det du tar med får inte stå där med markeringen %(marking)s. Välj ett annat ställe.")
        raise ValidationError({"into": sentence % {"marking": Classification(marking).label}})
    quoted = source.quoted(passage)
    if isinstance(into, InstructionGoal):
        into.text = after(into.text, quoted)
        change_part(record=into, by=by, expected_version=into.version)
    else:
        own = leading_text(into)
        own.text.text = after(own.text.text or own.drafted, quoted)
        write_text(text=own.text, by=by, expected_version=own.text.version if own.is_written else None)
    details = {"marking": marking, "before": source.marking, "into": f"{noun_of(type(into))} {into.pk}"}
    audit.note(verb=Verb.CARRIED, thing=source.record, by=by, details=details)


def after(text: str, quoted: str) -> str:
    return "\n\n".join(filter(None, [text.rstrip(), quoted]))
