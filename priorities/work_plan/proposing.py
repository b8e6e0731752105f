"""A proposal's way: sent, then taken in, granted, declined or taken back, once. The other side is told each time."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from priorities.work_plan.proposals import WorkPlanProposal
from priorities.work_plan.services import move_activity, plan_activity, stated
from strategy.access import Action, Classification, Kind, Role
from strategy.decision.models import Strategy
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell, those_answering
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance, create_record, require_same_strategy, save_record

State = WorkPlanProposal.State


def begin_proposal(*, strategy: Strategy, by: User) -> WorkPlanProposal:
    """Unsaved. What a contact proposes, their own organisation is to do."""
    proposal = WorkPlanProposal(strategy=strategy, author=by, organisation=organisation_of(by, strategy))
    if is_contacts(by, strategy):
        proposal.responsible = proposal.organisation  # type: ignore[assignment] # a contact has one
    return proposal


def organisation_of(person: User, strategy: Strategy) -> Organisation | None:
    """That somebody speaks for in the work plan: a contact's before any other."""
    held = [one for one in person.memberships_in(strategy.pk) if one.organisation is not None]
    return next((one.organisation for one in sorted(held, key=lambda one: one.role != Role.CONTACT)), None)


def is_contacts(person: User, strategy: Strategy) -> bool:
    return Role.CONTACT in person.roles_in(strategy.pk)


@transaction.atomic
def propose_line(*, proposal: WorkPlanProposal, goals: Collection[Goal], by: User) -> None:
    """Sent by that: it waits for an officer. Raises ValidationError."""
    require_same_strategy(proposal.strategy_id, goals)
    create_record(record=proposal, by=by)
    proposal.goals.set(goals)
    tell(Telling(NoticeKind.SUGGESTED, proposal, holders(proposal.strategy, Role.OFFICER)), by=by)


@transaction.atomic
def ask_for_day(*, activity: Activity, to: date, reason: str, by: User) -> WorkPlanProposal:
    """Another day for a line of one's own organisation. Raises ValidationError and TransitionRefused."""
    if activity.is_over:
        raise TransitionRefused(_("Raden är avslutad. Skriv en lägesrapport om något är fel."))
    if to == activity.due_on:
        raise ValidationError({"due_on": _("Det är samma dag som förut.")})
    words = stated(reason, "reason", _("Skriv varför dagen behöver flyttas."))
    proposal = begin_proposal(strategy=activity.strategy, by=by)
    proposal.kind, proposal.activity, proposal.title = WorkPlanProposal.ProposalKind.DAY, activity, activity.title
    proposal.responsible, proposal.classification = activity.responsible, activity.classification
    proposal.due_before, proposal.due_on, proposal.why = activity.due_on, to, words
    create_record(record=proposal, by=by)
    proposal.goals.set(activity.goals.all())
    tell(Telling(NoticeKind.SUGGESTED, proposal, those_answering(activity), day=to), by=by)
    return proposal


@transaction.atomic
def take_in(
    *,
    proposal: WorkPlanProposal,
    activity: Activity,
    goals: Collection[Goal],
    participants: Collection[Organisation],
    by: User,
) -> None:
    """Makes the line of it that the officer has written. Raises ValidationError and TransitionRefused."""
    require_waiting(proposal)
    plan_activity(activity=activity, goals=goals, participants=participants, by=by)
    advance(record=proposal, to=State.ACCEPTED, by=by, activity=activity, decided_by=by)
    tell_how_it_went(proposal, by)


@transaction.atomic
def grant_day(*, proposal: WorkPlanProposal, by: User) -> None:
    """Moves the line's day, for the reason that was given. Raises TransitionRefused, ValidationError and Conflict."""
    require_waiting(proposal)
    activity = proposal.activity
    if activity is None or activity.removed_at:
        raise TransitionRefused(_("Aktiviteten är borttagen."))
    own, lines = proposal.effective_classification, activity.effective_classification
    if Classification.strictest(own, lines) != lines:
        raise TransitionRefused(_("Skälet är strängare markerat än raden. Flytta dagen på radens sida, med ett eget."))
    move_activity(activity=activity, to=proposal.due_on, reason=proposal.why, by=by, expected_version=activity.version)
    advance(record=proposal, to=State.ACCEPTED, by=by, decided_by=by)
    tell_how_it_went(proposal, by)


@transaction.atomic
def decline(*, proposal: WorkPlanProposal, reason: str, by: User) -> None:
    require_waiting(proposal)
    words = stated(reason, "reason", _("Skriv varför. Den som har lämnat förslaget läser det."))
    advance(record=proposal, to=State.DECLINED, by=by, decided_by=by, reason=words)
    tell_how_it_went(proposal, by)


@transaction.atomic
def withdraw(*, proposal: WorkPlanProposal, by: User) -> None:
    """By whoever sent it, or a colleague."""
    require_waiting(proposal)
    if not may_withdraw(proposal, by):
        raise TransitionRefused(_("Bara den som har lämnat förslaget kan ta tillbaka det."))
    advance(record=proposal, to=State.WITHDRAWN, by=by)


def may_withdraw(proposal: WorkPlanProposal, person: User) -> bool:
    own = proposal.organisation_id is not None and is_contacts(person, proposal.strategy)
    colleague = own and organisation_of(person, proposal.strategy) == proposal.organisation
    may = person.may(Action.WRITE, Kind.WORK_PLAN_PROPOSAL, proposal.strategy_id)
    return may and (proposal.author_id == person.pk or colleague)


def keep_proposal(*, proposal: WorkPlanProposal, by: User, expected_version: int) -> None:
    """The ministry's own part: its registry number and marking."""
    save_record(record=proposal, by=by, expected_version=expected_version)


def require_waiting(proposal: WorkPlanProposal) -> None:
    """As it stands now, and until what is done here is done."""
    if not WorkPlanProposal.objects.select_for_update().get(pk=proposal.pk).is_waiting:
        raise TransitionRefused(_("Förslaget är redan avgjort eller återtaget. Ladda om sidan."))


def tell_how_it_went(proposal: WorkPlanProposal, by: User) -> None:
    """Whoever sent it, and their colleagues at the organisation."""
    organisation = proposal.organisation_id
    colleagues = holders(proposal.strategy, Role.CONTACT, organisation=organisation) if organisation else []
    tell(Telling(NoticeKind.SETTLED, proposal, [proposal.author_id, *colleagues], proposal.state), by=by)
