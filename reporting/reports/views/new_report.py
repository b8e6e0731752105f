"""Asking for a report: its kind, its edition, and what that would leave out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reporting.reports import services
from reporting.reports.contents.kinds import REPORT_KINDS
from reporting.reports.models import Report
from reporting.reports.request_forms import FORMS, ReportForm
from strategy.access import Action, Audience, Kind
from strategy.decision.models import Strategy
from strategy.records.pages import attempt
from strategy.web.pages import posted
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, require


@limited("report", per_hour=60)
def report_new(request: Request, slug: str) -> HttpResponse:
    """Asks for a report. What an edition would leave out shows as soon as it is chosen.

    One that is to leave the house is reviewed before it is made, on the page that this one leads to.
    """
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.REPORT)
    form = form_for(request, strategy)
    if request.method == "POST" and form.is_valid() and form.leaves_the_house:
        return redirect(f"{reverse('reporting:report-review-new', args=[slug])}?{choices_made(request, form)}")
    made: list[Report] = []
    if form.is_valid() and attempt(form, lambda: made.append(services.request_report(by=request.user, **form.asked()))):
        messages.success(request, _("Rapporten är beställd och skapas nu."))
        return redirect(made[0])
    template = "reporting/reports/report_new.html"
    if request.htmx and request.method == "GET" and not request.htmx.boosted:
        template += "#disclosure"
    status = 422 if form.is_bound else 200
    context = {"form": form, "kinds": REPORT_KINDS.values(), "edition_summary": form.edition_summary()}
    return render(request, template, context, status=status)


def form_for(request: Request, strategy: Strategy) -> ReportForm:
    """The form of the kind that the address names, or the first one's."""
    kind = request.GET.get("kind", "")
    form = FORMS.get(kind, FORMS[Report.ReportKind.YEARLY])
    return form(posted(request), strategy=strategy, user=request.user, initial=first_choices(request, strategy))


def choices_made(request: Request, form: ReportForm) -> str:
    """What was sent, for the next page's address."""
    sent = {name: request.POST.get(name, "") for name in form.fields}
    return urlencode({"kind": form.kind.key} | {name: value for name, value in sent.items() if value})


def first_choices(request: Request, strategy: Strategy) -> dict[str, Any]:
    """What the address asks for, otherwise the internal Swedish report on the last year; a form knows its meeting."""
    over = [year for year in strategy.years if year < strategy.today().year]
    usual = {
        "year": max(over, default=strategy.start.year),
        "audience": Audience.INTERNAL.value,
        "language": Report.Language.SWEDISH.value,
        "form": Report.Form.FULL.value,
    }
    known = {name for form in FORMS.values() for name in form.base_fields}
    return usual | {name: value for name, value in request.GET.items() if name in known}
