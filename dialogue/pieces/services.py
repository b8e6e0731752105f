"""A piece is kept as it is written, by its writer or whoever goes on with it, until it is sent."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.attachments.services import attach
from dialogue.files.uploads import Admitted
from dialogue.observations.additions import Addition
from dialogue.pieces.models import Piece
from dialogue.requests.parts import AnswerPart
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, reclassify_children, save_record


def keep(
    piece: AnswerPart | Addition, by: User, files: Collection[Admitted] = (), expected_version: int | None = None
) -> None:
    """Without sending it. Raises ValidationError, Conflict and TransitionRefused."""
    if not piece.is_draft:
        raise TransitionRefused(_("Texten är redan skickad. Skriv ett tillägg i stället."))
    if piece.pk is None:
        create_record(record=piece, by=by)
    else:
        save_record(record=piece, by=by, expected_version=expected_version)
        reclassify_children(children=piece.attachments.all(), by=by)
    for file in files:
        attach(file=file, to=piece, by=by)


def require_content(piece: AnswerPart | Addition, files: Collection[Admitted], sentence: str) -> None:
    """A text or a file, sent along now or before."""
    has_file = files or (piece.pk is not None and piece.attachments.present().exists())
    if not piece.text.strip() and not has_file:
        raise ValidationError({"text": sentence})


def seal(piece: Piece, by: User) -> None:
    advance(record=piece, to=Piece.State.SENT, by=by, sent_at=timezone.now())


def discard(*, piece: Piece, by: User) -> None:
    """By its author; what has been sent never leaves (a constraint holds it)."""
    if piece.author_id != by.pk or not piece.is_draft:
        raise TransitionRefused(_("Bara den som skriver texten kan kasta den, och bara innan den är skickad."))
    move_to_bin(record=piece, by=by, expected_version=piece.version)
