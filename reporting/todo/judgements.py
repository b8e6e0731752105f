from collections import Counter
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priorities.models import Goal
from reporting.models import Assessment, OverallAssessment
from reporting.todo.tasks import MOST, Task
from strategy.access import Action, Kind
from strategy.models import Strategy, User


def returned(user: User, strategy: Strategy) -> list[Task]:
    """What the head has sent back to those who wrote it, with the reason."""
    if not user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk):
        return []
    goals = Assessment.objects.visible_to(user).filter(strategy=strategy).returned_to(user)
    overall = OverallAssessment.objects.visible_to(user).filter(strategy=strategy).returned_to(user)
    judgements: list[Any] = [
        *goals.select_related("goal", "round")[:MOST],
        *overall.select_related("focus_area", "round")[:MOST],
    ]
    return [
        Task(
            text=_("Återlämnad bedömning: %(judgement)s") % {"judgement": judgement},
            detail=Truncator(judgement.returned_because).chars(120),
            url=judgement.get_absolute_url(),
        )
        for judgement in judgements
    ]


def proposed(user: User, strategy: Strategy) -> list[Task]:
    """For the head to decide on; for the officer that it waits there."""
    decides = user.may(Action.APPROVE, Kind.ASSESSMENT, strategy.pk)
    waiting = Counter(
        chain.from_iterable(
            kind.objects.visible_to(user)
            .filter(strategy=strategy)
            .proposed()
            .order_by()
            .values_list("round__year", flat=True)
            for kind in (Assessment, OverallAssessment)
        )
    )
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


def not_assessed(user: User, strategy: Strategy) -> list[Task]:
    """Goals that nobody has begun to judge for a year that is over."""
    if not user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk):
        return []
    goals = Goal.objects.visible_to(user).of(strategy.pk).count()
    over = [year for year in strategy.years if year < strategy.today().year]
    begun = Counter(
        year
        for year, _goal in Assessment.objects.visible_to(user)
        .filter(strategy=strategy, round__year__in=over)
        .order_by()
        .values_list("round__year", "goal")
        .distinct()
    )
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
        for year in over
        if begun[year] < goals
    ]
