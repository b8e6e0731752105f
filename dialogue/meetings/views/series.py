from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.meetings.event_forms import NextSessionForm
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.questions import in_brief_for
from dialogue.meetings.positions import positions
from dialogue.meetings.series import plan_next_session, session_after
from dialogue.meetings.views.events import may_write_dialogue
from dialogue.meetings.views.preparation import find_event
from strategy.records.pages import attempt
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find


@require_safe
def event_series(request: Request, pk: int) -> HttpResponse:
    """All sessions of a meeting's series, and how the answers on each goal moved from one to the next."""
    visible = Event.objects.visible_to(request.user)
    meeting = find(request, visible, pk)
    sessions = visible.in_series_with(meeting)
    context = {
        "event": meeting,
        "sessions": in_brief_for(sessions, request.user),
        "positions": positions(Intervention.objects.visible_to(request.user).filter(event__in=sessions.values("pk"))),
        "may_write": may_write_dialogue(request),
    }
    return render(request, "dialogue/meetings/series.html", context)


def next_session(request: Request, pk: int) -> HttpResponse:
    """Plans the session after this one: its agenda with what was prepared is copied."""
    before = find_event(request, pk)
    form = NextSessionForm(posted(request), instance=session_after(before, request.user))
    if form.is_valid() and attempt(form, lambda: plan_next_session(event=form.instance, after=before, by=request.user)):
        messages.success(request, _("Mötet är planerat, med dagordningen och det förberedda från mötet före."))
        return redirect(form.instance)
    context = {"form": form, "before": before}
    return render(request, "dialogue/meetings/event_form.html", context, status=status_of(form))
