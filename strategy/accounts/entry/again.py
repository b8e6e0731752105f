"""Whoever has to sign in again, or whose page was too old, finds what they had written."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangosLoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from strategy.accounts.entry.views import sign_in_page
from strategy.sending import kept
from strategy.sending.middleware import writer_of


class LoginRequiredMiddleware(DjangosLoginRequiredMiddleware):
    """As Django's, but what was posted is kept, and no sign-in form is put into a part of somebody's page."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        return sign_in_again(request)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The way to sign in; for what was posted a page of its own, which keeps it.

    To htmx it says 401, and `verka.js` sends the form once more as a whole page.
    """
    asked_by_part = "HX-Request" in request.headers
    back = request.headers.get("HX-Current-URL", "") if asked_by_part else request.build_absolute_uri()
    address = f"{reverse(settings.LOGIN_URL)}?next={quote(path_of(request, back), safe='/')}"
    if request.method != "POST":
        return HttpResponse(status=401, headers={"HX-Redirect": address}) if asked_by_part else redirect(address)
    if asked_by_part:
        return HttpResponse(status=401)
    user = writer_of(request)
    if user is None:
        return redirect(address)
    return sign_in_page(request, kept.of_request(request, user))


def path_of(request: HttpRequest, url: str) -> str:
    """Without scheme and host where they are ours; else the first page."""
    ours = f"{request.scheme}://{request.get_host()}"
    return url.removeprefix(ours) if url.startswith(f"{ours}/") else "/"


def may_be_shown_again(request: HttpRequest) -> bool:
    """Not what came from another's page, nor on the way in, where passwords and codes are typed."""
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    host = f"{request.scheme}://{request.get_host()}"
    inside = request.resolver_match is not None and getattr(request.resolver_match.func, "login_required", True)
    return ours and request.headers.get("Origin", host) == host and inside and "HX-Request" not in request.headers


def token_is_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's check against forged requests failed. A form of our own, from our own page, is shown again."""
    if not may_be_shown_again(request):
        return render(request, "403_csrf.html", status=403)
    if not request.user.is_authenticated:
        return sign_in_again(request)
    match: Any = request.resolver_match
    posted = kept.of_request(request, request.user.pk)
    response = kept.shown_again(request, posted, lambda request: match.func(request, *match.args, **match.kwargs))
    if response.status_code == 302:
        return render(request, "403_csrf.html", status=403)
    response.status_code = 403
    return response
