"""The texts that a report's maker writes in it, and the way from a meeting to its pack or briefing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogue.meetings.models.events import Event
from reporting.reports.forms import ReportTextForm
from reporting.reports.key_figures import figures
from reporting.reports.models import Report
from reporting.reports.services import open_pack
from reporting.reports.texts import drafted_now, drafts_in, own_text, report_before, text_before, write_text
from strategy.access import Action, Kind
from strategy.records.log import sightings
from strategy.records.pages import attempt
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find, find_to, require


@require_POST
def event_pack(request: Request, pk: int) -> HttpResponse:
    """From a meeting's own page: its newest pack or briefing, which is made where there is none."""
    meeting = find(request, Event.objects.visible_to(request.user).with_pack(), pk)
    require(request, Action.WRITE, Kind.REPORT)
    try:
        return redirect(open_pack(event=meeting, by=request.user))
    except ValidationError as invalid:
        messages.error(request, " ".join(invalid.messages))
        return redirect(meeting)


def report_text(request: Request, pk: int, key: str, organisation: str = "") -> HttpResponse:
    """One text of one edition, beside what is drafted, the figures and what stood there the year before."""
    report = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    if report.is_secret:
        sightings.tell(Report, report.pk)
    own = own_text(report, key, organisation)
    if own is None:
        raise Http404
    drafted = drafted_now(report)
    draft = drafts_in(drafted).get(own.place, "")
    before = report_before(report, request.user)
    last = text_before(own, before)
    initial = {} if own.is_written else {"text": draft}
    form = ReportTextForm(posted(request), instance=own.text, initial=initial, label=own.label)
    context = {
        "report": report,
        "form": form,
        "own": own,
        "draft": draft,
        "figures": figures(drafted),
        "before": before,
        "text_before": last,
    }
    if form.is_bound and "begin" in request.POST:
        form.begin_with(last)
        return render(request, "reporting/reports/report_text.html", context)

    def save() -> None:
        write_text(text=form.instance, by=request.user, expected_version=form.cleaned_data.get("version"))

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Texten är sparad och rapporten skapas på nytt."))
        return redirect(report)
    return render(request, "reporting/reports/report_text.html", context, status=status_of(form))
