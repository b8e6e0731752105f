from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.assessments.brief import Judgements
from reporting.assessments.models.scales import JudgementState
from reporting.overview.todo.tasks import MOST, Task
from strategy.access import Action, Kind
from strategy.people.models import User


def returned(user: User, judgements: Judgements) -> list[Task]:
    """What the head has sent back to those who wrote it, with the reason."""
    if not user.may(Action.WRITE, Kind.ASSESSMENT, judgements.strategy.pk):
        return []
    of_goals, overall = judgements.returned()
    mine: list[Any] = [*of_goals[:MOST], *overall[:MOST]]
    return [
        Task(
            text=_("Återlämnad bedömning: %(judgement)s") % {"judgement": judgement},
            detail=Truncator(judgement.returned_because).chars(120),
            url=judgement.get_absolute_url(),
        )
        for judgement in mine
    ]


def proposed(user: User, judgements: Judgements) -> list[Task]:
    """For the head to decide on; for the officer that it waits there."""
    strategy = judgements.strategy
    decides = user.may(Action.APPROVE, Kind.ASSESSMENT, strategy.pk)
    waiting = Counter(judged.year for judged in judgements.brief if judged.state == JudgementState.PROPOSED)
    return [
        Task(
            text=ngettext(
                "%(count)d bedömning för %(year)d väntar på godkännande",
                "%(count)d bedömningar för %(year)d väntar på godkännande",
                count,
            )
            % {"count": count, "year": year},
            detail=_("du beslutar") if decides else _("enhetschefen beslutar"),
            url=reverse("reporting:round", args=[strategy.slug, year]),
        )
        for year, count in sorted(waiting.items())
    ]


def not_assessed(user: User, judgements: Judgements) -> list[Task]:
    """Goals that nobody has begun to judge for a year that is over."""
    strategy, goals = judgements.strategy, len(judgements.material.goals)
    if not user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk):
        return []
    begun = Counter(year for year, _goal in {(judged.year, judged.goal) for judged in judgements.brief if judged.goal})
    return [
        Task(
            text=ngettext(
                "%(count)d mål är inte bedömt för %(year)d",
                "%(count)d mål är inte bedömda för %(year)d",
                goals - begun[year],
            )
            % {"count": goals - begun[year], "year": year},
            detail=_("året är slut"),
            url=reverse("reporting:round", args=[strategy.slug, year]),
        )
        for year in strategy.years
        if year < strategy.today().year and begun[year] < goals
    ]
