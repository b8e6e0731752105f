from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.models import Observation
from dialogue.reports_home.forms import SpansField
from dialogue.reports_home.reading import words_of
from dialogue.suggestions.material import suggestions
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.tools.numbers import number_in
from strategy.web.pages import fragment
from strategy.web.rates import limited
from strategy.web.requests import Request, find_strategy

FIELDS = ("title", "text", "message")  # of the forms that ask
LONGEST = 20_000  # letters that are looked at


@limited("suggestion", per_hour=1000)
@require_POST
def goal_suggestions(request: Request, slug: str) -> HttpResponse:
    """Which goals the text may be about, for who writes one. A part of the form, or a page beside it."""
    strategy = find_strategy(request, slug)
    if not any(request.user.may(Action.WRITE, kind, strategy.pk) for kind in (Kind.OBSERVATION, Kind.DIALOGUE)):
        raise Http404
    text = (observed(request, strategy) or marked(request, strategy) or written(request))[:LONGEST]
    context = {"suggestions": suggestions(request.user, strategy, text) if text else [], "has_text": bool(text)}
    return render(request, fragment(request, "dialogue/suggestions/suggestions.html", "list"), context)


def written(request: Request) -> str:
    return "\n".join(filter(None, (request.POST.get(name, "").strip() for name in FIELDS)))


def observed(request: Request, strategy: Strategy) -> str:
    """Of an observation that somebody else wrote and this person reviews."""
    number = number_in(request.POST.get("observation", ""))
    if number is None:
        return ""
    seen = Observation.objects.visible_to(request.user).of(strategy.pk).filter(pk=number)
    return "\n".join(seen.values_list("title", "text").first() or ())


def marked(request: Request, strategy: Strategy) -> str:
    """The passages of a report home that are marked or ticked."""
    number = number_in(request.POST.get("report", "")) or 0
    report = ReportHome.objects.visible_to(request.user).filter(strategy=strategy, pk=number).first()
    if report is None:
        return ""
    spans = SpansField()
    spans.text = report.text
    try:
        return words_of(report.text, spans.clean(request.POST.getlist("spans")))
    except ValidationError:
        return ""
