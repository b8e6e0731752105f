from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from reporting.reports import services
from reporting.reports.claims import claims_without_evidence
from reporting.reports.columns import REPORT_COLUMNS
from reporting.reports.contents.kinds import kind_of
from reporting.reports.files import ReportFile
from reporting.reports.forms import ReturnForm, VersionForm
from reporting.reports.models import Report
from reporting.reports.progress import progress
from reporting.reports.reading.views import comparable
from reporting.reports.texts import own_texts
from strategy.access import Action, Kind
from strategy.records.lists import Listing
from strategy.records.log import audit, sightings
from strategy.records.log.models import Verb
from strategy.records.pages import attempt, carry_out
from strategy.web.downloads import download
from strategy.web.pages import page_of, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_strategy, find_to, require

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@require_safe
def reports(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.REPORT)
    files = Prefetch("files", ReportFile.objects.visible_to(request.user).in_order())
    visible = Report.objects.visible_to(request.user).filter(strategy=strategy)
    visible = visible.select_related("event", "organisation").prefetch_related(files)
    listing = Listing(request, REPORT_COLUMNS)
    rows = listing.ordered(visible)
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "may_write": may(request, Action.WRITE),
    }
    return render(request, "reporting/reports/reports.html", context)


def may(request: Request, action: Action) -> bool:
    return request.user.may(action, Kind.REPORT, request.strategy.pk) and not request.strategy.is_read_only


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    report = find(request, Report.objects.visible_to(request.user), pk)
    return report_page(request, report)


def report_page(request: Request, report: Report, return_form: ReturnForm | None = None) -> HttpResponse:
    if report.is_secret:
        sightings.tell(Report, report.pk)
    may_write = may(request, Action.WRITE)
    files = list(ReportFile.objects.filter(report=report).select_related("snapshot").in_order())
    versions = Report.objects.visible_to(request.user).same_edition(**report.edition_key)
    may_approve = may(request, Action.APPROVE)
    context = {
        "report": report,
        "files": files,
        "snapshot": files[0].snapshot if files else None,
        "progress": progress(services.job_of(report)) if report.is_under_way else "",
        "has_changes": bool(files) and any(comparable(report, request.user)),
        "versions": versions.order_by("-edition_number"),
        "steps": list(report.steps.select_related("by")) if may_write or may_approve else [],
        "may_write": may_write,
        "may_review": may_write or may_approve,
        "may_approve": may_approve and report.state == Report.State.DRAFT,
        "may_release": may_approve and report.may_be_released,
        "releases": report.releases.select_related("organisation", "by") if may_write or may_approve else [],
        "reviews": report.edition_reviews.select_related("by") if may_write or may_approve else [],
        "own_texts": own_texts(report) if may_write and report.may_be_rewritten else [],
        "claims": claims_without_evidence(report, request.user) if may_write and report.may_be_rewritten else [],
        "new_url": new_version_url(report),
        "has_written": request.user.pk in services.writers(report),
        "return_form": return_form or ReturnForm(initial={"version": report.version}),
    }
    status = status_of(return_form) if return_form else 200
    return render(request, "reporting/reports/report.html", context, status=status)


def new_version_url(report: Report) -> str:
    """The form for the next version, with this one's choices made in it."""
    chosen = {**report.edition_key, "registry_number": report.registry_number}
    query = urlencode({name: value for name, value in chosen.items() if value and name != "strategy"})
    return f"{reverse('reporting:report-new', args=[report.strategy.slug])}?{query}"


@require_safe
def report_progress(request: Request, pk: int) -> HttpResponse:
    """The fragment that asks again by itself; when the report has come to an end, the page is read anew."""
    report = find(request, Report.objects.visible_to(request.user), pk)
    if not request.htmx:
        return redirect(report)
    if not report.is_under_way:
        return HttpResponseClientRefresh()
    context = {
        "report": report,
        "progress": progress(services.job_of(report)),
        "may_write": may(request, Action.WRITE),
    }
    return render(request, "reporting/reports/report.html#progress", context)


@require_POST
def report_cancellation(request: Request, pk: int) -> HttpResponse:
    """Stops the making of a report: at once where it waits, at its next step where it runs."""
    report = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    carry_out(request, lambda: services.cancel_rendering(report=report, by=request.user))
    return redirect(report)


@require_POST
@limited("report", per_hour=60)
def report_rendering(request: Request, pk: int) -> HttpResponse:
    """Renders again: a draft anew, a failed one once more."""
    report = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    carry_out(
        request, lambda: services.request_again(report=report, by=request.user), done=_("Rapporten skapas på nytt.")
    )
    return redirect(report)


@require_POST
def report_approval(request: Request, pk: int) -> HttpResponse:
    report = find_to(request, Action.APPROVE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    carry_out(
        request,
        lambda: services.approve_report(report=report, by=request.user, expected_version=form.cleaned_data["version"]),
        done=_("Rapporten är fastställd."),
    )
    return redirect(report)


@require_POST
def report_return(request: Request, pk: int) -> HttpResponse:
    """A head sends a draft back to its maker, and says why."""
    report = find_to(request, Action.APPROVE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    form = ReturnForm(request.POST)

    def act() -> None:
        reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
        services.return_report(report=report, by=request.user, reason=reason, expected_version=version)

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("Rapporten är återlämnad. Den som har gjort den får besked."))
        return redirect(report)
    return report_page(request, find(request, Report.objects.visible_to(request.user), pk), return_form=form)


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def report_file(request: Request, pk: int, format: str) -> HttpResponseBase:  # noqa: A002 - the address's word
    report = find(request, Report.objects.visible_to(request.user), pk)
    file = get_object_or_404(ReportFile.objects.visible_to(request.user), report=report, format=format)
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    details = {"format": format, "audience": report.audience}
    audit.note(verb=Verb.DOWNLOADED, thing=report, by=request.user, details=details)
    return download(content, filename=kind_of(report).file_name(report, format), content_type=CONTENT_TYPES[format])
