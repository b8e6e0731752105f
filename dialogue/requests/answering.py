"""How an organisation answers: what is written, shared, handed on and sent; what is asked for besides."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.files.uploads import Admitted
from dialogue.pieces.services import keep, require_content, seal
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from dialogue.requests.services import tell_contacts
from strategy.access import Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell, those_answering
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, save_record

Kind = AnswerPart.PartKind


def begin_part(*, answer: Answer, by: User, kind: str = Kind.ANSWER) -> AnswerPart:
    """Unsaved."""
    return AnswerPart(strategy=answer.strategy, answer=answer, organisation=answer.organisation, author=by, kind=kind)


@transaction.atomic
def save_part(
    *, piece: AnswerPart, by: User, files: Collection[Admitted] = (), expected_version: int | None = None
) -> AnswerPart:
    """Keeps what is written without sending it, of a request that has been closed too.

    Raises ValidationError, Conflict and TransitionRefused.
    """
    require_contact(piece.answer, by)
    keep(piece, by, files, expected_version)
    return piece


@transaction.atomic
def send_part(
    *, piece: AnswerPart, by: User, files: Collection[Admitted] = (), expected_version: int | None = None
) -> AnswerPart:
    """Saves and seals it: it has come in to the ministry. Raises as `save_part`, and for a closed request."""
    require_open(piece.answer)
    if piece.observation is None:
        require_content(piece, files, _("Skriv ett svar, välj en fältobservation eller bifoga en fil."))
    save_part(piece=piece, by=by, files=files, expected_version=expected_version)
    settle(piece, by)
    return piece


def nothing_to_add(*, answer: Answer, by: User) -> AnswerPart:
    """Counts as an answer."""
    part = begin_part(answer=answer, by=by, kind=Kind.NOTHING)
    with transaction.atomic():
        require_open(answer)
        require_contact(answer, by)
        create_record(record=part, by=by)
        settle(part, by)
    return part


@transaction.atomic
def enter_answer(*, part: AnswerPart, by: User, files: Collection[Admitted]) -> None:
    """What came by mail or on paper, with the mail itself; after the request is closed too."""
    require_content(part, files, _("Skriv in svaret eller bifoga det."))
    keep(part, by, files)
    settle(part, by)


@transaction.atomic
def ask_for_more(*, answer: Answer, reason: str, by: User, until: date | None = None) -> None:
    """A piece of the thread as well, which the organisation reads. Raises TransitionRefused and ValidationError."""
    require_open(answer)
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv vad ni behöver veta. Organisationen läser det.")})
    part = begin_part(answer=answer, by=by, kind=Kind.MORE)
    part.text = reason
    create_record(record=part, by=by)
    seal(part, by)
    answer.answer_by = until or answer.answer_by
    if answer.state == Answer.State.RETURNED:
        save_record(record=answer, by=by)
    else:
        advance(record=answer, to=Answer.State.RETURNED, by=by)
    tell_contacts(answer, NoticeKind.RETURNED, f"more {part.pk}", by)


def hand_over(*, part: AnswerPart, to: User, by: User) -> None:
    """To a colleague, who goes on with it. Raises TransitionRefused where that is nobody's contact there today."""
    require_contact(part.answer, to)
    part.author = to
    with transaction.atomic():
        save_record(record=part, by=by)
        tell(Telling(NoticeKind.ASKED, part.answer.request, [to.pk], f"handed {part.pk} {part.version}"), by=by)


def settle(part: AnswerPart, by: User) -> None:
    """The thread is answered, whoever else has answered in it meanwhile; whoever answers for the request is told."""
    answer = Answer.objects.select_for_update().get(pk=part.answer_id)
    seal(part, by)
    if answer.state != Answer.State.ANSWERED:
        advance(record=answer, to=Answer.State.ANSWERED, by=by)
    tell(Telling(NoticeKind.REPLIED, answer, those_answering(answer.request), f"part {part.pk}"), by=by)


def require_open(answer: Answer) -> None:
    """As it stands now, and until what is done here is done."""
    if not Request.objects.select_for_update().get(pk=answer.request_id).is_open:
        raise TransitionRefused(
            _("Förfrågan är avslutad och tar inte emot fler svar. Det du har skrivit kan du spara; det ligger kvar.")
        )


def require_contact(answer: Answer, person: User) -> None:
    """Of the organisation that is asked, today."""
    if person.pk not in holders(answer.strategy, Role.CONTACT, organisation=answer.organisation_id):
        sentence = _("Bara en kontaktperson för %(organisation)s kan svara här.")
        raise TransitionRefused(sentence % {"organisation": answer.organisation})
