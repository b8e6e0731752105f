from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reporting.carrying.forms import CarryingForm
from reporting.carrying.services import carry_over
from reporting.carrying.sources import Source, Target, answers, observations, of_answer, of_observation
from reporting.reports.models import Report
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find_to


def answer_carrying(request: Request, pk: int) -> HttpResponse:
    return carry(request, of_answer(find_to(request, Action.WRITE, Kind.REPORT, answers(request.user), pk)))


def observation_carrying(request: Request, pk: int) -> HttpResponse:
    return carry(request, of_observation(find_to(request, Action.WRITE, Kind.REPORT, observations(request.user), pk)))


def carry(request: Request, source: Source) -> HttpResponse:
    """`to` is the key of where it is to go, where its reader came from there."""
    form = CarryingForm(posted(request), source=source, user=request.user, to=request.GET.get("to", ""))

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        carry_over(
            source=source,
            passage=entered["passage"],
            into=entered["into"],
            marking=entered["marking"],
            by=request.user,
        )

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Texten är med, med sin källa under. Läs den där den står."))
        return redirect(place_of(form.cleaned_data["into"]))
    context = {"form": form, "source": source, "record": source.record}
    return render(request, "reporting/carrying/carrying.html", context, status=status_of(form))


def place_of(target: Target) -> str:
    if isinstance(target, Report):
        return target.get_absolute_url()
    return f"{target.instruction.get_edit_url()}#goal-{target.goal_id}"
