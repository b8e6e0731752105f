from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from dialogue.suggestions.material import suggestions
from strategy.access import Action, Kind
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
    text = "\n".join(filter(None, (request.POST.get(name, "").strip() for name in FIELDS)))[:LONGEST]
    context = {"suggestions": suggestions(request.user, strategy, text) if text else [], "has_text": bool(text)}
    return render(request, fragment(request, "dialogue/suggestions/suggestions.html", "list"), context)
