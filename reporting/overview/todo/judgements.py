from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priorities.goals.models import Goal
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment, OverallAssessmentStep
from reporting.assessments.models.scales import JudgementState
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one
from strategy.access import Action, Kind
from strategy.decision.models import Strategy

YEAR = Cast("round__year", TextField())
JUDGEMENTS: tuple[Any, ...] = (Assessment, OverallAssessment)


def returned(desk: Desk) -> Sort:
    """What the head has sent back, with the reason."""
    steps = AssessmentStep.objects.filter(assessment=OuterRef("pk"))
    return sent_back(desk, Assessment, steps, F("goal__code"))


def returned_of_the_whole(desk: Desk) -> Sort:
    steps = OverallAssessmentStep.objects.filter(overall_assessment=OuterRef("pk"))
    return sent_back(desk, OverallAssessment, steps, Coalesce("focus_area__code", Value(_("hela strategin"))))


def sent_back(desk: Desk, model: Any, steps: Any, name: Any) -> Sort:
    def tell(judgement: Waiting, url: str) -> Task:
        text = _("Återlämnad bedömning: %(judgement)s") % {"judgement": judgement.text}
        return Task(text, Truncator(judgement.who).chars(120), url, strategy=judgement.strategy)

    able = desk.able(Action.WRITE, Kind.ASSESSMENT)
    waiting = model.objects.visible_to(desk.user).filter(strategy__in=able, state=JudgementState.RETURNED)
    reasons = steps.filter(to_state=JudgementState.RETURNED).order_by("-at", "-pk").values("reason")[:1]
    columns = {"text": Concat(name, Value(" "), YEAR, output_field=TextField()), "who": Subquery(reasons)}
    return one_by_one(
        desk.in_own_hands(waiting).order_by("pk"),
        model.objects.all(),
        tell,
        lambda pk: desk.address("reporting:rounds", pk),
        **columns,
    )


def drafts(desk: Desk) -> Sort:
    """Drafts of this person's own, by the year."""

    def tell(count: int) -> str:
        return ngettext(
            "%(count)d påbörjad bedömning för %(year)s", "%(count)d påbörjade bedömningar för %(year)s", count
        )

    able = desk.able(Action.WRITE, Kind.ASSESSMENT)
    written = Assessment.objects.visible_to(desk.user).filter(strategy__in=able, state=JudgementState.DRAFT)
    own = written.filter(owner=desk.user)
    return by_year(desk, [own], tell, _("inte föreslagna"))


def proposed(desk: Desk, *, decides: bool) -> Sort:
    """For the head to decide on; for those who wrote them, that they wait there. Of goals and of the whole together."""

    def tell(count: int) -> str:
        return ngettext(
            "%(count)d bedömning för %(year)s väntar på godkännande",
            "%(count)d bedömningar för %(year)s väntar på godkännande",
            count,
        )

    deciding = desk.able(Action.APPROVE, Kind.ASSESSMENT)
    strategies = deciding if decides else [pk for pk in desk.able(Action.WRITE, Kind.ASSESSMENT) if pk not in deciding]
    visible = [model.objects.visible_to(desk.user).filter(strategy__in=strategies) for model in JUDGEMENTS]
    waiting = [judgements.proposed() for judgements in visible]
    if not decides:
        waiting = [desk.in_own_hands(judgements) for judgements in waiting]
    return by_year(desk, waiting, tell, _("du beslutar") if decides else _("enhetschefen beslutar"))


def not_assessed(desk: Desk) -> Sort:
    """Goals that nobody has begun to judge for a year that is over."""

    def tell(count: int) -> str:
        return ngettext(
            "%(count)d mål är inte bedömt för %(year)s", "%(count)d mål är inte bedömda för %(year)s", count
        )

    able = desk.able(Action.WRITE, Kind.ASSESSMENT)
    goals = Goal.objects.visible_to(desk.user)
    waiting = []
    for year in sorted({year for pk in able for year in over(desk.strategies[pk])}):
        begun = Assessment.objects.present().filter(round__year=year).order_by().values("goal")
        judging = [pk for pk in able if year in over(desk.strategies[pk])]
        waiting.append(goals.filter(strategy__in=judging).exclude(pk__in=begun).annotate(judged=Value(str(year))))
    return by_year(desk, waiting, tell, _("året är slut"), year=F("judged"))


def over(strategy: Strategy) -> list[int]:
    return [year for year in strategy.years if year < strategy.today().year]


def by_year(desk: Desk, things: Sequence[Any], tell: Callable[[int], str], detail: str, year: Any = YEAR) -> Sort:
    """Told together, a line for each strategy and year, which leads to the year's round."""

    def tasks(rows: list[Waiting]) -> list[Task]:
        counts: Counter[tuple[int, str]] = Counter()
        for row in rows:
            counts[row.strategy, row.text] += row.many
        return [
            Task(
                tell(count) % {"count": count, "year": year},
                detail,
                desk.address("reporting:round", strategy, int(year)),
                strategy=strategy,
            )
            for (strategy, year), count in sorted(counts.items())
        ]

    together = [each.order_by().annotate(of_year=year).values("strategy", "of_year") for each in things]
    return Sort(together, {"text": F("of_year"), "many": Count("pk")}, tasks)
