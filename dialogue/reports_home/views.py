"""A meeting's report home, version by version, and the page on which it is taken apart."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.views.events import may_write_dialogue
from dialogue.meetings.views.parts import part_of
from dialogue.meetings.views.preparation import find_event
from dialogue.reports_home.forms import PassageForm, ReportHomeForm, ReportHomeMarkingForm
from dialogue.reports_home.models import Passage
from dialogue.reports_home.services import (
    Excerpt,
    mark_report_home,
    receive_report_home,
    take_out_answer,
    take_out_message,
    take_out_promise,
)
from dialogue.reports_home.workplace import Workplace
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.tools.numbers import number_in
from strategy.web.pages import posted, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_to


@limited("upload", per_hour=200)
def reports_home(request: Request, pk: int) -> HttpResponse:
    """Receives one; where there is one already, it is the next version."""
    event = find_event(request, pk)
    latest = ReportHome.objects.visible_to(request.user).of_event(event).first()
    report = ReportHome(strategy=event.strategy, event=event)
    if latest is not None:
        report.taken_over_from = latest.classification
    begun = {"text": latest.text, "classification": latest.classification} if latest else {}
    form = ReportHomeForm(posted(request), request.FILES or None, instance=report, initial=begun)
    return part_of(
        request,
        event,
        form,
        lambda: receive_report_home(report=report, file=form.cleaned_data["file"], by=request.user),
        title=_("Rätta hemrapporten") if latest else _("Hemrapport"),
        done=_("Hemrapporten är inlagd."),
        anchor="#report-home",
    )


@require_safe
def report_home(request: Request, pk: int) -> HttpResponse:
    """One version of it, to be read."""
    report = find(request, ReportHome.objects.visible_to(request.user).select_related("event", "created_by"), pk)
    context = {
        "report": report,
        "versions": ReportHome.objects.visible_to(request.user).of_event(report.event),
        "attachments": report.attachments.visible_to(request.user),
        "may_write": may_write_dialogue(request),
    }
    return render(request, "dialogue/reports_home/report_home.html", context)


def find_report(request: Request, pk: int) -> ReportHome:
    return find_to(
        request, Action.WRITE, Kind.DIALOGUE, ReportHome.objects.visible_to(request.user).select_related("event"), pk
    )


def report_home_marking(request: Request, pk: int) -> HttpResponse:
    report = find_report(request, pk)
    form = ReportHomeMarkingForm(posted(request), instance=report)
    return part_of(
        request,
        report.event,
        form,
        lambda: mark_report_home(report=report, by=request.user, expected_version=form.cleaned_data["version"]),
        title=_("Hemrapportens markering"),
        done=_("Markeringen är sparad."),
        anchor="#report-home",
    )


# ------------------------------------------------------------------ taking it apart


@require_safe
def event_work(request: Request, pk: int) -> HttpResponse:
    """The meeting's agenda, its report home, and what belongs to the goal in hand (`?goal=`)."""
    event = find_event(request, pk)
    report = ReportHome.objects.visible_to(request.user).of_event(event).with_originals_for(request.user).first()
    return work_page(request, event, report, number_in(request.GET.get("goal", "")))


def work_page(
    request: Request, event: Event, report: ReportHome | None, goal: int | None, form: PassageForm | None = None
) -> HttpResponse:
    workplace = Workplace(event, report, request.user, goal)
    if form is None and report is not None:
        form = PassageForm(report=report, user=request.user, initial=begun_with(request, workplace))
    context = {
        "event": event,
        "work": workplace,
        "form": form,
        "paragraphs": workplace.paragraphs(form.chosen if form else []),
        "may_write": True,
        "may_log": event.state == Event.State.HELD,
    }
    return render(request, "dialogue/reports_home/work.html", context, status=status_of(form) if form else 200)


def begun_with(request: Request, workplace: Workplace) -> dict[str, Any]:
    """The goal in hand, and the counterpart of what was made last, or the meeting's only one."""
    counterparts = [part.counterpart_id for part in workplace.parts]
    last = number_in(request.GET.get("counterpart", ""))
    only = counterparts[0] if len(counterparts) == 1 else None
    return {"goal": workplace.goal.code if workplace.goal else "", "counterpart": last or only}


@require_POST
def passages(request: Request, pk: int) -> HttpResponse:
    """Makes something of what is marked; then the next passage can be."""
    report = find_report(request, pk)
    form = PassageForm(request.POST, report=report, user=request.user)
    if form.is_valid() and attempt(form, lambda: take_out(report, form.cleaned_data, request)):
        typed = form.cleaned_data
        messages.success(request, done(typed))
        counterpart = typed["counterpart"]
        address = f"{reverse('dialogue:event-work', args=[report.event.pk])}?goal={typed['goal'].pk}"
        return redirect(f"{address}&counterpart={counterpart.pk}" if counterpart else address)
    goal = form.cleaned_data.get("goal")
    return work_page(request, report.event, report, goal.pk if goal else None, form)


def take_out(report: ReportHome, typed: dict[str, Any], request: Request) -> Any:
    by = request.user
    excerpt = Excerpt(report=report, spans=typed["spans"], goal=typed["goal"], counterpart=typed["counterpart"] or None)
    if typed["became"] == Passage.Became.MESSAGE:
        return take_out_message(excerpt=excerpt, by=by)
    if typed["became"] == Passage.Became.RESPONSE:
        return take_out_answer(excerpt=excerpt, lean=typed["lean"], by=by)
    return take_out_promise(excerpt=excerpt, due_on=typed["due_on"], by=by)


def done(typed: dict[str, Any]) -> str:
    sentences = {
        Passage.Became.MESSAGE: _("Budskapet på %(goal)s är inskrivet."),
        Passage.Became.RESPONSE: _("Svaret på %(goal)s är inskrivet."),
        Passage.Became.COMMITMENT: _("Utfästelsen på %(goal)s är inskriven."),
    }
    return sentences[typed["became"]] % {"goal": typed["goal"].code}
