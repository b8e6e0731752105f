from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from strategy.texts.signs import listed, unprintable
from strategy.texts.writing import as_written
from strategy.web.requests import Request


@require_POST
def preview(request: Request, name: str) -> HttpResponse:
    """How a text that somebody is writing will look; references are text, and what cannot be printed is named."""
    text = as_written(request.POST.get(name, ""))
    return render(request, "strategy/sending/preview.html", {"text": text, "unprintable": listed(unprintable(text))})
