from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from dialogue.meetings.models.events import Event
from reporting.reports import services
from reporting.reports.columns import REPORT_COLUMNS
from reporting.reports.contents.kinds import REPORT_KINDS, kind_of
from reporting.reports.files import ReportFile
from reporting.reports.forms import FORMS, ReportForm, SummaryForm, VersionForm
from reporting.reports.models import Report
from reporting.reports.paper.printing import read_snapshot
from reporting.reports.texts import own_texts
from strategy.access import Action, Audience, Kind
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.records.lists import Listing
from strategy.records.log import audit, sightings
from strategy.records.log.models import Verb
from strategy.records.pages import attempt, carry_out
from strategy.web.downloads import download
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_strategy, find_to, require

CONTENT_TYPES = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
def reports(request: Request, slug: str) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.REPORT)
    files = Prefetch("files", ReportFile.objects.visible_to(request.user).order_by("-format"))
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
    """What the address asks for, otherwise the internal Swedish report on the last year or the next consultation."""
    over = [year for year in strategy.years if year < strategy.today().year]
    usual = {
        "year": max(over, default=strategy.start.year),
        "event": Event.objects.visible_to(request.user).of(strategy.pk).consultations().first(),
        "audience": Audience.INTERNAL.value,
        "language": Report.Language.SWEDISH.value,
    }
    known = {name for form in FORMS.values() for name in form.base_fields}
    return usual | {name: value for name, value in request.GET.items() if name in known}


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    found = find(request, Report.objects.visible_to(request.user), pk)
    return report_page(request, found)


def report_page(request: Request, found: Report, form: SummaryForm | None = None) -> HttpResponse:
    if found.is_secret:
        sightings.tell(Report, found.pk)
    may_write = may(request, Action.WRITE)
    files = list(found.files.select_related("snapshot").order_by("-format"))  # the PDF first
    versions = Report.objects.visible_to(request.user).same_edition(**found.edition_key)
    may_approve = may(request, Action.APPROVE)
    context = {
        "report": found,
        "files": files,
        "snapshot": files[0].snapshot if files else None,
        "progress": progress(services.job_of(found)) if found.is_under_way else "",
        "versions": versions.order_by("-edition_number"),
        "steps": found.steps.select_related("by") if may_write or may_approve else [],
        "may_write": may_write,
        "may_review": may_write or may_approve,
        "may_approve": may_approve and found.state == Report.State.DRAFT,
        "may_release": may_approve and found.may_be_released,
        "releases": found.releases.select_related("organisation", "by") if may_write or may_approve else [],
        "reviews": found.edition_reviews.select_related("by") if may_write or may_approve else [],
        "own_texts": own_texts(found) if may_write and found.may_be_rewritten else [],
        "new_url": new_version_url(found),
        "has_written": request.user.pk in services.writers(found),
        "form": form or summary_form(found),
    }
    return render(request, "reporting/reports/report.html", context, status=status_of(form) if form else 200)


def new_version_url(found: Report) -> str:
    """The form for the next version, with this one's choices made in it."""
    chosen = {**found.edition_key, "registry_number": found.registry_number}
    query = urlencode({name: value for name, value in chosen.items() if value and name != "strategy"})
    return f"{reverse('reporting:report-new', args=[found.strategy.slug])}?{query}"


def summary_form(found: Report) -> SummaryForm:
    """The maker's text, or the draft that the figures made."""
    written = services.summary_of(found)
    if written.pk is not None:
        return SummaryForm(instance=written)
    snapshot = found.snapshots.first()
    drafted = read_snapshot(snapshot.content).get("summary", {}).get("text", "") if snapshot else ""
    return SummaryForm(instance=written, initial={"text": drafted})


def progress(job: Job | None) -> str:
    """How far the work has come, in words."""
    if job is None or job.state == Job.State.QUEUED:
        return _("Väntar på sin tur.")
    if job.is_being_cancelled:
        return _("Avbryts.")
    if job.step == "page":
        return _("Ställer upp sida %(page)s.") % {"page": job.done}
    told = {
        "snapshot": _("Samlar underlaget."),
        "layout": _("Ställer upp sidorna."),
        "files": _("Skriver filerna."),
    }
    return told.get(job.step, _("Börjar."))


@require_safe
def report_progress(request: Request, pk: int) -> HttpResponse:
    """The fragment that asks again by itself; when the report has come to an end, the page is read anew."""
    found = find(request, Report.objects.visible_to(request.user), pk)
    if not request.htmx:
        return redirect(found)
    if not found.is_under_way:
        return HttpResponseClientRefresh()
    context = {
        "report": found,
        "progress": progress(services.job_of(found)),
        "may_write": may(request, Action.WRITE),
    }
    return render(request, "reporting/reports/report.html#progress", context)


@require_POST
def report_cancellation(request: Request, pk: int) -> HttpResponse:
    """Stops the making of a report: at once where it waits, at its next step where it runs."""
    found = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    carry_out(request, lambda: services.cancel_rendering(report=found, by=request.user))
    return redirect(found)


@require_POST
@limited("report", per_hour=60)
def report_rendering(request: Request, pk: int) -> HttpResponse:
    """Renders again: a draft anew, a failed one once more."""
    found = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    carry_out(
        request, lambda: services.request_again(report=found, by=request.user), done=_("Rapporten skapas på nytt.")
    )
    return redirect(found)


@require_POST
@limited("report", per_hour=60)
def report_summary(request: Request, pk: int) -> HttpResponse:
    found = find_to(request, Action.WRITE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    form = SummaryForm(request.POST, instance=services.summary_of(found))

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        services.write_summary(report=found, text=typed["text"], by=request.user, expected_version=typed.get("version"))

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Texten är sparad och rapporten skapas på nytt."))
        return redirect(found)
    return report_page(request, find(request, Report.objects.visible_to(request.user), pk), form)


@require_POST
def report_approval(request: Request, pk: int) -> HttpResponse:
    found = find_to(request, Action.APPROVE, Kind.REPORT, Report.objects.visible_to(request.user), pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    carry_out(
        request,
        lambda: services.approve_report(report=found, by=request.user, expected_version=form.cleaned_data["version"]),
        done=_("Rapporten är fastställd."),
    )
    return redirect(found)


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def report_file(request: Request, pk: int, format: str) -> HttpResponseBase:  # noqa: A002 - the address's word
    found = find(request, Report.objects.visible_to(request.user), pk)
    file = get_object_or_404(ReportFile.objects.visible_to(request.user), report=found, format=format)
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    details = {"format": format, "audience": found.audience}
    audit.note(verb=Verb.DOWNLOADED, thing=found, by=request.user, details=details)
    return download(content, filename=kind_of(found).file_name(found, format), content_type=CONTENT_TYPES[format])
