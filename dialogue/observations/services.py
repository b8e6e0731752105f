"""A field observation's life. Every step is appended with who, when and why; who wrote it never changes."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.attachments.services import attach
from dialogue.files.uploads import Admitted
from dialogue.meetings.services import require_takes_dialogue
from dialogue.observations.models import Observation, ObservationStep
from priorities.goals.models import Goal
from strategy.access import Role
from strategy.decision.models import MandateArea, Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, tell, those_answering
from strategy.people.models import User
from strategy.records.markings import require_no_words
from strategy.records.refusals import TransitionRefused
from strategy.records.services import (
    advance,
    create_record,
    move_to_bin,
    reclassify_children,
    require_same_strategy,
    save_record,
)


def begin_observation(*, strategy: Strategy, by: User) -> Observation:
    """An unsaved observation for the organisation that the contact belongs to today."""
    membership = next(m for m in by.memberships_today if m.role == Role.CONTACT and m.strategy_id == strategy.pk)
    return Observation(
        strategy=strategy,
        author=by,
        organisation=membership.organisation,
        observed_on=strategy.today(),
    )


@transaction.atomic
def save_draft(
    *,
    observation: Observation,
    goals: Collection[Goal],
    mandate_areas: Collection[MandateArea],
    by: User,
    files: Collection[Admitted] = (),
    expected_version: int | None = None,
) -> Observation:
    """Keeps what was typed without sending it.

    Raises ValidationError, Conflict and, where it is no longer the writer's to change, TransitionRefused.
    """
    require_same_strategy(observation.strategy_id, [*goals, *mandate_areas])
    if observation.pk is None:
        require_takes_dialogue(observation.strategy)
        create_record(record=observation, by=by)
    else:
        require_writer(observation, by)
        save_record(record=observation, by=by, expected_version=expected_version)
        reclassify_children(children=observation.attachments.all(), by=by)
    observation.goals.set(goals)
    observation.mandate_areas.set(mandate_areas)
    for file in files:
        attach(file=file, to=observation, by=by)
    return observation


@transaction.atomic
def submit_observation(
    *,
    observation: Observation,
    goals: Collection[Goal],
    mandate_areas: Collection[MandateArea],
    by: User,
    files: Collection[Admitted] = (),
    expected_version: int | None = None,
) -> Observation:
    """Saves and sends. Answers the one sent; sent twice is sent once."""
    kept = save_draft(
        observation=observation,
        goals=goals,
        mandate_areas=mandate_areas,
        by=by,
        files=files,
        expected_version=expected_version,
    )
    take_step(kept, to=Observation.State.SUBMITTED, by=by)
    return kept


def withdraw_observation(*, observation: Observation, by: User, reason: str = "") -> None:
    if observation.author_id != by.pk:
        raise TransitionRefused(_("Bara den som skrev observationen kan ta tillbaka den."))
    take_step(observation, to=Observation.State.WITHDRAWN, by=by, reason=reason)


def discard_draft(*, observation: Observation, by: User) -> None:
    """A draft belongs to its writer; what has been sent never leaves by the bin (a constraint holds it)."""
    require_writer(observation, by)
    move_to_bin(record=observation, by=by, expected_version=observation.version)


@transaction.atomic
def accept_observation(*, observation: Observation, goals: Collection[Goal], by: User, note: str = "") -> None:
    """Takes it into the evidence and ties it to the goals that it says something of."""
    require_same_strategy(observation.strategy_id, goals)
    take_step(observation, to=Observation.State.ACCEPTED, by=by, reason=note)
    observation.goals.set(goals)


def return_observation(*, observation: Observation, reason: str, by: User) -> None:
    """Whoever asks for more gets the answer, where nobody answers for it yet."""
    if observation.answering_person is None:
        observation.owner = by
    take_step(observation, to=Observation.State.RETURNED, by=by, reason=stated(reason))


def decline_observation(*, observation: Observation, reason: str, by: User) -> None:
    take_step(observation, to=Observation.State.DECLINED, by=by, reason=stated(reason))


@transaction.atomic
def register_observation(*, observation: Observation, goals: Collection[Goal], by: User, expected_version: int) -> None:
    """The ministry's own part: registry number, marking, goals. The words stay the writer's."""
    require_same_strategy(observation.strategy_id, goals)
    save_record(record=observation, by=by, expected_version=expected_version)
    additions = list(observation.additions.all())
    reclassify_children(children=[*observation.attachments.all(), *additions], by=by)
    for addition in additions:
        reclassify_children(children=addition.attachments.all(), by=by)
    observation.goals.set(goals)


@transaction.atomic
def take_step(
    observation: Observation, *, to: str, by: User, reason: str = "", told_with: Observation | None = None
) -> None:
    """The other side is told of it; of one that is sent together with others, once by the first of them."""
    before = observation.state
    require_no_words(observation, "reason", reason)
    advance(record=observation, to=to, by=by)
    step = ObservationStep.objects.create(
        strategy=observation.strategy,
        observation=observation,
        from_state=before,
        to_state=to,
        by=by,
        at=timezone.now(),
        reason=reason,
    )
    tell_of(told_with or observation, f"with {told_with.pk}" if told_with else str(step.pk), to, by)


def tell_of(observation: Observation, occasion: str, to_state: str, by: User) -> None:
    states = Observation.State
    kind = {states.SUBMITTED: NoticeKind.RECEIVED, states.RETURNED: NoticeKind.RETURNED}.get(
        states(to_state), NoticeKind.ANSWERED
    )
    by_writer = to_state in {states.SUBMITTED, states.WITHDRAWN}
    to = those_answering(observation) if by_writer else [observation.author_id]
    tell(Telling(kind, observation, to, occasion), by=by)


def stated(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv varför. Motiveringen syns för den som skrev observationen.")})
    return reason.strip()


def require_writer(observation: Observation, by: User) -> None:
    if observation.author_id != by.pk or not observation.writer_may_edit:
        raise TransitionRefused(
            _("Observationen är inskickad och går inte att ändra. Skriv en komplettering i stället.")
        )
