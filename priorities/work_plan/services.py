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
from strategy.access import Action, Kind, Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, tell, those_answering
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.markings import require_no_words
from strategy.records.refusals import TransitionRefused
from strategy.records.services import (
    advance,
    create_record,
    move_to_bin,
    reclassify_children,
    require_same_strategy,
    save_record,
)


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
    reclassify_children(children=activity.proposals.filter(kind="day"), by=by)


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


@transaction.atomic
def report(*, activity: Activity, happened_on: date, text: str, state: str, by: User) -> None:
    """How it goes, by a contact of the organisation that is responsible; `state` is as before, or how far it has come.

    Raises ValidationError, and TransitionRefused where that is no step from where it stands.
    """
    words = stated(text, "text", _("Skriv vad som har hänt."))
    refuse_coming(activity, happened_on, "happened_on")
    if state == activity.state:
        add_note(activity=activity, happened_on=happened_on, text=words, by=by)
    elif state == Activity.State.DONE:
        finish_activity(activity=activity, ended_on=happened_on, outcome=words, by=by)
    else:
        step(activity, to=Activity.State.UNDER_WAY, by=by, text=words, happened_on=happened_on)
    occasion = f"report {activity.updates.count()}"
    tell(Telling(NoticeKind.REPORTED, activity, those_answering(activity), occasion), by=by)


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
def step(
    activity: Activity, *, to: str, by: User, text: str = "", happened_on: date | None = None, **changes: Any
) -> None:
    before = activity.state
    advance(record=activity, to=to, by=by, **changes)
    day = happened_on or changes.get("ended_on")
    append(
        activity,
        by=by,
        kind=ActivityUpdate.UpdateKind.STATE,
        text=text,
        from_state=before,
        to_state=to,
        **({"happened_on": day} if day else {}),
    )


def append(activity: Activity, *, by: User, **fields: Any) -> None:
    fields.setdefault("happened_on", activity.strategy.today())
    fields["organisation"] = reporting_for(by, activity)
    require_no_words(activity, "text", fields.get("text", ""))
    update = ActivityUpdate(strategy=activity.strategy, activity=activity, by=by, at=timezone.now(), **fields)
    update.full_clean(exclude=["from_due_on", "to_due_on", "organisation", "registered_by", "registered_at"])
    update.save()


def reports_on(person: User, activity: Activity) -> bool:
    """Whether they are a contact of the organisation that is responsible, today."""
    held = person.memberships_in(activity.strategy_id)
    return any(one.role == Role.CONTACT and one.organisation_id == activity.responsible_id for one in held)


def reporting_for(person: User, activity: Activity) -> Organisation | None:
    """Whose words these are, where they come from outside; what officers write is the ministry's own."""
    ours = person.may(Action.WRITE, Kind.WORK_PLAN, activity.strategy_id)
    return activity.responsible if not ours and reports_on(person, activity) else None


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
