"""A form that belongs to a meeting's page."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.text import slugify
from django_htmx.http import reselect, retarget

from dialogue.meetings.models.events import Event
from strategy.records.pages import attempt
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
        return redirect(f"{event.get_absolute_url()}{anchor}")
    context = {"event": event, "form": form, "title": title, "about": subject(form, event)}
    page = fragment(request, "dialogue/meetings/part.html", "form")
    if not form.is_bound:
        return render(request, page, context)
    return retarget(reselect(render(request, page, context, status=status_of(form)), "form"), "this")


def subject(form: forms.BaseForm, event: Event) -> str:
    """What the form changes, or the agenda item that it adds to; empty for the meeting and what is new at it."""
    record = getattr(form, "instance", None)
    if record is not None and record.pk is None:
        record = getattr(record, "agenda_item", None)
    return str(record) if record is not None and record != event else ""
