"""A request's life: written, sent to organisations, closed. Its words stand once it is sent."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.meetings.services import require_takes_dialogue
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from strategy.access import Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, reclassify_children, save_record


@transaction.atomic
def draft_request(*, request: Request, organisations: Collection[Organisation], by: User) -> None:
    require_takes_dialogue(request.strategy)
    create_record(record=request, by=by)
    request.organisations.set(organisations)


@transaction.atomic
def change_request(
    *, request: Request, organisations: Collection[Organisation], by: User, expected_version: int
) -> None:
    """Before it is sent. Raises TransitionRefused afterwards, and Conflict."""
    save_record(record=request, by=by, expected_version=expected_version)
    require_draft(request)
    request.organisations.set(organisations)


def require_draft(request: Request) -> None:
    if not request.is_draft:
        raise TransitionRefused(_("Förfrågan är skickad och kan inte skrivas om. Begär mer av den som ska svara."))


@transaction.atomic
def keep_request(*, request: Request, by: User, expected_version: int, more: Collection[Organisation] = ()) -> None:
    """The ministry's own part of one that is sent: who answers for it, until when, its number and marking.

    `more` are asked the same, from now on. Raises TransitionRefused for one that is closed, and Conflict.
    """
    before = Request.objects.get(pk=request.pk).answer_by
    save_record(record=request, by=by, expected_version=expected_version)
    if more and not request.is_open:
        raise TransitionRefused(_("Förfrågan är avslutad. Öppna den igen för att fråga fler."))
    request.organisations.add(*more)
    put_to(request, more, by)
    parts = AnswerPart.objects.filter(answer__request=request)
    reclassify_children(children=parts, by=by)
    for part in parts:
        reclassify_children(children=part.attachments.all(), by=by)
    if request.answer_by == before:
        return
    for answer in Answer.objects.waiting().filter(request=request):
        answer.answer_by = request.answer_by
        save_record(record=answer, by=by)


@transaction.atomic
def send_request(*, request: Request, by: User) -> None:
    """Puts it to its organisations: each gets a thread, and its contacts are told. It leaves the house by that.

    Raises TransitionRefused and ValidationError.
    """
    require_takes_dialogue(request.strategy)
    organisations = list(request.organisations.all())
    if not organisations:
        raise ValidationError(_("Välj minst en organisation innan du skickar."))
    if request.answer_by < request.strategy.today():
        raise ValidationError(_("Den dag då svaren ska ha kommit har redan varit. Välj en senare dag."))
    advance(record=request, to=Request.State.OPEN, by=by, sent_at=timezone.now())
    put_to(request, organisations, by)


def put_to(request: Request, organisations: Collection[Organisation], by: User) -> None:
    for organisation in organisations:
        answer = Answer(
            strategy=request.strategy, request=request, organisation=organisation, answer_by=request.answer_by
        )
        create_record(record=answer, by=by)
        tell_contacts(answer, NoticeKind.ASKED, "", by)
    keys = sorted(organisation.key for organisation in organisations)
    if keys:
        audit.note(verb=Verb.RELEASED, thing=request, by=by, details={"organisations": keys})


def tell_contacts(answer: Answer, kind: NoticeKind, occasion: str, by: User) -> None:
    contacts = holders(answer.strategy, Role.CONTACT, organisation=answer.organisation_id)
    tell(Telling(kind, answer.request, contacts, occasion, answer.answer_by), by=by)


def close_request(*, request: Request, by: User) -> None:
    """Nobody answers any more; what somebody is writing stays with them."""
    advance(record=request, to=Request.State.CLOSED, by=by)


def reopen_request(*, request: Request, by: User) -> None:
    if request.is_draft:
        raise TransitionRefused(_("Förfrågan är inte skickad än."))
    advance(record=request, to=Request.State.OPEN, by=by)


def remove_request(*, request: Request, by: User) -> None:
    require_draft(request)
    move_to_bin(record=request, by=by, expected_version=request.version)
