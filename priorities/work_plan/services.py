"""The work plan's lines: writing them, moving their days, and their way to done or dropped.

A day is moved by `move_activity` alone, which leaves the reason behind; every step in an activity's life
is appended to its updates.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanLine
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.markings import require_no_words
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, move_to_bin, require_same_strategy, save_record


@transaction.atomic
def plan_activity(
    *, activity: Activity, goals: Collection[Goal], participants: Collection[Organisation], by: User
) -> None:
    require_same_strategy(activity.strategy_id, goals)
    create_record(record=activity, by=by)
    activity.goals.set(goals)
    activity.participants.set(participants)


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    goals: Collection[Goal],
    participants: Collection[Organisation],
    by: User,
    expected_version: int,
) -> None:
    """Everything but the day and the state. Raises ValueError for another day: no form offers it here."""
    if activity.due_on != day_before(activity):
        raise ValueError("a day is moved by move_activity, with a reason")
    require_same_strategy(activity.strategy_id, goals)
    save_record(record=activity, by=by, expected_version=expected_version)
    activity.goals.set(goals)
    activity.participants.set(participants)


@transaction.atomic
def move_activity(*, activity: Activity, to: date, reason: str, by: User, expected_version: int) -> None:
    """Moves the last day. Raises ValidationError, TransitionRefused where it is over, and Conflict."""
    if activity.is_over:
        raise TransitionRefused(_("Aktiviteten är avslutad. Öppna den igen om den ska få en ny dag."))
    before = day_before(activity)
    if to == before:
        raise ValidationError({"due_on": _("Det är samma dag som förut.")})
    words = stated(reason, "reason", _("Skriv varför dagen flyttas."))
    activity.due_on = to
    save_record(record=activity, by=by, expected_version=expected_version)
    append(
        activity,
        by=by,
        kind=ActivityUpdate.UpdateKind.MOVE,
        text=words,
        from_due_on=before,
        to_due_on=to,
    )


@transaction.atomic
def add_note(*, activity: Activity, happened_on: date, text: str, by: User) -> None:
    """Writes down where it stands; what has been written is never changed."""
    words = stated(text, "text", _("Skriv vad som har hänt."))
    refuse_coming(activity, happened_on, "happened_on")
    append(activity, by=by, kind=ActivityUpdate.UpdateKind.NOTE, text=words, happened_on=happened_on)
    audit.note(verb=Verb.NOTED, thing=activity, by=by)


def start_activity(*, activity: Activity, by: User) -> None:
    step(activity, to=Activity.State.UNDER_WAY, by=by)


def finish_activity(*, activity: Activity, ended_on: date, outcome: str, by: User) -> None:
    words = stated(outcome, "outcome", _("Skriv vad det blev."))
    refuse_coming(activity, ended_on, "ended_on")
    step(activity, to=Activity.State.DONE, by=by, text=words, ended_on=ended_on, outcome=words)


def drop_activity(*, activity: Activity, reason: str, by: User) -> None:
    words = stated(reason, "reason", _("Skriv varför aktiviteten stryks."))
    step(activity, to=Activity.State.DROPPED, by=by, text=words, ended_on=activity.strategy.today(), outcome=words)


def reopen_activity(*, activity: Activity, by: User) -> None:
    """One step back: from done to under way, from dropped or under way to planned. The updates keep what was said."""
    was_done = activity.state == Activity.State.DONE
    to = Activity.State.UNDER_WAY if was_done else Activity.State.PLANNED
    step(activity, to=to, by=by, ended_on=None, outcome="")


def remove_activity(*, activity: Activity, by: User, expected_version: int) -> None:
    """Raises TransitionRefused for a line of an adopted plan: that is dropped, with a reason, and stays readable."""
    if WorkPlanLine.objects.filter(activity=activity).exists():
        raise TransitionRefused(_("Aktiviteten står i en antagen arbetsplan. Stryk den och skriv varför i stället."))
    move_to_bin(record=activity, by=by, expected_version=expected_version)


@transaction.atomic
def step(activity: Activity, *, to: str, by: User, text: str = "", **changes: Any) -> None:
    before = activity.state
    advance(record=activity, to=to, by=by, **changes)
    happened_on = changes.get("ended_on")
    append(
        activity,
        by=by,
        kind=ActivityUpdate.UpdateKind.STATE,
        text=text,
        from_state=before,
        to_state=to,
        **({"happened_on": happened_on} if happened_on else {}),
    )


def append(activity: Activity, *, by: User, **fields: Any) -> None:
    fields.setdefault("happened_on", activity.strategy.today())
    require_no_words(activity, "text", fields.get("text", ""))
    update = ActivityUpdate(strategy=activity.strategy, activity=activity, by=by, at=timezone.now(), **fields)
    update.full_clean(exclude=["from_due_on", "to_due_on"])
    update.save()


def day_before(activity: Activity) -> date:
    """The last day as it is stored, whatever a form has put into the record at hand."""
    return Activity._base_manager.values_list("due_on", flat=True).get(pk=activity.pk)


def stated(words: str, field: str, complaint: str) -> str:
    if not words.strip():
        raise ValidationError({field: complaint})
    return words.strip()


def refuse_coming(activity: Activity, day: date, field: str) -> None:
    if day > activity.strategy.today():
        raise ValidationError({field: _("Dagen har inte varit än.")})
