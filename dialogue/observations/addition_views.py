"""What a contact adds to an observation that was sent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.observations.adding import begin_addition, save_addition, send_addition
from dialogue.observations.additions import Addition
from dialogue.observations.forms import AdditionForm
from dialogue.observations.models import Observation, ObservationStep
from dialogue.observations.thread import ObservationThread
from dialogue.pieces.services import discard
from dialogue.pieces.views import write as write_piece
from strategy.access import Action, Kind, Role
from strategy.records.pages import carry_out
from strategy.web.pages import posted
from strategy.web.rates import limited
from strategy.web.requests import Request, find_to


def find_sent(request: Request, pk: int) -> Observation:
    """Of one's own organisation: for its contacts."""
    held = [one for one in request.user.memberships_today if one.role == Role.CONTACT and one.organisation_id]
    own = Observation.objects.visible_to(request.user).filter(organisation__in=[one.organisation_id for one in held])
    return find_to(request, Action.WRITE, Kind.ADDITION, own.exclude(state="draft"), pk)


@limited("upload", per_hour=200)
def addition_new(request: Request, pk: int) -> HttpResponse:
    """What one has begun already is gone on with."""
    observation = find_sent(request, pk)
    begun = ObservationThread(observation, request.user).draft
    if begun is not None and request.method != "POST":
        return redirect(begun.get_edit_url())
    return write(request, begin_addition(observation=observation, by=request.user))


@limited("upload", per_hour=200)
def addition_edit(request: Request, pk: int) -> HttpResponse:
    """One's own. What is sent in after it was sent becomes another."""
    own = Addition.objects.visible_to(request.user).written_by(request.user).select_related("observation__organisation")
    addition = find_to(request, Action.WRITE, Kind.ADDITION, own, pk)
    if addition.is_draft:
        return write(request, addition)
    observation = find_sent(request, addition.observation_id)
    if request.method != "POST":
        return redirect(addition)
    return write(request, begin_addition(observation=observation, by=request.user), is_sent=True)


def write(request: Request, addition: Addition, *, is_sent: bool = False) -> HttpResponse:
    observation = addition.observation
    steps = ObservationStep.objects.visible_to(request.user)
    new = reverse("dialogue:addition-new", args=[observation.pk])
    return write_piece(
        request,
        AdditionForm(posted(request), request.FILES or None, instance=addition),
        keep=save_addition,
        send=send_addition,
        sent=_("Kompletteringen är skickad."),
        template="dialogue/observations/addition_form.html",
        context={
            "observation": observation,
            "returned": steps.latest_return(observation) if observation.state == Observation.State.RETURNED else None,
            "action": addition.get_edit_url() if addition.pk else new,
        },
        is_sent=is_sent,
    )


@require_POST
def addition_removal(request: Request, pk: int) -> HttpResponse:
    own = Addition.objects.visible_to(request.user).being_written().written_by(request.user)
    addition = find_to(request, Action.WRITE, Kind.ADDITION, own.select_related("observation"), pk)
    done = _("Utkastet är borttaget.")
    carry_out(request, lambda: discard(piece=addition, by=request.user), done=done)
    return redirect(addition.observation)
