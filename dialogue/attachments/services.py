"""Files that people hand in, stored under a name that nobody can guess."""

import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.attachments.models import Attachment
from dialogue.files.mails import Mail
from dialogue.files.uploads import Admitted
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.requests.parts import AnswerPart
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, move_to_bin

MOST_OF_ONE = 100  # attachments of what they hang on


@transaction.atomic
def attach(*, file: Admitted, to: Event | Observation | ReportHome | Addition | AnswerPart, by: User) -> Attachment:
    """Keeps a file, which follows the marking of what it belongs to, up and down. Raises ValidationError."""
    if to.attachments.present().count() >= MOST_OF_ONE:
        raise ValidationError(_("Här finns redan %(most)s bilagor, och fler får inte plats.") % {"most": MOST_OF_ONE})
    attachment = Attachment(
        strategy=to.strategy,
        event=to if isinstance(to, Event) else None,
        observation=to if isinstance(to, Observation) else None,
        report_home=to if isinstance(to, ReportHome) else None,
        addition=to if isinstance(to, Addition) else None,
        answer_part=to if isinstance(to, AnswerPart) else None,
        name=file.name,
        content_type=file.content_type,
        size=file.content.size,
        sha256=sha256(file.content),
        classification=Classification.OPEN,
        **told_by(file.mail),
    )
    file.content.seek(0)
    attachment.file = File(file.content, name=secrets.token_urlsafe(32) + file.suffix)
    if file.thumbnail is not None:
        attachment.thumbnail = File(file.thumbnail, name=f"{secrets.token_urlsafe(32)}.jpg")
    create_record(record=attachment, by=by)
    return attachment


def told_by(mail: Mail | None) -> dict[str, Any]:
    return {f"mail_{name}": value for name, value in vars(mail).items()} if mail else {}


def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Raises TransitionRefused for what came with something that is sent, or with a report home."""
    if attachment.report_home is not None:
        raise TransitionRefused(_("Filen är hemrapportens original och ligger kvar."))
    if attachment.sent_in is not None and not attachment.sent_in.is_its_writers_alone:
        raise TransitionRefused(_("Filen är skickad och ligger kvar."))
    move_to_bin(record=attachment, by=by, expected_version=attachment.version)


def sha256(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
