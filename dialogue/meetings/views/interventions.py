from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.meetings.forms import InterventionForm
from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.services import change_intervention, log_intervention, remove_intervention
from dialogue.meetings.views.parts import part_of
from dialogue.meetings.views.preparation import after, find_event
from strategy.access import Action, Kind
from strategy.records.pages import refusal
from strategy.tools.numbers import number_in
from strategy.web.pages import posted
from strategy.web.requests import Request, find_to


def interventions(request: Request, pk: int) -> HttpResponse:
    """Writes down what was said on a goal; `?prepared=` begins from what was prepared."""
    event = find_event(request, pk)
    intervention = Intervention(strategy=event.strategy, event=event)
    begun = prepared_words(request, event)
    form = InterventionForm(posted(request), instance=intervention, initial=begun, user=request.user)
    return part_of(
        request,
        event,
        form,
        lambda: log_intervention(intervention=intervention, by=request.user),
        title=_("Framfört budskap och svar"),
        done=_("Budskapet är inskrivet."),
        anchor="#agenda",
    )


def prepared_words(request: Request, event: Event) -> dict[str, Any]:
    number = number_in(request.GET.get("prepared", ""))
    if number is None:
        return {}
    goals = AgendaItemGoal.objects.visible_to(request.user).filter(agenda_item__event=event)
    prepared = goals.filter(pk=number).first()
    if prepared is None:
        return {}
    return {"goal": prepared.goal_id, "agenda_item": prepared.agenda_item_id, "message": prepared.message}


def find_intervention(request: Request, pk: int) -> Intervention:
    visible = Intervention.objects.visible_to(request.user).select_related("event", "goal")
    return find_to(request, Action.WRITE, Kind.DIALOGUE, visible, pk)


def intervention(request: Request, pk: int) -> HttpResponse:
    said = find_intervention(request, pk)
    form = InterventionForm(posted(request), instance=said, user=request.user)
    return part_of(
        request,
        said.event,
        form,
        lambda: change_intervention(intervention=said, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Ändra budskap och svar"),
        done=_("Budskapet är sparat."),
        anchor=f"#intervention-{said.pk}",
    )


@require_POST
def intervention_removal(request: Request, pk: int) -> HttpResponse:
    said = find_intervention(request, pk)
    refused = refusal(lambda: remove_intervention(intervention=said, by=request.user))
    return after(request, said.event, refused, _("Budskapet är borttaget."), "#agenda", said)
