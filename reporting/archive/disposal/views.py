"""Disposal: what a named decision would remove for good, who put it up, who confirmed it and what went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.archive.disposal import services
from reporting.archive.disposal.columns import DISPOSAL_COLUMNS
from reporting.archive.disposal.forms import ConfirmationForm, DisposalForm
from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import KeptInBin, Plan, disposal_kinds, plan_of
from strategy.access import Action, Kind
from strategy.jobs.models import Job
from strategy.records.history import noun_of
from strategy.records.kinds import kinds
from strategy.records.lists import Listing
from strategy.records.models import Record
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import PER_PAGE, page_of, posted, querystring
from strategy.web.requests import Request, find, find_strategy, find_to, require

State = DisposalDecision.State


@dataclass(frozen=True)
class Item:
    """A thing that goes, or stays and why."""

    label: str
    name: str
    number: object
    because_of: str = ""


def may(request: Request, action: Action) -> bool:
    return request.user.may(action, Kind.DISPOSAL, request.strategy.pk) and not request.strategy.is_read_only


def visible(request: Request) -> Any:
    return DisposalDecision.objects.visible_to(request.user).select_related("proposed_by", "confirmed_by")


@require_safe
def disposals(request: Request, slug: str) -> HttpResponseBase:
    """The decisions; for those who only keep the place in order, how much went of each kind and nothing else."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.DISPOSAL_COUNTS)
    context: dict[str, Any] = {"counts": None}
    if request.user.may(Action.READ, Kind.DISPOSAL, strategy.pk):
        listing = Listing(request, DISPOSAL_COLUMNS)
        rows = listing.ordered(visible(request).filter(strategy=strategy))
        if listing.is_file:
            return listing.file(rows)
        page = page_of(request, rows)
        context |= {
            "listing": listing,
            "page": page,
            "querystring": querystring(request),
            "decisions": [(decision, disposal_kinds()[decision.kind].label) for decision in page],
            "may_write": may(request, Action.WRITE),
        }
    else:
        done = DisposalDecision.objects.filter(strategy=strategy)
        context["counts"] = [(removed_label(name), number) for name, number in done.removed_in_all().items()]
    return render(request, "reporting/archive/disposals.html", context)


def disposal_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.DISPOSAL)
    form = DisposalForm(posted(request), instance=DisposalDecision(strategy=strategy))
    if form.is_valid() and attempt(form, lambda: services.propose_disposal(decision=form.instance, by=request.user)):
        messages.success(request, _("Beslutet är upplagt. Inget har tagits bort: läs igenom listan."))
        return redirect(form.instance)
    return render(request, "reporting/archive/disposal_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def disposal(request: Request, pk: int) -> HttpResponse:
    return decision_page(request, find(request, visible(request), pk))


def decision_page(request: Request, decision: DisposalDecision, form: ConfirmationForm | None = None) -> HttpResponse:
    """Before it is done, everything that would go; afterwards what went."""
    waits = decision.state == State.PROPOSED
    may_confirm = waits and may(request, Action.APPROVE)
    context: dict[str, Any] = {
        "decision": decision,
        "kind": disposal_kinds()[decision.kind].label,
        "removed": [(removed_label(name), part) for name, part in decision.removed.items()],
        "job": Job.objects.of("disposal", decision.pk).last() if decision.state == State.UNDER_WAY else None,
        "may_confirm": may_confirm and decision.proposed_by_id != request.user.pk,
        "own": may_confirm and decision.proposed_by_id == request.user.pk,
        "may_withdraw": waits and (may(request, Action.WRITE) or may(request, Action.APPROVE)),
        "may_resume": may(request, Action.APPROVE),
        "form": form or ConfirmationForm(),
    }
    if waits:
        context |= foreseen(request, plan_of(decision), is_named=disposal_kinds()[decision.kind].is_named)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "reporting/archive/disposal.html", context, status=status)


def foreseen(request: Request, plan: Plan, *, is_named: bool) -> dict[str, Any]:
    """The dry run: counts, and page by page the things themselves where they have names."""
    listed = [(model, pk) for model, ids in plan.counted.items() if issubclass(model, Record) for pk in ids]
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    kept = plan.kept[:PER_PAGE]
    names = names_of([*page, *((stays.model, stays.pk) for stays in kept)]) if is_named else {}
    return {
        "plan": plan,
        "counts": [(called(model), len(ids)) for model, ids in plan.counted.items()],
        "page": page,
        "items": [Item(called(model), names.get((model, pk), ""), pk) for model, pk in page],
        "kept": [kept_item(stays, names) for stays in kept],
        "kept_count": len(plan.kept),
    }


def kept_item(stays: KeptInBin, names: dict[Any, str]) -> Item:
    because = called(stays.because_of) if stays.because_of else ""
    return Item(called(stays.model), names.get((stays.model, stays.pk), ""), stays.pk, because)


def names_of(things: list[tuple[type[Model], int]]) -> dict[tuple[type[Model], int], str]:
    wanted: dict[type[Record], list[int]] = {}
    for model, pk in things:
        if issubclass(model, Record):
            wanted.setdefault(model, []).append(pk)
    return {
        (model, thing.pk): str(thing)
        for model, pks in wanted.items()
        for thing in model._base_manager.filter(pk__in=pks).select_related(*kinds()[noun_of(model)].ties)
    }


def called(model: type[Model]) -> str:
    return str(model._meta.verbose_name)


def removed_label(name: str) -> str:
    """Of what a decision says has gone: a record's noun, or the name of another model."""
    if name in kinds():
        return kinds()[name].label
    return next((called(model) for model in apps.get_models() if model.__name__ == name), name)


@require_POST
def confirmation(request: Request, pk: int) -> HttpResponse:
    """Begins what a decision says; where its job has failed, once more."""
    decision = find_to(request, Action.APPROVE, Kind.DISPOSAL, visible(request), pk)
    if decision.state == State.UNDER_WAY:
        act(request, lambda: services.resume_disposal(decision=decision, by=request.user), _("Gallringen fortsätter."))
        return redirect(decision)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return decision_page(request, decision, form)
    act(request, lambda: services.confirm_disposal(decision=decision, by=request.user), _("Gallringen har börjat."))
    return redirect(decision)


@require_POST
def withdrawal(request: Request, pk: int) -> HttpResponse:
    """By those who may put decisions up and those who may confirm them."""
    decision = find(request, visible(request), pk)
    if not may(request, Action.APPROVE):
        require(request, Action.WRITE, Kind.DISPOSAL)
    act(
        request,
        lambda: services.withdraw_disposal(decision=decision, by=request.user),
        _("Beslutet är återtaget. Inget har tagits bort."),
    )
    return redirect(decision)


def act(request: Request, service: Callable[[], object], done: str) -> None:
    carry_out(request, service, done=done)
