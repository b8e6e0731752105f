"""What a head has read: nobody decides on a text that they have not had open as it stands now."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import Judgement, OverallAssessment
from reporting.assessments.models.readings import Reading
from reporting.assessments.models.rounds import Round
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused


def note_reading(*, judgement: Judgement, by: User) -> None:
    """Of the version at hand; read again, the later one counts."""
    tie: dict[str, Any] = {judgement.tie: judgement}
    Reading.objects.update_or_create(
        {"version": judgement.version, "at": timezone.now()},
        by=by,
        **tie,
    )


def require_read(judgements: Sequence[Judgement], by: User) -> None:
    """Raises TransitionRefused with the names of those that were not read as they stand now."""
    seen = set(Reading.objects.of(by).versions_of(judgements))
    unread = [found for found in judgements if (found.tie, found.pk, found.version) not in seen]
    if unread:
        names = get_text_list([found.code for found in unread], _("och"))
        raise TransitionRefused(_("Inte läst i nuvarande lydelse: %(names)s. Öppna och läs först.") % {"names": names})


def to_be_read(user: User, year_round: Round) -> list[Judgement]:
    """A year's proposed judgements in the order that a head reads them, each with `is_read`: goal by goal, then those
    of the whole.
    """
    of_goals = Assessment.objects.visible_to(user).of_year(year_round.strategy_id, year_round.year).proposed()
    overall = OverallAssessment.objects.visible_to(user).of_round(year_round).proposed()
    return [
        *with_reader(of_goals, user, "assessment").select_related("goal", "round", "strategy").order_by("goal__order"),
        *with_reader(overall, user, "overall_assessment").select_related("focus_area", "round", "strategy"),
    ]


def with_reader(judgements: Any, user: User, tie: str) -> Any:
    return judgements.annotate(is_read=Reading.objects.as_it_stands(user, tie))


def after(judgement: Judgement, queue: Sequence[Judgement]) -> Judgement | None:
    """The next that has not been read, from here on and then from the beginning."""
    others = [found for found in queue if found == judgement or not found.is_read]
    at = others.index(judgement) if judgement in others else len(others)
    return next(iter([*others[at + 1 :], *others[:at]]), None)
