"""One activity: what it is, what has happened to it, and the next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from priorities.work_plan.forms import ActivityForm, CompletionForm, DeadlineForm, DropForm, NoteForm
from priorities.work_plan.models import Activity, ActivityUpdate
from priorities.work_plan.proposal_forms import DayRequestForm, ReportForm
from priorities.work_plan.proposals import WorkPlanProposal
from priorities.work_plan.services import (
    add_note,
    change_activity,
    drop_activity,
    finish_activity,
    move_activity,
    plan_activity,
    remove_activity,
    reopen_activity,
    reports_on,
    start_activity,
)
from priorities.work_plan.views.work_plan import may_write
from strategy.access import Action, Kind
from strategy.records.pages import attempt, carry_out, refusal, told_removed
from strategy.web.pages import page_of, posted, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


def activity_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.WORK_PLAN)
    form = ActivityForm(posted(request), instance=Activity(strategy=strategy, owner=request.user), user=request.user)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        plan_activity(activity=form.instance, goals=typed["goals"], participants=typed["participants"], by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Aktiviteten står i arbetsplanen."))
        return redirect(form.instance)
    return render(request, "priorities/work_plan/activity_form.html", {"form": form}, status=status_of(form))


@require_safe
def activity(request: Request, pk: int) -> HttpResponse:
    return activity_page(request, pk)


def activity_page(request: Request, pk: int, **bound: BaseForm) -> HttpResponse:
    """One activity; `bound` are forms of its page that were sent and refused."""
    seen = find(request, Activity.objects.visible_to(request.user).with_parts(), pk)
    updates = ActivityUpdate.objects.visible_to(request.user).filter(activity=seen).select_related("by", "organisation")
    context = {
        "activity": seen,
        "page": page_of(request, updates.latest_first()),
        "may_write": may_write(request),
        "proposals": WorkPlanProposal.objects.visible_to(request.user).filter(activity=seen).with_parts(),
    }
    if context["may_write"]:
        context |= steps(seen) | bound
    elif reports_on(request.user, seen) and not seen.strategy.is_read_only:
        context |= reports(seen) | bound
    status = max((status_of(form) for form in bound.values()), default=200)
    return render(request, "priorities/work_plan/activity.html", context, status=status)


def reports(seen: Activity) -> dict[str, BaseForm]:
    """The forms of whoever is responsible for it."""
    forms: dict[str, BaseForm] = {"report": ReportForm(activity=seen, auto_id="report-%s")}
    if not seen.is_over and not seen.proposals.for_days().waiting().exists():
        forms["day_request"] = DayRequestForm(strategy=seen.strategy, auto_id="day-%s")
    return forms


def steps(seen: Activity) -> dict[str, BaseForm]:
    """The forms of what can be done with it now."""
    today = seen.strategy.today()
    note = NoteForm(strategy=seen.strategy, initial={"happened_on": today}, auto_id="note-%s")
    forms: dict[str, BaseForm] = {"note": note}
    if not seen.is_over:
        forms |= {
            "deadline": DeadlineForm(instance=seen, initial={"due_on": None}, auto_id="deadline-%s"),
            "completion": CompletionForm(strategy=seen.strategy, initial={"ended_on": today}, auto_id="completion-%s"),
            "drop": DropForm(auto_id="drop-%s"),
        }
    return forms


def find_activity(request: Request, pk: int) -> Activity:
    visible = Activity.objects.visible_to(request.user).select_related("responsible")
    return find_to(request, Action.WRITE, Kind.WORK_PLAN, visible, pk)


def activity_edit(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    form = ActivityForm(posted(request), instance=activity, user=request.user)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        change_activity(
            activity=activity,
            goals=typed["goals"],
            participants=typed["participants"],
            by=request.user,
            expected_version=typed["version"],
        )

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Aktiviteten är sparad."))
        return redirect(activity)
    context = {"form": form, "activity": activity}
    return render(request, "priorities/work_plan/activity_form.html", context, status=status_of(form))


@require_POST
def activity_notes(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    form = NoteForm(request.POST, strategy=activity.strategy, auto_id="note-%s")
    if form.is_valid() and attempt(form, lambda: add_note(activity=activity, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Lägesrapporten är inskriven."))
        return redirect(f"{activity.get_absolute_url()}#updates")
    return activity_page(request, pk, note=form)


@require_POST
def activity_deadline(request: Request, pk: int) -> HttpResponse:
    """Moves the last day, with a reason."""
    activity = find_activity(request, pk)
    form = DeadlineForm(request.POST, instance=activity, initial={"due_on": None}, auto_id="deadline-%s")

    def move() -> None:
        typed: dict[str, Any] = form.cleaned_data
        move_activity(
            activity=activity,
            to=typed["due_on"],
            reason=typed["reason"],
            by=request.user,
            expected_version=typed["version"],
        )

    if form.is_valid() and attempt(form, move):
        messages.success(request, _("Dagen är flyttad."))
        return redirect(f"{activity.get_absolute_url()}#updates")
    return activity_page(request, pk, deadline=form)


@require_POST
def activity_completion(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    form = CompletionForm(request.POST, strategy=activity.strategy, auto_id="completion-%s")
    if form.is_valid() and attempt(
        form, lambda: finish_activity(activity=activity, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Aktiviteten är klar."))
        return redirect(f"{activity.get_absolute_url()}#outcome")
    return activity_page(request, pk, completion=form)


@require_POST
def activity_cancellation(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    form = DropForm(request.POST, auto_id="drop-%s")
    if form.is_valid() and attempt(
        form, lambda: drop_activity(activity=activity, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Aktiviteten är struken. Den finns kvar i listan."))
        return redirect(f"{activity.get_absolute_url()}#outcome")
    return activity_page(request, pk, drop=form)


@require_POST
def activity_start(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    return answer(
        request, activity, lambda: start_activity(activity=activity, by=request.user), _("Aktiviteten pågår.")
    )


@require_POST
def activity_reopening(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    done = _("Aktiviteten är öppnad igen.")
    return answer(request, activity, lambda: reopen_activity(activity=activity, by=request.user), done)


@require_POST
def activity_removal(request: Request, pk: int) -> HttpResponse:
    activity = find_activity(request, pk)
    refused = refusal(lambda: remove_activity(activity=activity, by=request.user, expected_version=activity.version))
    if refused:
        messages.error(request, refused)
        return redirect(activity)
    told_removed(request, activity, _("Aktiviteten är borttagen."))
    return redirect("priorities:work-plan", activity.strategy.slug)


def answer(request: Request, activity: Activity, act: Callable[[], object], done: str) -> HttpResponse:
    """Back to the activity's page, with what was done or why it was not."""
    carry_out(request, act, done=done)
    return redirect(activity)
