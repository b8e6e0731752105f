"""The page where a consultation's turn hangs together."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.views.events import may_make_pack, may_write_dialogue
from dialogue.requests.models import Request as Asked
from reporting.consultations.turns import Turn, asked
from strategy.access import Action, Kind
from strategy.web.pages import page_of
from strategy.web.requests import Request, find


@require_safe
def consultation(request: Request, pk: int) -> HttpResponse:
    user = request.user
    found = Event.objects.visible_to(user).consultations().select_related("owner", "strategy")
    meeting = find(request, found, pk)
    requests = Asked.objects.visible_to(user).filter(event=meeting).latest_first().with_parts()
    page, strategy = page_of(request, requests), meeting.strategy
    context = {
        "event": meeting,
        "turn": Turn(meeting, user),
        "page": page,
        "requests": asked(page, user),
        "agenda": AgendaItem.objects.visible_to(user).filter(event=meeting),
        "reports": ReportHome.objects.visible_to(user).of_event(meeting).with_originals_for(user)[:1],
        "attachments": meeting.attachments.visible_to(user),
        "may_write": may_write_dialogue(request),
        "may_ask": user.may(Action.WRITE, Kind.REQUEST, strategy.pk) and strategy.takes_dialogue,
        "may_make_pack": may_make_pack(request, meeting),
    }
    return render(request, "reporting/consultations/consultation.html", context)
