"""Writing the overall judgement of a focus area, or of the whole strategy, for a year."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from priorities.goals.models import FocusArea
from reporting.assessments.judgements import step
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round
from strategy.people.models import User
from strategy.records.models import MARKING
from strategy.records.services import create_record, save_record


def under_way(year_round: Round, focus_area: FocusArea | None) -> OverallAssessment | None:
    """The one that somebody has begun for the area and year."""
    return OverallAssessment.objects.present().under_way().of_round(year_round).filter(focus_area=focus_area).first()


def take_over(judgement: OverallAssessment) -> None:
    """A correction begins from the text in force, its marking included."""
    of_round = OverallAssessment.objects.present().in_force().of_round(judgement.round)
    in_force = of_round.filter(focus_area=judgement.focus_area).first()
    if in_force is not None:
        for name in ("text", "public_text", *MARKING):
            setattr(judgement, name, getattr(in_force, name))
        judgement.taken_over_from = in_force.classification


@transaction.atomic
def begin_overall(*, judgement: OverallAssessment, by: User) -> None:
    """Saves a new one, and begins the year's round where it is the first. Raises ValidationError."""
    judgement.round, _begun = Round.objects.get_or_create(strategy=judgement.strategy, year=judgement.round.year)
    if under_way(judgement.round, judgement.focus_area) is not None:
        raise ValidationError(_("Någon har redan börjat skriva den samlade bedömningen. Ladda om sidan."))
    create_record(record=judgement, by=by)


def save_overall(*, judgement: OverallAssessment, by: User, expected_version: int) -> None:
    """Raises ValidationError where it is no longer a draft, and Conflict."""
    judgement.require_editable()
    save_record(record=judgement, by=by, expected_version=expected_version)


def propose_overall(*, judgement: OverallAssessment, by: User) -> None:
    """Sends it to the head. Raises TransitionRefused and Conflict."""
    step(judgement, to=OverallAssessment.State.PROPOSED, by=by)
