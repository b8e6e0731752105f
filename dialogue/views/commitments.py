from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.forms import CommitmentForm, ResolutionForm
from dialogue.models import Commitment
from dialogue.services import change_commitment, record_commitment, remove_commitment, resolve_commitment
from dialogue.views.events import may_write_dialogue
from dialogue.views.parts import part_of
from dialogue.views.preparation import find_event
from strategy.access import Action, Kind
from strategy.pages import attempt, posted, refusal, status_of
from strategy.requests import Request, find, find_to


def commitments(request: Request, pk: int) -> HttpResponse:
    """Records what was promised at a meeting."""
    event = find_event(request, pk)
    promise = Commitment(strategy=event.strategy, event=event)
    form = CommitmentForm(posted(request), instance=promise, user=request.user)
    return part_of(
        request,
        event,
        form,
        lambda: record_commitment(commitment=promise, goals=form.cleaned_data["goals"], by=request.user),
        title=_("Utfästelse eller uppföljningspunkt"),
        done=_("Utfästelsen är inskriven."),
        anchor="#commitments",
    )


@require_safe
def commitment(request: Request, pk: int) -> HttpResponse:
    return show(request, pk)


def show(request: Request, pk: int, form: ResolutionForm | None = None) -> HttpResponse:
    promise = find(request, Commitment.objects.visible_to(request.user).with_parts(), pk)
    if form is None:
        form = ResolutionForm(commitment=promise, initial={"resolved_on": timezone.localdate()})
    context = {"commitment": promise, "form": form, "may_write": may_write_dialogue(request)}
    return render(request, "dialogue/commitment.html", context, status=status_of(form))


def find_commitment(request: Request, pk: int) -> Commitment:
    visible = Commitment.objects.visible_to(request.user).select_related("event")
    return find_to(request, Action.WRITE, Kind.DIALOGUE, visible, pk)


def commitment_edit(request: Request, pk: int) -> HttpResponse:
    promise = find_commitment(request, pk)
    form = CommitmentForm(posted(request), instance=promise, user=request.user)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        change_commitment(commitment=promise, goals=typed["goals"], by=request.user, expected_version=typed["version"])

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Utfästelsen är sparad."))
        return redirect(promise)
    context = {"form": form, "commitment": promise}
    return render(request, "dialogue/commitment_form.html", context, status=status_of(form))


@require_POST
def resolution(request: Request, pk: int) -> HttpResponse:
    """Says how it went, on a day, in words."""
    promise = find_commitment(request, pk)
    form = ResolutionForm(request.POST, commitment=promise)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        resolve_commitment(
            commitment=promise,
            to=typed["state"],
            resolved_on=typed["resolved_on"],
            resolution=typed["resolution"],
            by=request.user,
        )

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Läget är ändrat."))
        return redirect(promise)
    return show(request, pk, form)


@require_POST
def commitment_reopening(request: Request, pk: int) -> HttpResponse:
    promise = find_commitment(request, pk)
    refused = refusal(lambda: resolve_commitment(commitment=promise, to=Commitment.State.OPEN, by=request.user))
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, _("Utfästelsen är öppen igen."))
    return redirect(promise)


@require_POST
def commitment_removal(request: Request, pk: int) -> HttpResponse:
    promise = find_commitment(request, pk)
    refused = refusal(lambda: remove_commitment(commitment=promise, by=request.user))
    if refused:
        messages.error(request, refused)
        return redirect(promise)
    messages.success(request, _("Utfästelsen är borttagen."))
    if promise.event is not None:
        return redirect(promise.event)
    return redirect("dialogue:events", promise.strategy.slug)
