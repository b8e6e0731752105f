"""A circulation's life: shared after a review of what leaves, commented on, answered, closed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.instructions.models import Instruction
from dialogue.instructions.services import circulate_instruction
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from reporting.circulations.subjects import Shared, fingerprint
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell, those_answering
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, save_record

OF_THE_MINISTRY = [Role.OFFICER, Role.HEAD, Role.DELEGATION, Role.READER]


@dataclass(frozen=True)
class Receivers:
    persons: Collection[User]
    organisations: Collection[Organisation] = ()


def possible_persons(strategy: Strategy, by: User) -> dict[int, Membership]:
    """By person: who may be asked by name, each with a role in the strategy today; whoever asks is not among them."""
    held = Membership.objects.in_force().filter(
        strategy=strategy, role__in=OF_THE_MINISTRY, user__in=User.objects.active()
    )
    parts = held.exclude(user=by).select_related("user", "organisation")
    in_order = parts.order_by("user__sort_key", F("organisation").asc(nulls_first=True), "pk")
    return {one.user_id: one for one in in_order}  # of several parts, the one by which it leaves the house


@transaction.atomic
def circulate(*, circulation: Circulation, shared: Shared, receivers: Receivers, by: User, seen: str) -> None:
    """Freezes the copy that `by` has read, whose `fingerprint` is `seen`, and tells those whom it is put to.

    Raises TransitionRefused, ValidationError and Conflict.
    """
    shared.require_shareable()
    passages = shared.copy(circulation.audience)
    if not passages:
        raise TransitionRefused(_("Utgåvan är tom: inget av detta får stå i den."))
    if seen != fingerprint(passages):
        raise TransitionRefused(_("Texten har ändrats sedan du öppnade sidan. Läs igenom den igen."))
    require_ahead(circulation)
    circulation.shared_at = timezone.now()
    create_record(record=circulation, by=by)
    for passage in passages:
        passage.circulation = circulation
    CirculatedPassage.objects.bulk_create(passages)
    put_to(circulation, receivers, by)
    if isinstance(shared.origin, Instruction) and shared.origin.state == Instruction.State.DRAFT:
        circulate_instruction(instruction=shared.origin, by=by)
    audit.note(verb=Verb.REVIEWED, thing=circulation, by=by, details={"purpose": "release"})


def require_ahead(circulation: Circulation) -> None:
    if circulation.answer_by < circulation.strategy.today():
        raise ValidationError({"answer_by": _("Den dag då svaren ska ha kommit har redan varit. Välj en senare dag.")})


def put_to(circulation: Circulation, receivers: Receivers, by: User) -> None:
    """To those who do not have it already. Those who are told are named; what leaves for an authority is logged."""
    known = possible_persons(circulation.strategy, by)
    persons = [known[person.pk] for person in receivers.persons if person.pk in known]
    if not persons and not receivers.organisations:
        raise ValidationError(_("Välj minst en som ska få den."))
    had = set(circulation.parties.values_list("person", "organisation"))
    parties = [CirculationParty(person=held.user, organisation=held.organisation) for held in persons]
    parties += [CirculationParty(organisation=organisation) for organisation in receivers.organisations]
    new = [party for party in parties if (party.person_id, party.organisation_id) not in had]
    for party in new:
        party.circulation, party.strategy = circulation, circulation.strategy
    CirculationParty.objects.bulk_create(new)
    told = {person for party in new for person in told_of(party)}
    tell(Telling(NoticeKind.CIRCULATED, circulation, told, "", circulation.answer_by), by=by)
    keys = sorted({party.organisation.key for party in new if party.organisation})
    if keys:
        audit.note(verb=Verb.RELEASED, thing=circulation, by=by, details={"organisations": keys})


def told_of(party: CirculationParty) -> list[int]:
    if party.person_id:
        return [party.person_id]
    return holders(party.strategy, Role.CONTACT, organisation=party.organisation_id)


@transaction.atomic
def keep_circulation(*, circulation: Circulation, receivers: Receivers, by: User, expected_version: int) -> None:
    """Until when, who answers for it, its number; and more who are to have the copy, as it was shared."""
    save_record(record=circulation, by=by, expected_version=expected_version)
    if receivers.persons or receivers.organisations:
        require_open(circulation)
        put_to(circulation, receivers, by)


@transaction.atomic
def comment(*, comments: Sequence[Comment], party: CirculationParty, by: User) -> None:
    """Each beside its passage; one without text says *ingen erinran*. Raises TransitionRefused and ValidationError."""
    circulation = party.circulation
    require_open(circulation)
    for said in comments:
        said.strategy, said.circulation, said.party = circulation.strategy, circulation, party
        said.author, said.organisation, said.said_at = by, party.organisation, timezone.now()
        create_record(record=said, by=by)
    occasion = f"comment {comments[-1].pk}"
    tell(Telling(NoticeKind.COMMENTED, circulation, those_answering(circulation), occasion), by=by)


def require_open(circulation: Circulation) -> None:
    """As it stands now, and until what is done here is done."""
    if not Circulation.objects.select_for_update().get(pk=circulation.pk).is_open:
        raise TransitionRefused(_("Delningen är avslutad och tar inte emot fler synpunkter."))


@transaction.atomic
def answer_comment(*, comment: Comment, by: User, expected_version: int) -> None:
    """With what it led to, once: all who have the copy may read both then.

    Raises TransitionRefused where somebody else has answered, ValidationError and Conflict.
    """
    if Comment.objects.filter(pk=comment.pk).exclude(answered_at=None).exists():
        raise TransitionRefused(_("Synpunkten är redan besvarad."))
    comment.answered_by, comment.answered_at = by, timezone.now()
    save_record(record=comment, by=by, expected_version=expected_version)
    tell(Telling(NoticeKind.RESPONDED, comment.circulation, [comment.author_id], f"comment {comment.pk}"), by=by)


def close_circulation(*, circulation: Circulation, by: User) -> None:
    advance(record=circulation, to=Circulation.State.CLOSED, by=by)


def reopen_circulation(*, circulation: Circulation, by: User) -> None:
    advance(record=circulation, to=Circulation.State.OPEN, by=by)
