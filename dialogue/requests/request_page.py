"""What a request's page shows to somebody: thread by thread, and what they can do in each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from dialogue.attachments.models import Attachment
from dialogue.meetings.models.events import Event
from dialogue.pieces.shown import Shown, shown
from dialogue.requests.forms import HandoverForm, MoreForm
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart, unread_parts
from strategy.access import Role
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation


@dataclass
class Thread:
    """One organisation's answer. `writes` are the pieces being written that its reader may go on with."""

    answer: Answer
    pieces: list[Shown] = field(default_factory=list)
    writes: list[Shown] = field(default_factory=list)
    may_answer: bool = False
    has_contact: bool = True
    more: forms.Form | None = None


class RequestPage:
    def __init__(self, asked: Request, user: User, *, may_write: bool, more: MoreForm | None = None, about: int = 0):
        self.asked, self.user, self.may_write = asked, user, may_write
        self.own = {
            held.organisation_id for held in user.memberships_in(asked.strategy_id) if held.role == Role.CONTACT
        }
        self.reached = set(contacts_of(asked).values_list("organisation", flat=True))
        parts = AnswerPart.objects.visible_to(user).filter(answer__request=asked).with_parts()
        self.new = set(unread_parts(user).filter(answer__request=asked).values_list("pk", flat=True))
        files = Attachment.objects.visible_to(user).filter(answer_part__answer__request=asked)
        pieces = shown([*parts.sent(), *parts.being_written()], files, self.new).values()
        self.sent, self.drafts = by_thread(pieces, is_draft=False), by_thread(pieces, is_draft=True)
        answers = Answer.objects.visible_to(user).filter(request=asked).silent_first()
        self.threads = [self.thread(answer, more if answer.pk == about else None) for answer in answers]

    def thread(self, answer: Answer, bound: MoreForm | None) -> Thread:
        open_here = self.asked.is_open and not answer.strategy.is_read_only
        asks_more = self.may_write and open_here and answer.state != Answer.State.ASKED
        return Thread(
            answer,
            self.sent[answer.pk],
            self.drafts[answer.pk],
            may_answer=open_here and answer.organisation_id in self.own,
            has_contact=answer.organisation_id in self.reached,
            more=(bound or MoreForm(answer=answer, auto_id=f"more-{answer.pk}-%s")) if asks_more else None,
        )

    @property
    def answered(self) -> int:
        return sum(thread.answer.state == Answer.State.ANSWERED for thread in self.threads)

    @property
    def has_new(self) -> bool:
        return bool(self.new)

    @property
    def is_contacts(self) -> bool:
        """Whether its reader is asked, and nothing else: whom else it was put to is not theirs to know."""
        return self.user.roles_in(self.asked.strategy_id) == {Role.CONTACT}

    @property
    def event(self) -> Event | None:
        """The meeting that it belongs to, where its reader may see that."""
        return Event.objects.visible_to(self.user).filter(requests=self.asked).first()

    @property
    def receivers(self) -> list[tuple[Organisation, bool]]:
        """Whom it is, or will be, put to; and whether somebody there reads it here."""
        organisations: Iterable[Organisation] = self.asked.organisations.all()
        return [(organisation, organisation.pk in self.reached) for organisation in organisations]


def contacts_of(asked: Request) -> Any:
    return Membership.objects.in_force().contacts_of(asked.strategy).order_by()


def by_thread(pieces: Iterable[Shown], *, is_draft: bool) -> dict[int, list[Shown]]:
    found: dict[int, list[Shown]] = defaultdict(list)
    for piece in pieces:
        if piece.part.is_draft == is_draft and isinstance(piece.part, AnswerPart):
            found[piece.part.answer_id].append(piece)
    return found


def colleagues_of(part: AnswerPart, user: User) -> list[User]:
    """Who else may go on with it."""
    held = contacts_of(part.answer.request).filter(organisation=part.organisation_id)
    return list(User.objects.active().filter(pk__in=held.values("user")).exclude(pk=user.pk).order_by("sort_key", "pk"))


def handover_form(part: AnswerPart, user: User, data: Any = None) -> HandoverForm | None:
    """None where there is nobody to hand it to, or it is another's."""
    if part.pk is None or part.author_id != user.pk:
        return None
    colleagues = colleagues_of(part, user)
    return HandoverForm(data, colleagues=colleagues) if colleagues else None
