"""What others propose for the work plan: sending it, following it, and what an officer decides."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.work_plan.columns import PROPOSAL_COLUMNS
from priorities.work_plan.forms import ActivityForm
from priorities.work_plan.models import Activity
from priorities.work_plan.proposal_forms import DeclineForm, ProposalForm, ProposalKeepingForm
from priorities.work_plan.proposals import WorkPlanProposal
from priorities.work_plan.proposing import (
    begin_proposal,
    decline,
    grant_day,
    is_contacts,
    keep_proposal,
    may_withdraw,
    propose_line,
    take_in,
    withdraw,
)
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.records.models import GROUND
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


def may(request: Request, action: Action, strategy: Strategy) -> bool:
    return request.user.may(action, Kind.WORK_PLAN_PROPOSAL, strategy.pk) and not strategy.is_read_only


@require_safe
def proposals(request: Request, slug: str) -> HttpResponseBase:
    """What waits first: everybody's for those who decide, one's own for those who propose."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.WORK_PLAN_PROPOSAL)
    listing = Listing(request, PROPOSAL_COLUMNS)
    visible = WorkPlanProposal.objects.visible_to(request.user).of(strategy.pk)
    rows = listing.ordered(visible.waiting_first().with_parts())
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "may_propose": may(request, Action.WRITE, strategy),
        "querystring": querystring(request),
    }
    return render(request, "priorities/work_plan/proposals.html", context)


def proposal_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.WORK_PLAN_PROPOSAL)
    user = request.user
    sent, proposal = posted(request), begin_proposal(strategy=strategy, by=user)
    form = ProposalForm(sent, instance=proposal, user=user, is_contacts=is_contacts(user, strategy))

    def save() -> None:
        propose_line(proposal=proposal, goals=form.cleaned_data["goals"], by=user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Förslaget är skickat. Du får besked när det är avgjort."))
        return redirect(proposal)
    return render(request, "priorities/work_plan/proposal_form.html", {"form": form}, status=status_of(form))


@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    return proposal_page(request, find(request, visible_to(request), pk))


def visible_to(request: Request) -> Any:
    return WorkPlanProposal.objects.visible_to(request.user).with_parts()


def proposal_page(request: Request, seen: WorkPlanProposal, **bound: BaseForm) -> HttpResponse:
    """One proposal; `bound` are forms of its page that were sent and refused."""
    decides = may(request, Action.APPROVE, seen.strategy)
    context = {
        "proposal": seen,
        "activity": Activity.objects.visible_to(request.user).filter(pk=seen.activity_id or 0).first(),
        "may_keep": decides,
        "may_decide": decides and seen.is_waiting,
        "may_withdraw": seen.is_waiting and may_withdraw(seen, request.user) and not seen.strategy.is_read_only,
        "refusal": DeclineForm(auto_id="refusal-%s"),
    } | bound
    status = max((status_of(form) for form in bound.values()), default=200)
    return render(request, "priorities/work_plan/proposal.html", context, status=status)


def find_to_decide(request: Request, pk: int) -> WorkPlanProposal:
    found: WorkPlanProposal = find_to(request, Action.APPROVE, Kind.WORK_PLAN_PROPOSAL, visible_to(request), pk)
    return found


def proposal_edit(request: Request, pk: int) -> HttpResponse:
    """The ministry's own part: registry number and marking."""
    kept = find_to_decide(request, pk)
    form = ProposalKeepingForm(posted(request), instance=kept)

    def save() -> None:
        keep_proposal(proposal=kept, by=request.user, expected_version=form.cleaned_data["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Förslaget är sparat."))
        return redirect(kept)
    context = {"form": form, "proposal": kept}
    return render(request, "priorities/work_plan/proposal_form.html", context, status=status_of(form))


def proposal_intake(request: Request, pk: int) -> HttpResponse:
    """The line as the officer would have it; it begins as it was proposed, with the same marking."""
    proposed = find_to_decide(request, pk)
    if proposed.is_for_day:
        raise Http404
    line = line_of(proposed, request)
    chosen = {"goals": [goal.pk for goal in proposed.goals.all()]}
    form = ActivityForm(posted(request), instance=line, user=request.user, initial=chosen)

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        goals, participants = entered["goals"], entered["participants"]
        take_in(proposal=proposed, activity=line, goals=goals, participants=participants, by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Raden står i arbetsplanen. Den som föreslog den får besked."))
        return redirect(line)
    context = {"form": form, "proposal": proposed}
    return render(request, "priorities/work_plan/proposal_intake.html", context, status=status_of(form))


def line_of(proposal: WorkPlanProposal, request: Request) -> Activity:
    """Unsaved."""
    marked = {name: getattr(proposal, name) for name in ("classification", *GROUND)}
    line = Activity(
        strategy=proposal.strategy,
        owner=request.user,
        title=proposal.title,
        description=proposal.why,
        responsible=proposal.responsible,
        due_on=proposal.due_on,
        **marked,
    )
    line.taken_over_from = proposal.classification
    return line


@require_POST
def proposal_grant(request: Request, pk: int) -> HttpResponse:
    asked = find_to_decide(request, pk)
    if not asked.is_for_day:
        raise Http404
    done = _("Dagen är flyttad. Den som bad om det får besked.")
    carry_out(request, lambda: grant_day(proposal=asked, by=request.user), done=done)
    return redirect(asked)


@require_POST
def proposal_refusal(request: Request, pk: int) -> HttpResponse:
    declined = find_to_decide(request, pk)
    form = DeclineForm(request.POST, auto_id="refusal-%s")
    if form.is_valid() and attempt(form, lambda: decline(proposal=declined, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Förslaget är avslaget. Den som lämnade det får besked och läser varför."))
        return redirect(declined)
    return proposal_page(request, declined, refusal=form)


@require_POST
def proposal_withdrawal(request: Request, pk: int) -> HttpResponse:
    own = find_to(request, Action.WRITE, Kind.WORK_PLAN_PROPOSAL, visible_to(request), pk)
    carry_out(request, lambda: withdraw(proposal=own, by=request.user), done=_("Förslaget är återtaget."))
    return redirect(own)
