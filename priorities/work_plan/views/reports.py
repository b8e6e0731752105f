"""What a contact does on the page of a line that their organisation is responsible for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priorities.work_plan.models import Activity
from priorities.work_plan.proposal_forms import DayRequestForm, ReportForm
from priorities.work_plan.proposing import ask_for_day
from priorities.work_plan.services import report
from priorities.work_plan.views.activities import activity_page
from strategy.access import Action, Kind, Role
from strategy.records.pages import attempt
from strategy.web.requests import Request, find_to


def find_own(request: Request, action: Kind, pk: int) -> Activity:
    """A line that an organisation is responsible for, by its contacts."""
    own = [held.organisation_id for held in request.user.memberships_today if held.role == Role.CONTACT]
    visible = Activity.objects.visible_to(request.user).filter(responsible__in=[key for key in own if key])
    return find_to(request, Action.WRITE, action, visible.select_related("responsible", "owner"), pk)


@require_POST
def activity_reports(request: Request, pk: int) -> HttpResponse:
    activity = find_own(request, Kind.WORK_PLAN_REPORT, pk)
    form = ReportForm(request.POST, activity=activity, auto_id="report-%s")
    if form.is_valid() and attempt(form, lambda: report(activity=activity, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Tack. Lägesrapporten är inlämnad."))
        return redirect(f"{activity.get_absolute_url()}#updates")
    return activity_page(request, pk, report=form)


@require_POST
def activity_day_requests(request: Request, pk: int) -> HttpResponse:
    activity = find_own(request, Kind.WORK_PLAN_PROPOSAL, pk)
    form = DayRequestForm(request.POST, strategy=activity.strategy, auto_id="day-%s")

    def ask() -> None:
        typed: dict[str, Any] = form.cleaned_data
        ask_for_day(activity=activity, to=typed["due_on"], reason=typed["reason"], by=request.user)

    if form.is_valid() and attempt(form, ask):
        messages.success(request, _("Begäran är skickad. Du får besked när den är avgjord."))
        return redirect(f"{activity.get_absolute_url()}#proposals")
    return activity_page(request, pk, day_request=form)
