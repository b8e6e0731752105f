"""The contact's side of observations in a file: the template, the file, and the set of drafts that it became."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from dialogue.files.sheets import SUFFIXES
from dialogue.observations.bulk import guide
from dialogue.observations.bulk_services import Refused, bring_in, discard_set, send_set
from dialogue.observations.columns import TEMPLATE_COLUMNS
from dialogue.observations.sets import ObservationSet
from strategy.access import Action, Kind
from strategy.jobs.models import Job
from strategy.records.pages import attempt, carry_out
from strategy.web.downloads import download
from strategy.web.filled_tables import Problem, told_wrong
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy, require
from strategy.web.tables import FORMATS, Table, file_of

MOST_SHOWN = 500  # of what is wrong
FORM = "dialogue/observations/observation_set_new.html"
PAGE = "dialogue/observations/observation_set.html"


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Ifylld mall"),
        help_text=gettext_lazy("Excel (.xlsx) eller CSV med semikolon, högst 10 000 rader och 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )


@limited("upload", per_hour=200)
def observation_set_new(request: Request, slug: str) -> HttpResponse:
    """A file is brought in whole; what is wrong in it is told row by row, and then nothing is."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.OBSERVATION)
    form = FileForm(posted(request), request.FILES or None)
    made: list[ObservationSet] = []
    problems: list[Problem] = []

    def save() -> None:
        try:
            made.append(bring_in(strategy=strategy, file=form.cleaned_data["file"], by=request.user))
        except Refused as refused:
            problems.extend(refused.problems)
            raise ValidationError(told_wrong(len(problems))) from refused

    if form.is_valid() and attempt(form, save):
        return redirect(made[0])
    context = {"form": form, "problems": problems[:MOST_SHOWN], "left": max(0, len(problems) - MOST_SHOWN)}
    return render(request, FORM, context, status=status_of(form))


@require_safe
@limited("download", per_hour=300, methods=["GET"])
def observation_template(request: Request, slug: str) -> HttpResponseBase:
    """An empty table with the headings, and on its other sheet what to write under each."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.OBSERVATION)
    told = guide(strategy, request.user)
    table = Table(_("Observationer"), TEMPLATE_COLUMNS, [], told, about_title=_("Så fyller du i"))
    content, _count = file_of(table, "xlsx")
    return download(content, filename="mall-observationer.xlsx", content_type=FORMATS["xlsx"].content_type)


def find_set(request: Request, pk: int) -> ObservationSet:
    """One's own, and only while one writes observations there."""
    found = get_object_or_404(
        ObservationSet.objects.of(request.user).defer("content").select_related("strategy", "by"), pk=pk
    )
    request.strategy = found.strategy
    require(request, Action.WRITE, Kind.OBSERVATION)
    return found


@require_safe
def observation_set(request: Request, pk: int) -> HttpResponse:
    """What the file became. A script asks again while a job is at work, and reads the page anew when it has ended."""
    found = find_set(request, pk)
    job = Job.objects.filter(kind__startswith="observations-", subject_id=found.pk).order_by("-pk").first()
    context: dict[str, Any] = {"set": found, "progress": progress(job) if found.is_under_way else ""}
    if request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request:
        return render(request, f"{PAGE}#progress", context) if found.is_under_way else HttpResponseClientRefresh()
    context |= {
        "failure": job.failure if job is not None and found.state == ObservationSet.State.READY else "",
        "page": page_of(request, found.visible_observations().prefetch_related("goals").defer("text")),
        "querystring": querystring(request),
        "drafts": found.drafts().count(),
        "problems": [Problem(*told) for told in found.problems[:MOST_SHOWN]],
        "left": max(0, len(found.problems) - MOST_SHOWN),
    }
    return render(request, PAGE, context)


def progress(job: Job | None) -> str:
    """How far the work has come, in words."""
    if job is None or job.state == Job.State.QUEUED:
        return _("Väntar på sin tur.")
    if job.step == "saving":
        return _("Alla rader är rätt. Sparar utkasten.")
    if job.total:
        return _("Rad %(done)d av %(total)d.") % {"done": job.done, "total": job.total}
    return _("Börjar.")


@require_POST
def observation_set_sending(request: Request, pk: int) -> HttpResponse:
    return taken_up(request, pk, send_set)


@require_POST
def observation_set_removal(request: Request, pk: int) -> HttpResponse:
    return taken_up(request, pk, discard_set)


def taken_up(request: Request, pk: int, service: Callable[..., None]) -> HttpResponse:
    found = find_set(request, pk)
    carry_out(request, lambda: service(found=found, by=request.user))
    return redirect(found)
