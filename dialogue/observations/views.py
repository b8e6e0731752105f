"""The contact's side: the own list, the form, what happened to each observation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.attachments.models import Attachment
from dialogue.observations import inbox_views as lists
from dialogue.observations import review_views as review
from dialogue.observations.additions import in_full
from dialogue.observations.columns import OWN_COLUMNS
from dialogue.observations.forms import ObservationForm, WithdrawalForm
from dialogue.observations.models import Observation
from dialogue.observations.services import (
    begin_observation,
    discard_draft,
    save_draft,
    submit_observation,
    withdraw_observation,
)
from dialogue.observations.sets import ObservationSet
from strategy.access import Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.records.pages import attempt, refusal
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, find_to, require


@require_safe
def observations(request: Request, slug: str) -> HttpResponseBase:
    """One address, three pages: the reviewers' inbox, the contact's own, and what has been accepted."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.OBSERVATION)
    roles = request.user.roles_in(strategy.pk)
    if roles & {Role.OFFICER, Role.HEAD}:
        return lists.inbox(request, strategy)
    if Role.CONTACT in roles:
        return own(request, strategy)
    return lists.accepted(request, strategy)


def own(request: Request, strategy: Strategy) -> HttpResponseBase:
    held = [m for m in request.user.memberships_in(strategy.pk) if m.role == Role.CONTACT]
    visible = Observation.objects.visible_to(request.user).of(strategy.pk).belonging_to(held)
    listing = Listing(request, OWN_COLUMNS)
    rows = listing.ordered(visible.with_submission().unfinished_first())
    if listing.is_file:
        return listing.file(in_full(rows, request.user))
    context = {
        "listing": listing,
        "sets": ObservationSet.objects.of(request.user).unfinished(strategy),
        "page": page_of(request, rows.with_parts_for(request.user)),
        "querystring": querystring(request),
        "may_write": not strategy.is_read_only,
        "membership": held[0],
    }
    return render(request, fragment(request, "dialogue/observations/own_observations.html", "list"), context)


@limited("upload", per_hour=200)
def observation_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.OBSERVATION)
    return write(request, begin_observation(strategy=strategy, by=request.user))


@limited("upload", per_hour=200)
def observation_edit(request: Request, pk: int) -> HttpResponse:
    observation = find_own(request, pk)
    if not observation.writer_may_edit:
        return redirect(observation)
    return write(request, observation)


def write(request: Request, observation: Observation) -> HttpResponse:
    """The form of a new or an own observation: kept, or kept and sent."""
    form = ObservationForm(posted(request), request.FILES or None, instance=observation, user=request.user)
    sends = request.POST.get("action") == "submit"
    kept: list[Observation] = []

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        service = submit_observation if sends else save_draft
        kept.append(
            service(
                observation=observation,
                goals=entered["goals"],
                mandate_areas=entered["mandate_areas"],
                files=entered["documents"],
                by=request.user,
                expected_version=entered.get("version"),
            )
        )

    if form.is_valid() and attempt(form, save):
        if sends:
            messages.success(request, _("Observationen är inskickad. Kvittot finns här."))
            return redirect(kept[0])
        messages.success(request, _("Texten är sparad men inte inskickad."))
        return redirect("dialogue:observation-edit", kept[0].pk)
    context = {
        "form": form,
        "observation": observation,
        "attachments": Attachment.objects.visible_to(request.user).filter(observation=observation.pk),
    }
    return render(request, "dialogue/observations/observation_form.html", context, status=status_of(form))


def find_own(request: Request, pk: int) -> Observation:
    """Only the writer's: to colleagues who may read it there is no such address."""
    own = Observation.objects.visible_to(request.user).written_by(request.user)
    return find_to(request, Action.WRITE, Kind.OBSERVATION, own, pk)


@require_safe
def observation(request: Request, pk: int) -> HttpResponse:
    return review.review_page(request, pk)


@require_POST
def withdrawal(request: Request, pk: int) -> HttpResponse:
    observation = find_own(request, pk)
    form = WithdrawalForm(request.POST)

    def save() -> None:
        withdraw_observation(observation=observation, reason=form.cleaned_data["reason"], by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Observationen är återtagen. Den finns kvar i listan."))
        return redirect(observation)
    return review.review_page(request, pk, withdrawal=form)


@require_POST
def observation_removal(request: Request, pk: int) -> HttpResponse:
    observation = find_own(request, pk)
    refused = refusal(lambda: discard_draft(observation=observation, by=request.user))
    if refused:
        messages.error(request, refused)
        return review.review_page(request, pk, status=422)
    messages.success(request, _("Utkastet är borttaget."))
    return redirect("dialogue:observations", observation.strategy.slug)
