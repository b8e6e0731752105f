"""How an observation that was sent is added to: of the contact's own accord, or because more was asked for."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.files.uploads import Admitted
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation
from dialogue.observations.services import take_step
from dialogue.pieces.services import keep, require_content, seal
from strategy.access import Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell, those_answering
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused


def begin_addition(*, observation: Observation, by: User) -> Addition:
    """Unsaved."""
    return Addition(
        strategy=observation.strategy, observation=observation, organisation=observation.organisation, author=by
    )


@transaction.atomic
def save_addition(
    *, piece: Addition, by: User, files: Collection[Admitted] = (), expected_version: int | None = None
) -> Addition:
    """Keeps what is written without sending it, to an observation that has been reviewed meanwhile too.

    Raises ValidationError, Conflict and TransitionRefused.
    """
    require_colleague(piece.observation, by)
    keep(piece, by, files, expected_version)
    return piece


@transaction.atomic
def send_addition(
    *, piece: Addition, by: User, files: Collection[Admitted] = (), expected_version: int | None = None
) -> Addition:
    """Saves and seals it. What waited for it waits for review again. Raises as `save_addition`, and for a reviewed
    observation.
    """
    observation = Observation.objects.select_for_update().get(pk=piece.observation_id)
    if not observation.takes_additions:
        raise TransitionRefused(
            _("Observationen är färdiggranskad eller återtagen och tar inte emot mer. Det du har skrivit kan du spara.")
        )
    require_content(piece, files, _("Skriv vad du vill lägga till, eller bifoga en fil."))
    save_addition(piece=piece, by=by, files=files, expected_version=expected_version)
    seal(piece, by)
    if observation.state == Observation.State.RETURNED:
        take_step(observation, to=Observation.State.SUBMITTED, by=by)
    else:
        occasion = f"addition {piece.pk}"
        tell(Telling(NoticeKind.RECEIVED, observation, those_answering(observation), occasion), by=by)
    return piece


def require_colleague(observation: Observation, by: User) -> None:
    """A contact of the organisation that sent it, today."""
    if by.pk not in holders(observation.strategy, Role.CONTACT, organisation=observation.organisation_id):
        sentence = _("Bara en kontaktperson för %(organisation)s kan komplettera observationen.")
        raise TransitionRefused(sentence % {"organisation": observation.organisation})
