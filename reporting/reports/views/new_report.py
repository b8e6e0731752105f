"""Asking for a report: its kind, its edition, and what that would leave out."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.reports import services
from reporting.reports.contents.kinds import REPORT_KINDS
from reporting.reports.models import LEAVES_THE_HOUSE, Report
from reporting.reports.progress import progress
from reporting.reports.request_forms import FORMS, ReportForm
from strategy.access import Action, Audience, Kind
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.pages import attempt
from strategy.web.pages import fragment, posted
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, require

SEVERAL = ("audience", "language")
MOST_ORDERED = 40


@limited("report", per_hour=60)
def report_new(request: Request, slug: str) -> HttpResponse:
    """Asks for one or several. What an edition would leave out shows as soon as it is chosen.

    Those that are to leave the house are reviewed before they are made, on the page that this one leads to.
    """
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.REPORT)
    form = form_for(request, strategy)
    made: list[Report] = []
    if form.is_valid() and attempt(form, lambda: made.extend(request_those_that_stay(form, request.user))):
        if form.leaving:
            return redirect(review_address(form, form.leaving, made))
        return ordered(request, made)
    template = "reporting/reports/report_new.html"
    if request.htmx and request.method == "GET" and not request.htmx.boosted:
        template += "#disclosure"
    status = 422 if form.is_bound else 200
    context = {"form": form, "kinds": REPORT_KINDS.values(), "edition_summaries": form.edition_summaries}
    return render(request, template, context, status=status)


@transaction.atomic
def request_those_that_stay(form: ReportForm, by: User) -> list[Report]:
    """The editions that stay in the house; the others are reviewed first."""
    staying = [asked for asked in form.orders() if asked["audience"] not in LEAVES_THE_HOUSE]
    return [services.request_report(by=by, **asked) for asked in staying]


def review_address(form: ReportForm, leaving: list[str], made: list[Report]) -> str:
    """Of the review of the first of these editions, which leads to the next. `made` are ordered already."""
    sent = {name: form.data.getlist(name) for name in form.fields}  # type: ignore[attr-defined] # a QueryDict
    sent |= {"audience": leaving, "ordered": [*form.data.getlist("ordered"), *(report.pk for report in made)]}  # type: ignore[attr-defined]
    chosen = {"kind": form.kind.key} | {name: values for name, values in sent.items() if any(values)}
    return f"{reverse('reporting:report-review-new', args=[form.strategy.slug])}?{urlencode(chosen, doseq=True)}"


def ordered(request: Request, made: list[Report]) -> HttpResponse:
    """To the report, or where there are several to the page where all of them are seen."""
    if len(made) == 1:
        messages.success(request, _("Rapporten är beställd och skapas nu."))
        return redirect(made[0])
    messages.success(request, _("Rapporterna är beställda och skapas nu."))
    address = reverse("reporting:report-orders", args=[request.strategy.slug])
    return redirect(f"{address}?{urlencode({'ordered': [report.pk for report in made]}, doseq=True)}")


@require_safe
def report_orders(request: Request, slug: str) -> HttpResponse:
    """Reports that were ordered together, by their numbers in the address, until all of them have come to an end."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.REPORT)
    rows = list(ordered_before(request, strategy).select_related("event", "organisation"))
    jobs = Job.objects.latest_of(services.JOB, [report.pk for report in rows])
    context = {
        "rows": [(report, progress(jobs.get(report.pk)) if report.is_under_way else "") for report in rows],
        "under_way": any(report.is_under_way for report in rows),
    }
    return render(request, fragment(request, "reporting/reports/report_orders.html", "orders"), context)


def ordered_before(request: Request, strategy: Strategy) -> QuerySet[Report]:
    """Those that the address names, of those one may see."""
    numbers = [int(number) for number in request.GET.getlist("ordered")[:MOST_ORDERED] if number.isdecimal()]
    visible = Report.objects.visible_to(request.user).filter(strategy=strategy, pk__in=numbers)
    return visible.order_by("pk")


def form_for(request: Request, strategy: Strategy) -> ReportForm:
    """The form of the kind that the address names, or the first one's."""
    kind = request.GET.get("kind", "")
    form = FORMS.get(kind, FORMS[Report.ReportKind.YEARLY])
    return form(posted(request), strategy=strategy, user=request.user, initial=first_choices(request, strategy))


def first_choices(request: Request, strategy: Strategy) -> dict[str, Any]:
    """What the address asks for, otherwise the internal Swedish report on the last year; a form knows its meeting."""
    over = [year for year in strategy.years if year < strategy.today().year]
    usual = {
        "year": max(over, default=strategy.start.year),
        "audience": [Audience.INTERNAL.value],
        "language": [Report.Language.SWEDISH.value],
        "form": Report.Form.FULL.value,
    }
    known = {name for form in FORMS.values() for name in form.base_fields}
    return usual | {
        name: values if name in SEVERAL else values[-1] for name, values in request.GET.lists() if name in known
    }
