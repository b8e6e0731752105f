"""Who is met, and what is to be said under which item of the agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.meetings.forms import (
    AgendaItemForm,
    EventCounterpartForm,
    EventCounterpartsForm,
    NewCounterpartForm,
    PreparedGoalForm,
    PreparedGoalsForm,
)
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.services import (
    add_agenda_item,
    add_counterpart,
    add_counterparts,
    change_counterpart,
    mark_not_raised,
    move_agenda_item,
    prepare_goals,
    remove_counterpart,
    remove_preparation,
    save_preparation,
)
from dialogue.meetings.views.events import event_page
from dialogue.meetings.views.parts import part_of, way_to
from strategy.access import Action, Kind
from strategy.records.models import Record
from strategy.records.pages import refusal, told_removed
from strategy.web.pages import posted
from strategy.web.requests import Request, find_to


def find_event(request: Request, pk: int) -> Event:
    return find_to(request, Action.WRITE, Kind.DIALOGUE, Event.objects.visible_to(request.user), pk)


def find_item(request: Request, pk: int) -> AgendaItem:
    items = AgendaItem.objects.visible_to(request.user).select_related("event")
    return find_to(request, Action.WRITE, Kind.DIALOGUE, items, pk)


def find_prepared(request: Request, pk: int) -> AgendaItemGoal:
    goals = AgendaItemGoal.objects.visible_to(request.user).select_related("agenda_item__event", "goal")
    return find_to(request, Action.WRITE, Kind.DIALOGUE, goals, pk)


def counterparts(request: Request, pk: int) -> HttpResponse:
    """Ties those of the register that are ticked to a meeting."""
    event = find_event(request, pk)
    form = EventCounterpartsForm(posted(request), event=event, user=request.user)
    return part_of(
        request,
        event,
        form,
        lambda: add_counterparts(event=event, counterparts=form.cleaned_data["counterparts"], by=request.user),
        title=_("Lägg till motparter"),
        done=_("Motparterna är tillagda."),
        anchor="#counterparts",
    )


def find_part(request: Request, pk: int) -> EventCounterpart:
    parts = EventCounterpart.objects.visible_to(request.user).select_related("event", "counterpart")
    return find_to(request, Action.WRITE, Kind.DIALOGUE, parts, pk)


def counterpart_part(request: Request, pk: int) -> HttpResponse:
    """Who spoke for a counterpart at a meeting."""
    part = find_part(request, pk)
    form = EventCounterpartForm(posted(request), instance=part)
    return part_of(
        request,
        part.event,
        form,
        lambda: change_counterpart(part=part, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Företrädd av"),
        done=_("Motparten är sparad."),
        anchor="#counterparts",
    )


def new_counterparts(request: Request, pk: int) -> HttpResponse:
    """Makes one that the register lacks, and ties it."""
    event = find_event(request, pk)
    form = NewCounterpartForm(posted(request), instance=Counterpart(strategy=event.strategy))

    def save() -> None:
        part = EventCounterpart(strategy=event.strategy, event=event)
        part.represented_by = form.cleaned_data["represented_by"]
        add_counterpart(part=part, new=form.instance, by=request.user)

    return part_of(
        request,
        event,
        form,
        save,
        title=_("Ny motpart"),
        done=_("Motparten är tillagd."),
        anchor="#counterparts",
    )


@require_POST
def counterpart_removal(request: Request, pk: int) -> HttpResponse:
    part = find_part(request, pk)
    refused = refusal(lambda: remove_counterpart(part=part, by=request.user))
    return after(request, part.event, refused, _("Motparten är borttagen från mötet."), "#counterparts", part)


def agenda_items(request: Request, pk: int) -> HttpResponse:
    event = find_event(request, pk)
    item = AgendaItem(strategy=event.strategy, event=event)
    form = AgendaItemForm(posted(request), instance=item)
    return part_of(
        request,
        event,
        form,
        lambda: add_agenda_item(item=item, by=request.user),
        title=_("Ny punkt på dagordningen"),
        done=_("Punkten är tillagd."),
        anchor="#agenda",
    )


def agenda_item(request: Request, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    form = AgendaItemForm(posted(request), instance=item)
    return part_of(
        request,
        item.event,
        form,
        lambda: save_preparation(record=item, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Ändra punkt"),
        done=_("Punkten är sparad."),
        anchor=f"#item-{item.pk}",
    )


@require_POST
def agenda_item_place(request: Request, pk: int) -> HttpResponse:
    """One up or down on the agenda."""
    item = find_item(request, pk)
    step = -1 if request.POST.get("step") == "up" else 1
    refused = refusal(lambda: move_agenda_item(item=item, step=step, by=request.user))
    return after(request, item.event, refused, _("Punkten är flyttad."), f"#item-{item.pk}")


@require_POST
def agenda_item_removal(request: Request, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    refused = refusal(lambda: remove_preparation(record=item, by=request.user))
    return after(request, item.event, refused, _("Punkten är borttagen."), "#agenda", item)


def prepared_goals(request: Request, pk: int) -> HttpResponse:
    """Prepares goals under an agenda item, as many as are ticked."""
    item = find_item(request, pk)
    form = PreparedGoalsForm(posted(request), item=item, user=request.user)
    return part_of(
        request,
        item.event,
        form,
        lambda: prepare_goals(item=item, messages=form.prepared, by=request.user),
        title=_("Förbered mål: %(item)s") % {"item": item},
        done=_("Målen är förberedda."),
        anchor=f"#item-{item.pk}",
    )


def prepared_goal(request: Request, pk: int) -> HttpResponse:
    prepared = find_prepared(request, pk)
    event = prepared.agenda_item.event
    form = PreparedGoalForm(posted(request), instance=prepared, user=request.user)
    return part_of(
        request,
        event,
        form,
        lambda: save_preparation(record=prepared, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Ändra förberett budskap"),
        done=_("Budskapet är sparat."),
        anchor="#agenda",
    )


@require_POST
def prepared_goal_removal(request: Request, pk: int) -> HttpResponse:
    prepared = find_prepared(request, pk)
    refused = refusal(lambda: remove_preparation(record=prepared, by=request.user))
    return after(request, prepared.agenda_item.event, refused, _("Förberedelsen är borttagen."), "#agenda", prepared)


@require_POST
def silence(request: Request, pk: int) -> HttpResponse:
    """Marks a prepared goal as left unsaid."""
    return say(request, pk, not_raised=True)


@require_POST
def speech(request: Request, pk: int) -> HttpResponse:
    """Takes that mark away again."""
    return say(request, pk, not_raised=False)


def say(request: Request, pk: int, *, not_raised: bool) -> HttpResponse:
    prepared = find_prepared(request, pk)
    refused = refusal(lambda: mark_not_raised(prepared=prepared, not_raised=not_raised, by=request.user))
    done = _("%(code)s är markerat: togs inte upp.") if not_raised else _("Markeringen för %(code)s är borttagen.")
    sentence = done % {"code": prepared.goal.code}
    return after(request, prepared.agenda_item.event, refused, sentence, f"#item-{prepared.agenda_item_id}")


def after(
    request: Request, event: Event, refused: str, done: str, anchor: str, removed: Record | None = None
) -> HttpResponse:
    """To the meeting's page, with one sentence on how it went; `removed` is what may be had back."""
    if refused:
        messages.error(request, refused)
        return event_page(request, event.pk, status=422)
    if removed is not None:
        told_removed(request, removed, done)
    else:
        messages.success(request, done)
    return redirect(way_to(request, event, anchor))
