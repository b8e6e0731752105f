"""The pages where a report is read before anybody downloads it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.reports.files import ReportFile
from reporting.reports.models import Report
from reporting.reports.paper.printing import NotASnapshot, html
from reporting.reports.reading.comparison import ChangedTable, differences
from reporting.reports.reading.sections import Sections
from strategy.people.models import User
from strategy.records.log import audit, sightings
from strategy.records.log.models import Verb
from strategy.web.rates import limited
from strategy.web.requests import Request, find


@require_safe
@limited("download", per_hour=600, methods=["GET"])
def report_reading(request: Request, pk: int) -> HttpResponse:
    """One section of the print, the one where the place that the address names stands."""
    report = find(request, Report.objects.visible_to(request.user), pk)
    content = opened(report, request.user)
    try:
        sections = Sections(html(content))
    except NotASnapshot:
        messages.error(request, _("Den här versionen går inte att visa här. Ladda ner den i stället."))
        return redirect(report)
    section = sections.at(request.GET.get("section", ""))
    before, after = sections.beside(section)
    context = {
        "report": report,
        "sections": sections,
        "section": section,
        "before": before,
        "after": after,
        "has_changes": any(comparable(report, request.user)),
    }
    return render(request, "reporting/reports/report_reading.html", context)


@require_safe
@limited("download", per_hour=600, methods=["GET"])
def report_changes(request: Request, pk: int) -> HttpResponse:
    """A version beside one before it, or beside last year's: the one that the address names, or the nearest."""
    report = find(request, Report.objects.visible_to(request.user), pk)
    earlier = list(comparable(report, request.user))
    asked = request.GET.get("with", "")
    other = next((found for found in earlier if str(found.pk) == asked), None) if asked else next(iter(earlier), None)
    if asked and other is None:
        raise Http404
    context: dict[str, Any] = {"report": report, "earlier": earlier, "other": other}
    if other is not None:
        try:
            context["tables"] = differences_between(other, report, request.user)
        except NotASnapshot:
            messages.error(request, _("De två versionerna går inte att jämföra."))
            return redirect(report)
    return render(request, "reporting/reports/report_changes.html", context)


def comparable(report: Report, user: User) -> Iterator[Report]:
    """Of those one may read: earlier versions of the same edition, the nearest first, then the last of last year's."""
    editions = Report.objects.visible_to(user).filter(files__format=ReportFile.Format.JSON).order_by("-edition_number")
    editions = editions.select_related("event", "organisation")
    yield from editions.same_edition(**report.edition_key).filter(edition_number__lt=report.edition_number)
    if report.event_id is None:
        yield from editions.same_edition(**report.edition_key | {"year": report.year - 1})[:1]


def differences_between(before: Report, report: Report, user: User) -> list[ChangedTable]:
    """Raises NotASnapshot."""
    lasting = before.year != report.year
    return differences(opened(before, user), opened(report, user), lasting=lasting)


def opened(report: Report, user: User) -> str:
    """What its files are made of, for whoever may have them; the log says so, as of a file."""
    files = ReportFile.objects.visible_to(user).filter(format=ReportFile.Format.JSON).select_related("snapshot")
    content: str = get_object_or_404(files, report=report).snapshot.content
    if report.is_secret:
        sightings.tell(Report, report.pk)
    details = {"format": "html", "audience": report.audience}
    audit.note(verb=Verb.DOWNLOADED, thing=report, by=user, details=details)
    return content
