"""Whether it lives, whether it can serve, and what an operator should see to."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from config.operations.figures import exposition
from config.operations.parts import NotReady, findings, require_ready
from strategy.web.requests import Request, require_administrator

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing of anybody: to be started again would help no other part."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The pages can be served: the database answers and has our tables. What else may be down takes no page with it."""
    try:
        require_ready()
    except NotReady as error:
        return HttpResponse(f"{error}\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Without the token the address does not exist."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not (settings.METRICS_TOKEN and secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


@require_safe
def state(request: Request) -> HttpResponse:
    require_administrator(request)
    found = findings()
    return render(
        request, "config/operations/state.html", {"findings": found, "troubles": sum(bool(f.trouble) for f in found)}
    )
