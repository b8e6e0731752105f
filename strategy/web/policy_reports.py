"""What browsers tell when the content security policy stopped something on a page of ours."""

import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from strategy.web.rates import limited

logger = structlog.get_logger()

MOST_BYTES = 16 * 1024
DIRECTIVES = frozenset(
    {
        *("base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "img-src"),
        *("manifest-src", "media-src", "object-src", "script-src", "script-src-attr", "script-src-elem"),
        *("style-src", "style-src-attr", "style-src-elem", "worker-src", "child-src", "frame-src"),
    }
)
BLOCKED_WORDS = frozenset({"inline", "eval", "data", "blob", "self", "wasm-eval", "trusted-types-policy"})


@login_not_required
@csrf_exempt  # a browser sends it without a form; it changes nothing
@require_POST
@limited("policy-report", per_hour=60)
def policy_reports(request: HttpRequest) -> HttpResponse:
    """Logs which rule and on which of our routes: anybody may send this, so no word of it is taken over."""
    told = read(request)
    if told is not None:
        logger.warning(
            "a page went against the content security policy",
            directive=known(told.get("effective-directive") or told.get("violated-directive"), DIRECTIVES),
            blocked=known(told.get("blocked-uri"), BLOCKED_WORDS),
            page=route(told.get("document-uri")),
        )
    return HttpResponse(status=204)


def read(request: HttpRequest) -> dict[str, Any] | None:
    """None for what is not a report."""
    try:
        sent = json.loads(request.read(MOST_BYTES))
    except (ValueError, RecursionError):
        return None
    told = sent.get("csp-report") if isinstance(sent, dict) else None
    return told if isinstance(told, dict) else None


def known(word: Any, words: frozenset[str]) -> str:
    return word if isinstance(word, str) and word in words else "other"


def route(address: Any) -> str:
    try:
        return resolve(urlsplit(str(address)).path).view_name
    except (Resolver404, ValueError):
        return "other"
