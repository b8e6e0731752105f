"""Adopting the work plan: a head seals it as it stands, as copies under the next number."""

import json
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from textwrap import shorten

from django.db import transaction
from django.utils.translation import gettext as _

from priorities.comparison import Line
from priorities.models import Activity, WorkPlanLine, WorkPlanVersion
from strategy import audit
from strategy.models import Strategy, User, Verb
from strategy.services import TransitionRefused
from strategy.triggers import refused_by

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
    if seen != fingerprint(lines):
        raise TransitionRefused(_("Arbetsplanen har ändrats sedan du öppnade sidan. Läs igenom den igen."))
    obstacle = obstacle_to_adoption(strategy, lines, by)
    if obstacle:
        raise TransitionRefused(obstacle)
    return seal(strategy, lines, by, note=note, registry_number=registry_number)


def as_it_stands(strategy: Strategy) -> list[Line]:
    """The plan of today: all that is not dropped, by day."""
    standing = Activity.objects.present().of(strategy.pk).standing()
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for activity, code in standing.order_by("goals__order").values_list("pk", "goals__code"):
        codes[activity].append(code or "")
    rows = standing.values_list("pk", "title", "responsible", "due_on", "state", "effective_classification")
    goals = {pk: shorten(", ".join(found), 200, placeholder=" …") for pk, found in codes.items()}
    return [Line(row[0], row[1], goals[row[0]], *row[2:]) for row in rows]


def said(lines: Iterable[Line]) -> set[tuple[object, ...]]:
    return {line[:SAID] for line in lines}


def fingerprint(lines: list[Line]) -> str:
    """Tells one standing of the plan from another."""
    return sha256(json.dumps(sorted(line[:SAID] for line in lines), default=str).encode()).hexdigest()


def obstacle_to_adoption(strategy: Strategy, lines: list[Line], by: User) -> str:
    """Why this person cannot adopt the plan now, in a sentence; empty where nothing stands in the way."""
    latest = latest_version(strategy)
    if not lines:
        return _("Det finns inga aktiviteter att anta.")
    if latest is not None and said(lines) == said(latest.lines.as_lines()):
        return _("Inget har ändrats sedan %(version)s.") % {"version": latest}
    if by.pk in writers_since(strategy, latest):
        return _("Du har själv ändrat i arbetsplanen sedan den senast antogs. Någon annan behöver anta den.")
    return ""


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
