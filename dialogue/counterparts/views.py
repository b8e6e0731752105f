from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue.counterparts.questions import Dealings, known_to
from strategy.web.requests import Request, find


@require_safe
def counterpart(request: Request, pk: int) -> HttpResponse:
    """Where it stands on each goal, what it has promised, and when it is met."""
    found = find(request, known_to(request.user), pk)
    context = {"counterpart": found, "dealings": Dealings(found, request.user)}
    return render(request, "dialogue/counterparts/counterpart.html", context)
