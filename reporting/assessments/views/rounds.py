from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.assessments.columns import YEAR_COLUMNS
from reporting.assessments.forms import DecisionForm
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.readings import to_be_read
from reporting.assessments.years import overall_lines, year_lines
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.web.requests import Request, find_strategy


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
        return listing.file(listing.ordered(year_lines(request.user, strategy, year)))
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
    proposed, listing = to_be_read(request.user, year_round), year_listing(request, year_round.year)
    return {
        "proposed": proposed,
        "first_unread": next((found for found in proposed if not found.is_read), None),
        "ticked": form["judgements"].value() if form else [found.key for found in proposed if found.is_read],
        "listing": listing,
        "round": year_round,
        "years": [strategy.baseline_year, *strategy.years],
        "overall_lines": overall_lines(request.user, strategy, year_round.year),
        "lines": listing.ordered(year_lines(request.user, strategy, year_round.year)),
        "form": form or DecisionForm(),
        "may_approve": request.user.may(Action.APPROVE, Kind.ASSESSMENT, strategy.pk),
        "may_write": request.user.may(Action.WRITE, Kind.ASSESSMENT, strategy.pk) and not year_round.is_baseline,
        "decisions": RoundDecision.objects.filter(round__strategy=strategy, round__year=year_round.year).select_related(
            "by"
        )[:20],
    }
