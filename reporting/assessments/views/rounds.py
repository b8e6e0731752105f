from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reporting.assessments.columns import YEAR_COLUMNS
from reporting.assessments.forms import DecisionForm
from reporting.assessments.judgements import decide
from reporting.assessments.models.judgements import (
    Assessment,
    AssessmentQuerySet,
    OverallAssessment,
    OverallAssessmentQuerySet,
)
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.years import overall_lines, year_lines
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.records.pages import attempt
from strategy.web.requests import Request, find_strategy, require


@require_safe
def rounds(request: Request, slug: str) -> HttpResponse:
    """The newest round there is something in; the years stand as tabs on its page."""
    strategy = find_strategy(request, slug)
    require_judging(request)
    years = [found.year for found in Round.objects.visible_to(request.user).filter(strategy=strategy)]
    begun = [year for year in years if year in strategy.years]
    return redirect("reporting:round", slug, max(begun, default=strategy.start.year))


def require_judging(request: Request) -> None:
    """The pages where judgements are written and decided belong to officers and heads."""
    if not may_judge(request):
        raise Http404


def may_judge(request: Request) -> bool:
    user, strategy = request.user, request.strategy
    writes = user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk) and not strategy.is_read_only
    return writes or user.may(Action.APPROVE, Kind.ASSESSMENT, strategy.pk)


@require_safe
def year(request: Request, slug: str, year: int) -> HttpResponseBase:
    strategy = find_strategy(request, slug)
    require_judging(request)
    found, listing = find_round(strategy, year), year_listing(request, year)
    if listing.is_file:
        return listing.file(year_lines(request.user, strategy, year))
    return render(request, "reporting/assessments/round.html", round_page(request, strategy, found))


def year_listing(request: Request, year: int) -> Listing:
    return Listing(request, YEAR_COLUMNS, title=_("Bedömningar %(year)d") % {"year": year})


def find_round(strategy: Strategy, year: int) -> Round:
    """The year's round; one not yet saved where nobody has begun it, since to look is not to begin."""
    if year in (strategy.baseline_year, *strategy.years):
        return Round.objects.filter(strategy=strategy, year=year).first() or Round(strategy=strategy, year=year)
    return get_object_or_404(Round, strategy=strategy, year=year)


def round_page(
    request: Request, strategy: Strategy, year_round: Round, form: DecisionForm | None = None
) -> dict[str, object]:
    proposed = {"proposed": proposed_in(request, year_round), "proposed_overall": proposed_overall(request, year_round)}
    return {
        **proposed,
        "count": sum(len(judgements) for judgements in proposed.values()),
        "listing": year_listing(request, year_round.year),
        "round": year_round,
        "years": [strategy.baseline_year, *strategy.years],
        "overall_lines": overall_lines(request.user, strategy, year_round.year),
        "lines": year_lines(request.user, strategy, year_round.year),
        "form": form or DecisionForm(**proposed),
        "may_approve": request.user.may(Action.APPROVE, Kind.ASSESSMENT, strategy.pk),
        "may_write": request.user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk) and not year_round.is_baseline,
        "decisions": RoundDecision.objects.filter(round__strategy=strategy, round__year=year_round.year).select_related(
            "by"
        )[:20],
    }


def proposed_in(request: Request, year_round: Round) -> AssessmentQuerySet:
    visible = Assessment.objects.visible_to(request.user).of_year(request.strategy.pk, year_round.year)
    return visible.proposed().select_related("goal", "updated_by").order_by("goal__order")


def proposed_overall(request: Request, year_round: Round) -> OverallAssessmentQuerySet:
    visible = OverallAssessment.objects.visible_to(request.user).of_round(year_round)
    return visible.proposed().select_related("focus_area", "round")


@require_POST
def decision(request: Request, slug: str, year: int) -> HttpResponse:
    """A head approves or returns the judgements ticked, all in one decision."""
    strategy = find_strategy(request, slug)
    require(request, Action.APPROVE, Kind.ASSESSMENT)
    year_round = find_round(strategy, year)
    form = DecisionForm(
        request.POST,
        proposed=proposed_in(request, year_round),
        proposed_overall=proposed_overall(request, year_round),
    )
    if form.is_valid() and attempt(form, lambda: take(request, year_round, form)):
        approved = form.cleaned_data["decision"] == RoundDecision.Decision.APPROVED
        messages.success(request, decided(len(form.judgements), approved=approved))
        return redirect("reporting:round", slug, year)
    return render(
        request, "reporting/assessments/round.html", round_page(request, strategy, year_round, form), status=422
    )


def decided(count: int, *, approved: bool) -> str:
    if approved:
        sentence = ngettext("%(count)d bedömning är godkänd.", "%(count)d bedömningar är godkända.", count)
    else:
        sentence = ngettext("%(count)d bedömning är återlämnad.", "%(count)d bedömningar är återlämnade.", count)
    return sentence % {"count": count}


def take(request: Request, year_round: Round, form: DecisionForm) -> None:
    decide(
        year_round=year_round,
        judgements=form.judgements,
        by=request.user,
        decision=form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"],
    )
