from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dialogue.meetings.agenda import agenda, waiting_goals, with_key_messages
from dialogue.meetings.columns import EVENT_COLUMNS
from dialogue.meetings.event_forms import EventFilter, EventForm, EventTextsForm
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.questions import in_brief_for, with_parts_for
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.services import cancel_event, change_event, mark_held, minute_event, plan_event, reopen_event
from dialogue.meetings.views.parts import part_of
from priorities.key_messages.models import KeyMessage
from strategy.access import Action, Kind
from strategy.people.models import User
from strategy.records.lists import Listing
from strategy.records.pages import attempt, refusal
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


@dataclass(frozen=True)
class EventGroup:
    label: str
    events: list[Event]


def by_year(events: list[Event], *, sorted_otherwise: bool = False) -> list[EventGroup]:
    """What is planned under one heading, the rest under the year it began; sorted otherwise, without headings."""

    def label(event: Event) -> str:
        if sorted_otherwise:
            return ""
        return _("Planerade") if event.state == Event.State.PLANNED else str(event.starts_on.year)

    return [EventGroup(heading, list(members)) for heading, members in groupby(events, key=label)]


@require_safe
def events(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DIALOGUE)
    visible = Event.objects.visible_to(request.user).of(strategy.pk)
    chosen = EventFilter(request.GET, visible, strategy=strategy, user=request.user)
    listing = Listing(request, EVENT_COLUMNS, filters=chosen.filters)
    rows = in_brief_for(listing.ordered(chosen.qs.planned_first()), request.user)
    if listing.is_file:
        return listing.file(rows)
    page = page_of(request, rows)
    context = {
        "filter": chosen,
        "listing": listing,
        "page": page,
        "groups": by_year(list(page), sorted_otherwise=listing.sorted_by is not None),
        "filtered": chosen.is_active,
        "querystring": querystring(request),
        "may_write": request.user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk),
    }
    return render(request, fragment(request, "dialogue/meetings/events.html", "list"), context)


def event_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.DIALOGUE)
    form = EventForm(posted(request), instance=Event(strategy=strategy, owner=request.user))
    if form.is_valid() and attempt(form, lambda: plan_event(event=form.instance, by=request.user)):
        messages.success(request, _("Mötet är planerat. Lägg till motparter och dagordning."))
        return redirect(form.instance)
    return render(request, "dialogue/meetings/event_form.html", {"form": form}, status=status_of(form))


@require_safe
def event(request: Request, pk: int) -> HttpResponse:
    return event_page(request, pk)


def event_page(request: Request, pk: int, status: int = 200) -> HttpResponse:
    """The meeting's page, with what this person may see of all that hangs on it."""
    user = request.user
    meeting = find(request, with_parts_for(Event.objects.visible_to(user), user), pk)
    items = AgendaItem.objects.visible_to(user).filter(event=meeting).prefetch_related(prepared_for(user))
    entries = agenda(meeting, items, meeting.visible_interventions)  # type: ignore[attr-defined] # prefetched
    if meeting.state in {Event.State.PLANNED, Event.State.HELD}:
        visible = KeyMessage.objects.visible_to(user).of(meeting.strategy_id)
        with_key_messages(entries, visible.in_force(meeting.starts_on))
    may_write, instructions = may_write_dialogue(request), meeting.instructions.visible_to(user).to(meeting)
    context = {
        "event": meeting,
        "entries": entries,
        "waiting": waiting_goals(entries) if meeting.state == Event.State.HELD else [],
        "commitments": meeting.commitments.visible_to(user).with_parts(),
        "attachments": meeting.attachments.visible_to(user),
        "instructions": instructions,
        "may_instruct": may_instruct(request, meeting) and all(instruction.is_sent for instruction in instructions),
        "requests": meeting.requests.visible_to(user).latest_first(),
        "may_ask": user.may(Action.WRITE, Kind.REQUEST, meeting.strategy_id) and meeting.strategy.takes_dialogue,
        "reports": ReportHome.objects.visible_to(user).of_event(meeting).with_originals_for(user),
        "may_write": may_write,
        "may_prepare": may_write and meeting.state in {Event.State.PLANNED, Event.State.HELD},
        "may_log": may_write and meeting.state == Event.State.HELD,
        "may_make_pack": may_make_pack(request, meeting),
        "pack": meeting.reports.visible_to(user).packs_for(meeting).first(),
    }
    return render(request, "dialogue/meetings/event.html", context, status=status)


def prepared_for(user: User) -> Prefetch[str]:
    goals = AgendaItemGoal.objects.visible_to(user).select_related("goal").order_by("goal__order")
    return Prefetch("prepared_goals", goals, to_attr="visible_goals")


def may_write_dialogue(request: Request) -> bool:
    may = request.user.may(Action.WRITE, Kind.DIALOGUE, request.strategy.pk)
    return may and not request.strategy.is_read_only


def may_instruct(request: Request, meeting: Event) -> bool:
    """Who may write instructions is offered to begin one while the meeting lies ahead."""
    may = request.user.may(Action.WRITE, Kind.INSTRUCTION, request.strategy.pk)
    return may and meeting.state == Event.State.PLANNED and request.strategy.takes_dialogue


def may_make_pack(request: Request, meeting: Event) -> bool:
    """Who may make reports is offered the pack for a consultation, and the briefing for any meeting that lies ahead."""
    may = request.user.may(Action.WRITE, Kind.REPORT, request.strategy.pk)
    return meeting.has_pack and may and not request.strategy.is_read_only


def event_edit(request: Request, pk: int) -> HttpResponse:
    meeting = find_to(request, Action.WRITE, Kind.DIALOGUE, Event.objects.visible_to(request.user), pk)
    form = EventForm(posted(request), instance=meeting)
    if form.is_valid() and attempt(form, lambda: save(form, request.user)):
        messages.success(request, _("Mötet är sparat."))
        return redirect(meeting)
    context = {"form": form, "event": meeting}
    return render(request, "dialogue/meetings/event_form.html", context, status=status_of(form))


def save(form: EventForm | EventTextsForm, by: User) -> None:
    change_event(event=form.instance, by=by, expected_version=form.cleaned_data["version"])


def event_texts(request: Request, pk: int) -> HttpResponse:
    meeting = find_to(request, Action.WRITE, Kind.DIALOGUE, Event.objects.visible_to(request.user), pk)
    form = EventTextsForm(posted(request), instance=meeting)
    return part_of(
        request,
        meeting,
        form,
        lambda: save(form, request.user),
        title=_("Sammanfattning och deltagare"),
        done=_("Texterna är sparade."),
        anchor="#report-home",
    )


@require_POST
def holding(request: Request, pk: int) -> HttpResponse:
    done = gettext_lazy("Mötet är markerat som genomfört. Nu kan det tas isär mål för mål.")
    return step(request, pk, mark_held, done)


@require_POST
def minutes(request: Request, pk: int) -> HttpResponse:
    return step(request, pk, minute_event, gettext_lazy("Mötet är dokumenterat."))


@require_POST
def cancellation(request: Request, pk: int) -> HttpResponse:
    return step(request, pk, cancel_event, gettext_lazy("Mötet är inställt. Du kan öppna det igen."))


@require_POST
def reopening(request: Request, pk: int) -> HttpResponse:
    return step(request, pk, reopen_event, gettext_lazy("Mötet är öppnat igen."))


def step(request: Request, pk: int, service: Callable[..., None], done: Promise) -> HttpResponse:
    """One step in a meeting's life; a refusal is told on the meeting's own page."""
    meeting = find_to(request, Action.WRITE, Kind.DIALOGUE, Event.objects.visible_to(request.user), pk)
    refused = refusal(lambda: service(event=meeting, by=request.user))
    if refused:
        messages.error(request, refused)
        return event_page(request, pk, status=422)
    messages.success(request, str(done))
    return redirect(meeting)
