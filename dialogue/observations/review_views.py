"""One observation, as everybody reads it, and what an officer of the ministry does with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.attachments.models import Attachment
from dialogue.observations.additions import ObservationReading
from dialogue.observations.forms import AcceptanceForm, ReasonForm, RegistrationForm, WithdrawalForm
from dialogue.observations.models import Observation
from dialogue.observations.services import (
    accept_observation,
    decline_observation,
    register_observation,
    return_observation,
)
from dialogue.observations.thread import ObservationThread
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find, find_to


def review_page(request: Request, pk: int, status: int = 200, **bound: BaseForm) -> HttpResponse:
    """One observation; `bound` are forms of its panel that were sent and refused."""
    user = request.user
    seen = find(request, Observation.objects.visible_to(user).with_parts_for(user).with_submission(), pk)
    may_review = user.may(Action.APPROVE, Kind.OBSERVATION, seen.strategy_id) and not seen.strategy.is_read_only
    is_writer = seen.author == user and not seen.strategy.is_read_only
    waits = may_review and seen.state == Observation.State.SUBMITTED
    thread = ObservationThread(seen, user)
    context = {
        "observation": seen,
        "attachments": Attachment.objects.visible_to(user).filter(observation=seen),
        "mandate_areas": seen.mandate_areas.all(),
        "is_writer": is_writer,
        "may_review": may_review,
        "thread": thread,
        "following": following(request, seen) if may_review else None,
    }
    if waits:
        context |= {
            "acceptance": bound.get("acceptance") or AcceptanceForm(observation=seen, user=user),
            "return": bound.get("return_") or ReasonForm(auto_id="return-%s"),
            "decline": bound.get("decline") or ReasonForm(auto_id="decline-%s"),
        }
    if is_writer and seen.writer_may_withdraw:
        context["withdrawal"] = bound.get("withdrawal") or WithdrawalForm()
    response = render(request, "dialogue/observations/observation.html", context, status=422 if bound else status)
    if thread.new:
        ObservationReading.note(seen, user)
    return response


def following(request: Request, seen: Observation) -> Observation | None:
    """What has waited longest apart from the one at hand."""
    waiting = Observation.objects.visible_to(request.user).of(seen.strategy_id).waiting()
    return waiting.exclude(pk=seen.pk).first()


def find_received(request: Request, pk: int) -> Observation:
    return find_to(request, Action.APPROVE, Kind.OBSERVATION, Observation.objects.visible_to(request.user), pk)


@require_POST
def acceptance(request: Request, pk: int) -> HttpResponse:
    seen = find_received(request, pk)
    form = AcceptanceForm(request.POST, observation=seen, user=request.user)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        accept_observation(observation=seen, goals=typed["goals"], note=typed["note"], by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Observationen är med i underlaget."))
        return redirect(seen)
    return review_page(request, pk, acceptance=form)


@require_POST
def return_(request: Request, pk: int) -> HttpResponse:
    seen = find_received(request, pk)
    form = ReasonForm(request.POST, auto_id="return-%s")
    if answer(request, seen, form, return_observation):
        messages.success(request, _("Komplettering är begärd. Den som skrev ser varför."))
        return redirect(seen)
    return review_page(request, pk, return_=form)


@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    seen = find_received(request, pk)
    form = ReasonForm(request.POST, auto_id="decline-%s")
    if answer(request, seen, form, decline_observation):
        messages.success(request, _("Observationen är lagd till handlingarna. Den som skrev ser varför."))
        return redirect(seen)
    return review_page(request, pk, decline=form)


def answer(request: Request, seen: Observation, form: ReasonForm, service: Callable[..., None]) -> bool:
    return form.is_valid() and attempt(
        form, lambda: service(observation=seen, reason=form.cleaned_data["reason"], by=request.user)
    )


def registration(request: Request, pk: int) -> HttpResponse:
    """Registry number, marking and goals, set by the ministry."""
    seen = find_received(request, pk)
    form = RegistrationForm(posted(request), instance=seen, user=request.user)

    def save() -> None:
        register_observation(
            observation=seen,
            goals=form.cleaned_data["goals"],
            by=request.user,
            expected_version=form.cleaned_data["version"],
        )

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect(seen)
    context = {"form": form, "observation": seen}
    return render(request, "dialogue/observations/registration.html", context, status=status_of(form))
