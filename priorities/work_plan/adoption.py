"""Adopting the work plan: a head seals it as it stands, as copies under the next number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from hashlib import sha256
from textwrap import shorten
from typing import Any, cast

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from priorities.work_plan.comparison import PlanChanges, compare, drawn
from priorities.work_plan.models import Activity, ActivityQuerySet, Line, WorkPlanLine, WorkPlanVersion
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.triggers import refused_by

MOST_SIGNS = 200  # of the codes of a line's goals
SAID = -1  # all of a `Line` but its marking, which is not part of what is adopted


@transaction.atomic
def adopt_work_plan(
    *, strategy: Strategy, by: User, seen: str, note: str = "", registry_number: str = ""
) -> WorkPlanVersion:
    """Seals the plan that the head saw; `seen` is its `fingerprint`.

    Raises TransitionRefused where it has changed meanwhile, where there is nothing new to adopt, and for
    whoever has written in it since the last version (four eyes).
    """
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    lines = as_it_stands(strategy)
    if seen != fingerprint(strategy):  # told after the lines were read: nothing came in between
        raise TransitionRefused(_("Arbetsplanen har ändrats sedan du öppnade sidan. Läs igenom den igen."))
    obstacle = obstacle_to_adoption(strategy, by)
    if obstacle:
        raise TransitionRefused(obstacle)
    return seal(strategy, lines, by, note=note, registry_number=registry_number)


def standing(strategy: Strategy) -> ActivityQuerySet:
    """All that is not dropped."""
    return Activity.objects.present().of(strategy.pk).standing()


def as_it_stands(strategy: Strategy, among: Collection[int] | None = None) -> list[Line]:
    """The plan of today, by day; where activities are named, what it says of these."""
    activities = standing(strategy) if among is None else standing(strategy).filter(pk__in=among)
    codes = dict(Goal.objects.of(strategy.pk).values_list("pk", "code"))  # in the decision's order
    served: defaultdict[int, set[int]] = defaultdict(set)
    for activity, goal in activities.filter(goals__isnull=False).order_by().values_list("pk", "goals"):
        served[activity].add(goal)
    rows = activities.values_list("pk", "title", "responsible", "due_on", "state", "effective_classification")
    return [
        Line(pk, title, in_short(", ".join(code for goal, code in codes.items() if goal in served[pk])), *told)
        for pk, title, *told in cast(Iterable[Any], rows)
    ]


def in_short(codes: str) -> str:
    return codes if len(codes) <= MOST_SIGNS else shorten(codes, MOST_SIGNS, placeholder=" …")


def said(lines: Iterable[Line]) -> set[tuple[object, ...]]:
    return {line[:SAID] for line in lines}


def changes_since(version: WorkPlanVersion, strategy: Strategy, user: User) -> list[tuple[str, Any]]:
    """What adopting the plan would change, as `PlanChanges.entries`; of what is new, the numbers of the activities."""
    before = WorkPlanLine.objects.visible_to(user).filter(plan=version).as_lines()
    known = {line.activity_id for line in before}
    new = [pk for pk in standing(strategy).values_list("pk", flat=True) if pk not in known]
    changed = compare(before, as_it_stands(strategy, known)).entries()
    return [*(("new", pk) for pk in new), *changed]


def shown(entries: Iterable[tuple[str, Any]], strategy: Strategy) -> PlanChanges:
    """Some of `changes_since`, ready for a page."""
    found = list(entries)
    new = {line.activity_id: line for line in as_it_stands(strategy, [pk for name, pk in found if name == "new"])}
    return drawn((name, new[entry] if name == "new" else entry) for name, entry in found)


def fingerprint(strategy: Strategy) -> str:
    """Tells one standing of the plan from another: each change counts a version up, and has its moment."""
    told = standing(strategy).aggregate(Count("pk"), Sum("version"), Max("updated_at"))
    return sha256(repr(told).encode()).hexdigest()


def obstacle_to_adoption(strategy: Strategy, by: User) -> str:
    """Why this person cannot adopt the plan now, in a sentence; empty where nothing stands in the way."""
    latest = latest_version(strategy)
    if not standing(strategy).exists():
        return _("Det finns inga aktiviteter att anta.")
    if latest is not None and says_the_same(strategy, latest):
        return _("Inget har ändrats sedan %(version)s.") % {"version": latest}
    if by.pk in writers_since(strategy, latest):
        return _("Du har själv ändrat i arbetsplanen sedan den senast antogs. Någon annan behöver anta den.")
    return ""


def says_the_same(strategy: Strategy, version: WorkPlanVersion) -> bool:
    lines = version.lines.as_lines()
    if standing(strategy).count() != len(lines):
        return False
    return said(as_it_stands(strategy)) == said(lines)


def latest_version(strategy: Strategy) -> WorkPlanVersion | None:
    return WorkPlanVersion.objects.of(strategy.pk).first()


def writers_since(strategy: Strategy, version: WorkPlanVersion | None) -> set[int | None]:
    """Everybody who has changed an activity since the version was adopted.

    A version keeps its day and not its hour, so that what was written on the day itself counts as after it.
    """
    rows = Activity.history.filter(strategy=strategy)
    if version is not None:
        rows = rows.filter(history_date__date__gte=version.adopted_on)
    return set(rows.order_by().values_list("updated_by", flat=True).distinct())


def seal(strategy: Strategy, lines: list[Line], by: User, *, note: str, registry_number: str) -> WorkPlanVersion:
    latest = latest_version(strategy)
    version = WorkPlanVersion(
        strategy=strategy,
        number=latest.number + 1 if latest else 1,
        adopted_on=strategy.today(),
        adopted_by=by,
        note=note,
        registry_number=registry_number,
    )
    version.full_clean()
    with refused_by("work_plan_version_four_eyes", _("Den som har ändrat i arbetsplanen kan inte anta den.")):
        version.save()
    WorkPlanLine.objects.bulk_create(
        WorkPlanLine(strategy=strategy, plan=version, order=order, **line._asdict())
        for order, line in enumerate(lines, start=1)
    )
    audit.note(verb=Verb.ADOPTED, thing=version, by=by)
    return version
