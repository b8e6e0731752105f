"""Adopting the work plan: a head seals it as it stands, as copies under the next number."""

from hashlib import sha256
from textwrap import shorten

from django.db import transaction
from django.utils.translation import gettext as _

from priorities.models import Activity, WorkPlanLine, WorkPlanVersion
from strategy import audit
from strategy.models import Strategy, User, Verb
from strategy.services import TransitionRefused
from strategy.triggers import refused_by

# What a plan says of an activity. Its marking is not part of what is adopted.
SAID = ("activity_id", "title", "goals", "responsible_id", "due_on", "state")


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


def as_it_stands(strategy: Strategy) -> list[WorkPlanLine]:
    """The plan of today as lines that are not saved: all that is not dropped, by day."""
    activities = Activity.objects.present().of(strategy.pk).standing().with_parts()
    return [line_of(activity, order) for order, activity in enumerate(activities, start=1)]


def line_of(activity: Activity, order: int) -> WorkPlanLine:
    codes = ", ".join(goal.code for goal in activity.goals.all())
    return WorkPlanLine(
        strategy=activity.strategy,
        activity=activity,
        order=order,
        title=activity.title,
        goals=shorten(codes, 200, placeholder=" …"),
        responsible=activity.responsible,
        due_on=activity.due_on,
        state=activity.state,
        effective_classification=activity.effective_classification,
    )


def said(lines: list[WorkPlanLine]) -> set[tuple[object, ...]]:
    return {tuple(getattr(line, name) for name in SAID) for line in lines}


def fingerprint(lines: list[WorkPlanLine]) -> str:
    """Tells one standing of the plan from another."""
    return sha256(repr(sorted(said(lines), key=repr)).encode()).hexdigest()


def obstacle_to_adoption(strategy: Strategy, lines: list[WorkPlanLine], by: User) -> str:
    """Why this person cannot adopt the plan now, in a sentence; empty where nothing stands in the way."""
    latest = latest_version(strategy)
    if not lines:
        return _("Det finns inga aktiviteter att anta.")
    if latest is not None and said(lines) == said(list(latest.lines.all())):
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
    return set(rows.order_by().values_list("updated_by", flat=True))


def seal(
    strategy: Strategy, lines: list[WorkPlanLine], by: User, *, note: str, registry_number: str
) -> WorkPlanVersion:
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
    for line in lines:
        line.plan = version
    WorkPlanLine.objects.bulk_create(lines)
    audit.note(verb=Verb.ADOPTED, thing=version, by=by)
    return version
