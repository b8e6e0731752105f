"""An instruction's life: drafted from what there is, changed, sent to the delegation, and then kept as it was sent."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.instructions.models import Instruction, InstructionGoal, require_planned
from dialogue.instructions.sources import goals_in_hand, sources
from dialogue.meetings.models.events import Event
from dialogue.meetings.services import require_takes_dialogue
from priorities.goals.models import Goal
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell
from strategy.people.models import Membership, User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.markings import empty_where_secret
from strategy.records.models import GROUND
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, save_record


@transaction.atomic
def draft_instruction(*, event: Event, by: User) -> Instruction:
    """Goal by goal from its sources, as its writer may see them; after one that was sent, a copy of that to change.

    Raises TransitionRefused, and ValidationError where one is under way already.
    """
    require_takes_dialogue(event.strategy)
    require_planned(event)
    last = Instruction.objects.present().to(event).first()
    instruction = Instruction(strategy=event.strategy, event=event)
    if last is not None:
        instruction.number = last.number + 1
        take_over(instruction, last)
    empty_where_secret(instruction)
    create_record(record=instruction, by=by)
    for goal, text in texts_of(last) if last else drafted(instruction, by):
        write_goal(instruction, goal, text, by)
    return instruction


def take_over(instruction: Instruction, last: Instruction) -> None:
    """The words and the marking of the version before."""
    for name in ("opening", "classification", *GROUND):
        setattr(instruction, name, getattr(last, name))
    instruction.taken_over_from = last.classification


def texts_of(instruction: Instruction) -> list[tuple[Goal, str]]:
    written = InstructionGoal.objects.present().filter(instruction=instruction).in_order()
    return [(one.goal, one.text) for one in written]


def drafted(instruction: Instruction, by: User) -> list[tuple[Goal, str]]:
    marking, goals = instruction.effective_classification, goals_in_hand(instruction.event, by)
    return [(source.goal, source.draft(marking)) for source in sources(instruction.event, goals, by)]


def write_goal(instruction: Instruction, goal: Goal, text: str, by: User) -> InstructionGoal:
    part = InstructionGoal(strategy=instruction.strategy, instruction=instruction, goal=goal, text=text)
    empty_where_secret(part)
    create_record(record=part, by=by)
    return part


@transaction.atomic
def add_goal(*, instruction: Instruction, goal: Goal, by: User) -> InstructionGoal:
    """Drafted as the others. Raises TransitionRefused, and ValidationError where it stands there already."""
    instruction.require_unsent()
    source = sources(instruction.event, [goal], by)[0]
    return write_goal(instruction, goal, source.draft(instruction.effective_classification), by)


def change_part(*, record: Instruction | InstructionGoal, by: User, expected_version: int) -> None:
    record.require_return()
    save_record(record=record, by=by, expected_version=expected_version)


def remove_part(*, record: Instruction | InstructionGoal, by: User, expected_version: int) -> None:
    """What it says on a goal, or the whole while it has not been sent."""
    record.require_return()
    move_to_bin(record=record, by=by, expected_version=expected_version)


def circulate_instruction(*, instruction: Instruction, by: User) -> None:
    instruction.require_unsent()
    advance(record=instruction, to=Instruction.State.CIRCULATED, by=by)


def delegation(strategy: Strategy) -> list[Membership]:
    """Who an instruction reaches today."""
    held = Membership.objects.in_force().filter(strategy=strategy, role=Role.DELEGATION, user__in=User.objects.active())
    return list(held.select_related("user", "organisation").order_by("organisation__sort_key", "user__sort_key"))


def fingerprint(instruction: Instruction) -> str:
    """Tells the whole as somebody read it from what it has become since."""
    parts = InstructionGoal.objects.present().filter(instruction=instruction).order_by("pk")
    told = (instruction.version, *parts.values_list("pk", "version"))
    return sha256(repr(told).encode()).hexdigest()


@transaction.atomic
def send_instruction(*, instruction: Instruction, by: User, seen: str) -> None:
    """To an authority abroad, which makes it an official document: `by` has read through what leaves.

    `seen` is the `fingerprint` of what was read. Raises TransitionRefused and Conflict.
    """
    instruction.require_unsent()
    if seen != fingerprint(instruction):
        raise TransitionRefused(_("Instruktionen har ändrats sedan du öppnade sidan. Läs igenom den igen."))
    receivers = delegation(instruction.strategy)
    if not receivers:
        raise TransitionRefused(_("Ingen på delegationen har en roll i strategin i dag. Instruktionen når ingen."))
    if not instruction.opening and not any(text for _goal, text in texts_of(instruction)):
        raise TransitionRefused(_("Instruktionen är tom."))
    organisations = list(dict.fromkeys(held.organisation for held in receivers if held.organisation))
    sent = {"sent_by": by, "sent_at": timezone.now(), "sent_to": ", ".join(one.name for one in organisations)}
    advance(record=instruction, to=Instruction.State.SENT, by=by, **sent)
    audit.note(verb=Verb.REVIEWED, thing=instruction, by=by, details={"purpose": "release"})
    keys = sorted(organisation.key for organisation in organisations)
    audit.note(verb=Verb.RELEASED, thing=instruction, by=by, details={"organisations": keys})
    tell(Telling(NoticeKind.INSTRUCTED, instruction, holders(instruction.strategy, Role.DELEGATION)), by=by)
