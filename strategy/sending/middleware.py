from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangosLoginRequiredMiddleware
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from strategy.models import Draft, User
from strategy.requests import view_name
from strategy.sending import kept

GetResponse = Callable[[HttpRequest], HttpResponse]
WAYS_IN = {"strategy:sign-in", "strategy:sign-in-link", "strategy:single-sign-on", "mfa_login_webauthn"}


def writer_cookie() -> str:
    """The name of the cookie that tells whose session it was, when it is over."""
    return "__Host-writer" if settings.SESSION_COOKIE_SECURE else "writer"


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
    from strategy.entry.views import sign_in_page

    return sign_in_page(request, kept.of_request(request, user))


def path_of(request: HttpRequest, url: str) -> str:
    """Without scheme and host where they are ours; else the first page."""
    ours = f"{request.scheme}://{request.get_host()}"
    return url.removeprefix(ours) if url.startswith(f"{ours}/") else "/"


def writer_of(request: HttpRequest) -> int | None:
    """Whose session it is, or was."""
    if request.user.is_authenticated:
        return request.user.pk
    with suppress(BadSignature, ValueError, KeyError):
        return int(request.get_signed_cookie(writer_cookie()) or "")
    return None


class KeptMiddleware:
    """Brings back, when a form's address is opened, what was typed there and not taken, and drafts that are asked for.

    After it has been shown to whom it belongs, it is kept no longer: the form has it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            return self.signed(request, request.user, self.answer(request, request.user))
        if is_on_the_way_in(request) and kept.KEPT in request.POST:
            request.session[kept.KEPT] = request.POST[kept.KEPT]
        response = self.get_response(request)
        if request.method == "POST" and isinstance(request.user, User):
            return self.signed(request, request.user, response)
        return response

    def answer(self, request: HttpRequest, user: User) -> HttpResponse:
        if request.method != "GET" or not is_page(request) or getattr(request, "is_on_the_way", False):
            return self.get_response(request)
        waiting = kept.waiting(request, user.pk)
        if waiting is not None and waiting.address == request.get_full_path():
            del request.session[kept.KEPT]
            return kept.shown_again(request, waiting, self.get_response)
        if waiting is not None:
            return redirect(waiting.address)
        draft = asked_draft(request, user)
        if draft is not None:
            found = kept.Kept(user.pk, draft.address, draft.content)
            return kept.shown_again(request, found, self.get_response)
        return self.get_response(request)

    def signed(self, request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
        """Whoever signs out themselves is not waited for."""
        if not request.user.is_authenticated:
            response.delete_cookie(writer_cookie())
        elif request.get_signed_cookie(writer_cookie(), default="") != str(user.pk):
            response.set_signed_cookie(
                writer_cookie(), str(user.pk), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response


def is_page(request: HttpRequest) -> bool:
    """Somebody opens an address, and no script fetches a part or data."""
    return "HX-Request" not in request.headers and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def is_on_the_way_in(request: HttpRequest) -> bool:
    """A form of the sign-in page, which alone holds what is kept; of others nothing is read here."""
    return request.method == "POST" and view_name(request.path_info) in WAYS_IN


def asked_draft(request: HttpRequest, user: User) -> Draft | None:
    number = request.GET.get("draft", "")
    if not number.isdecimal():
        return None
    return Draft.objects.of(user).at_address(request.path).filter(pk=int(number[:18])).first()


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
