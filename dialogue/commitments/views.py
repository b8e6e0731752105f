from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dialogue.commitments.columns import COMMITMENT_COLUMNS
from dialogue.commitments.forms import CommitmentFilter, CommitmentForm, ResolutionForm
from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.commitments.services import change_commitment, record_commitment, remove_commitment, resolve_commitment
from dialogue.meetings.views.events import may_write_dialogue
from dialogue.meetings.views.parts import part_of
from dialogue.meetings.views.preparation import find_event
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.records.pages import attempt, carry_out, refusal, told_removed
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


@dataclass(frozen=True)
class Tab:
    state: str
    count: int
    current: bool

    @property
    def label(self) -> Promise:
        return TAB_LABELS[self.state]


TAB_LABELS: dict[str, Promise] = {
    "open": gettext_lazy("Öppna"),
    "late": gettext_lazy("Försenade"),
    "fulfilled": gettext_lazy("Infriade"),
    "partly": gettext_lazy("Delvis infriade"),
    "lapsed": gettext_lazy("Ej infriade"),
    "all": gettext_lazy("Alla"),
}


@require_safe
def commitments(request: Request, slug: str) -> HttpResponseBase:
    """Who owes what, due when: the late ones first. One tab a state."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    asked = request.GET.get("state", "")
    state = asked if asked in TAB_LABELS else "open"
    visible = Commitment.objects.visible_to(request.user).of(strategy.pk)
    chosen = CommitmentFilter(request.GET, visible, strategy=strategy, user=request.user)
    counts = chosen.qs.counts_on(strategy.today())
    listing = Listing(request, COMMITMENT_COLUMNS, filters=chosen.filters)
    rows = listing.ordered(in_situation(chosen.qs, state, strategy).late_first(strategy.today())).with_parts()
    if listing.is_file:
        return listing.file(rows)
    context = {
        "filter": chosen,
        "filtered": chosen.is_active,
        "listing": listing,
        "page": page_of(request, rows),
        "tabs": [Tab(one, counts[one], one == state) for one in TAB_LABELS],
        "state": state,
        "querystring": querystring(request),
    }
    return render(request, fragment(request, "dialogue/commitments/commitments.html", "list"), context)


def in_situation(found: CommitmentQuerySet, state: str, strategy: Strategy) -> CommitmentQuerySet:
    if state == "all":
        return found
    if state == "late":
        return found.late_on(strategy.today())
    return found.in_state(state)


def event_commitments(request: Request, pk: int) -> HttpResponse:
    """Records what was promised at a meeting."""
    event = find_event(request, pk)
    promise = Commitment(strategy=event.strategy, event=event, owner=request.user)
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
    return commitment_page(request, pk)


def commitment_page(request: Request, pk: int, form: ResolutionForm | None = None) -> HttpResponse:
    promise = find(request, Commitment.objects.visible_to(request.user).with_parts(), pk)
    if form is None:
        form = ResolutionForm(commitment=promise, initial={"resolved_on": promise.strategy.today()})
    context = {"commitment": promise, "form": form, "may_write": may_write_dialogue(request)}
    return render(request, "dialogue/commitments/commitment.html", context, status=status_of(form))


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
    return render(request, "dialogue/commitments/commitment_form.html", context, status=status_of(form))


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
        return redirect(f"{promise.get_absolute_url()}#resolution")
    return commitment_page(request, pk, form)


@require_POST
def commitment_reopening(request: Request, pk: int) -> HttpResponse:
    promise = find_commitment(request, pk)
    carry_out(
        request,
        lambda: resolve_commitment(commitment=promise, to=Commitment.State.OPEN, by=request.user),
        done=_("Utfästelsen är öppen igen."),
    )
    return redirect(promise)


@require_POST
def commitment_removal(request: Request, pk: int) -> HttpResponse:
    promise = find_commitment(request, pk)
    refused = refusal(lambda: remove_commitment(commitment=promise, by=request.user))
    if refused:
        messages.error(request, refused)
        return redirect(promise)
    told_removed(request, promise, _("Utfästelsen är borttagen."))
    if promise.event is not None:
        return redirect(promise.event)
    return redirect("dialogue:commitments", promise.strategy.slug)
