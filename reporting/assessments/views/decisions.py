"""A head decides: on the judgements ticked on the round's page, or on the one that is open."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reporting.assessments.forms import DecisionForm
from reporting.assessments.judgements import decide
from reporting.assessments.models.overall import Judgement
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.readings import after, to_be_read
from reporting.assessments.views.overall import find_overall, overall_page
from reporting.assessments.views.pages import find_assessment, reading_page
from reporting.assessments.views.rounds import find_round, round_page
from strategy.access import Action, Kind
from strategy.records.pages import attempt
from strategy.web.requests import Request, find_strategy, require


@require_POST
def round_decision(request: Request, slug: str, year: int) -> HttpResponse:
    """All in one decision."""
    strategy = find_strategy(request, slug)
    require(request, Action.APPROVE, Kind.ASSESSMENT)
    year_round = find_round(strategy, year)
    form = DecisionForm(request.POST, among=to_be_read(request.user, year_round))
    if take(request, year_round, form):
        return redirect("reporting:round", slug, year)
    return render(
        request, "reporting/assessments/round.html", round_page(request, strategy, year_round, form), status=422
    )


@require_POST
def assessment_decision(request: Request, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk, Action.APPROVE)
    return decision_on(request, assessment, lambda form: reading_page(request, assessment, form))


@require_POST
def overall_decision(request: Request, pk: int) -> HttpResponse:
    judgement = find_overall(request, pk, Action.APPROVE)
    return decision_on(request, judgement, lambda form: overall_page(request, judgement, None, form))


def decision_on(request: Request, judgement: Judgement, page: Callable[[DecisionForm], HttpResponse]) -> HttpResponse:
    """And goes on to the next that has not been read; to the round when none is left."""
    queue = to_be_read(request.user, judgement.round)
    form = DecisionForm(request.POST, among=[found for found in queue if found == judgement])
    following = after(judgement, queue)
    return redirect(following or judgement.round) if take(request, judgement.round, form) else page(form)


def take(request: Request, year_round: Round, form: DecisionForm) -> bool:
    def act() -> None:
        decide(
            year_round=year_round,
            judgements=form.chosen,
            by=request.user,
            decision=form.cleaned_data["decision"],
            reason=form.cleaned_data["reason"],
        )

    taken = form.is_valid() and attempt(form, act)
    if taken:
        approved = form.cleaned_data["decision"] == RoundDecision.Decision.APPROVED
        messages.success(request, decided(form.chosen, approved=approved))
    return taken


def decided(judgements: list[Judgement], *, approved: bool) -> str:
    if approved:
        sentence = ngettext("%(count)d bedömning är godkänd.", "%(count)d bedömningar är godkända.", len(judgements))
    else:
        sentence = ngettext(
            "%(count)d bedömning är återlämnad.", "%(count)d bedömningar är återlämnade.", len(judgements)
        )
    return sentence % {"count": len(judgements)}
