"""Letting a report go, and telling whether a file is one of ours."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from reporting.reports.forms import MOST_BYTES, CheckForm, ReleaseForm
from reporting.reports.models import Report
from reporting.reports.releases import release_report
from reporting.reports.secrecy_review import is_overtaken, last_review
from reporting.reports.verification import verify
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.web.middleware import content_length
from strategy.web.pages import posted
from strategy.web.rates import limited
from strategy.web.requests import Request, find_to

FORM_BYTES = 64 * 1024  # what a form with a file takes besides the file


def report_release(request: Request, pk: int) -> HttpResponse:
    """To whom an approved report goes; what that means is said before it is done, and what leaves is reviewed first."""
    report = find_to(request, Action.APPROVE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    if not report.may_be_released:
        raise Http404
    form = ReleaseForm(posted(request), report=report)
    if form.is_valid() and attempt(form, lambda: release(report, form, request)):
        messages.success(request, _("Rapporten är expedierad."))
        return redirect(report)
    review = last_review(report) if report.leaves_the_house else None
    overtaken = review is not None and is_overtaken(review)
    context = {
        "report": report,
        "form": form,
        "review": None if overtaken else review,
        "is_overtaken": overtaken,
        "releases": report.releases.select_related("organisation"),
    }
    return render(request, "reporting/reports/report_release.html", context, status=422 if form.is_bound else 200)


def release(report: Report, form: ReleaseForm, request: Request) -> None:
    release_report(
        report=report, organisations=form.chosen, by=request.user, expected_version=form.cleaned_data["version"]
    )


@login_not_required
@csrf_exempt  # it is protected below, once the request is known to be small enough to be read
@require_http_methods(["GET", "HEAD", "POST"])
@limited("report-check", per_hour=120)
def report_check(request: HttpRequest) -> HttpResponse:
    """Open to anyone with the file. Says nothing but what the file's holder can know from it, and if it is newest."""
    if content_length(request) > MOST_BYTES + FORM_BYTES:
        return check_page(request, CheckForm(), status=413, too_large=True)
    response: HttpResponse = checked(request)
    return response


@csrf_protect
def checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return check_page(request, CheckForm())
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return check_page(request, form, status=422)
    return check_page(request, CheckForm(), result=verify(form.cleaned_data["file"].chunks()), is_checked=True)


def check_page(request: HttpRequest, form: CheckForm, status: int = 200, **told: object) -> HttpResponse:
    return render(request, "reporting/reports/report_check.html", {"form": form, **told}, status=status)
