"""A form that belongs to a meeting's page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django_htmx.http import reselect, retarget

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.reports import ReportHome
from strategy.records.pages import attempt
from strategy.tools.numbers import number_in
from strategy.web.pages import fragment, status_of
from strategy.web.requests import Request


def part_of(
    request: Request,
    event: Event,
    form: forms.BaseForm,
    save: Callable[[], object],
    *,
    title: str | Promise,
    done: str | Promise,
    anchor: str = "",
) -> HttpResponse:
    """A form that belongs to a meeting: htmx puts it into the meeting's page, otherwise it is a page of its own."""
    if request.htmx:
        form.auto_id = f"{slugify(request.get_full_path())}-%s"  # several may stand open on the meeting's page
    if request.method == "POST" and form.is_valid() and attempt(form, save):
        messages.success(request, str(done))
        return redirect(way_to(request, event, anchor))
    context = {
        "event": event,
        "form": form,
        "title": title,
        "about": subject(form, event),
        "back": way_to(request, event),
        "report": ReportHome.objects.visible_to(request.user).of_event(event).first(),
    }
    page = fragment(request, "dialogue/meetings/part.html", "form")
    if not form.is_bound:
        return render(request, page, context)
    return retarget(reselect(render(request, page, context, status=status_of(form)), "form"), "this")


def way_to(request: Request, event: Event, anchor: str = "") -> str:
    """The meeting's page, or, where the form stood there, the one that takes its report apart: `?work=` is a goal."""
    goal = number_in(request.GET.get("work", ""))
    if goal is None:
        return f"{event.get_absolute_url()}{anchor}"
    return f"{reverse('dialogue:event-work', args=[event.pk])}{f'?goal={goal}' if goal else ''}"


def subject(form: forms.BaseForm, event: Event) -> str:
    """What the form changes, or the agenda item that it adds to; empty for the meeting and what is new at it."""
    record = getattr(form, "instance", None)
    if record is not None and record.pk is None:
        record = getattr(record, "agenda_item", None)
    return str(record) if record is not None and record != event else ""
